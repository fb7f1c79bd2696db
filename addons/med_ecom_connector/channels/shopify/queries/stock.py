"""Articles with their stock and prices."""

from .parts import PAGE

_VARIANT = """
  id sku title price barcode
  product { id title }
  inventoryItem { id tracked }
"""

_AVAILABLE = 'quantities(names: ["available"]) { name quantity }'

VARIANTS = f"""
query Variants($first: Int!, $after: String) {{
  shop {{ currencyCode }}
  productVariants(first: $first, after: $after, sortKey: ID) {{
    edges {{ cursor node {{ {_VARIANT} inventoryQuantity }} }}
    {PAGE}
  }}
}}
"""

VARIANTS_AT = f"""
query VariantsAt($first: Int!, $after: String, $location: ID!) {{
  shop {{ currencyCode }}
  productVariants(first: $first, after: $after, sortKey: ID) {{
    edges {{
      cursor
      node {{
        id sku title price barcode
        product {{ id title }}
        inventoryItem {{ id tracked inventoryLevel(locationId: $location) {{ {_AVAILABLE} }} }}
      }}
    }}
    {PAGE}
  }}
}}
"""

STOCK = f"""
query Stock($ids: [ID!]!, $location: ID!) {{
  nodes(ids: $ids) {{
    ... on InventoryItem {{
      id tracked
      inventoryLevel(locationId: $location) {{ {_AVAILABLE} }}
    }}
  }}
}}
"""

SET_STOCK = """
mutation SetStock($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) {
    userErrors { code field message }
  }
}
"""

ACTIVATE_STOCK = """
mutation ActivateStock($item: ID!, $location: ID!, $available: Int!, $key: String!) {
  inventoryActivate(inventoryItemId: $item, locationId: $location, available: $available)
    @idempotent(key: $key) {
    userErrors { field message }
  }
}
"""

PRICED_VARIANTS = """
query PricedVariants($ids: [ID!]!) {
  shop { currencyCode }
  nodes(ids: $ids) { ... on ProductVariant { id product { id } } }
}
"""

SET_VARIANTS = """
mutation SetVariants($product: ID!, $variants: [ProductVariantsBulkInput!]!) {
  productVariantsBulkUpdate(productId: $product, variants: $variants, allowPartialUpdates: true) {
    productVariants { id }
    userErrors { code field message }
  }
}
"""
