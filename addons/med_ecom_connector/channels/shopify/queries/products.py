"""The catalogue: products with their variants, and making them."""

from .parts import PAGE

_VARIANT = """
  id sku barcode price
  selectedOptions { name value }
  inventoryItem { id }
"""

CURRENCY = """
query Currency {
  shop { currencyCode }
}
"""

PRODUCTS = f"""
query Products($first: Int!, $after: String) {{
  products(first: $first, after: $after, sortKey: ID) {{
    edges {{ cursor node {{ id }} }}
    {PAGE}
  }}
}}
"""

PRODUCT_DETAILS = f"""
query ProductDetails($ids: [ID!]!) {{
  nodes(ids: $ids) {{
    ... on Product {{
      id title descriptionHtml status productType hasOnlyDefaultVariant
      category {{ name }}
      options {{ name optionValues {{ name }} }}
      media(first: 5, sortKey: POSITION) {{ nodes {{ ... on MediaImage {{ image {{ url }} }} }} }}
      variants(first: 10) {{ nodes {{ {_VARIANT} }} {PAGE} }}
    }}
  }}
}}
"""

MORE_VARIANTS = f"""
query MoreVariants($id: ID!, $first: Int!, $after: String) {{
  node(id: $id) {{
    ... on Product {{ variants(first: $first, after: $after) {{ nodes {{ {_VARIANT} }} {PAGE} }} }}
  }}
}}
"""

PRODUCT_OF_HANDLE = """
query ProductOfHandle($handle: String!) {
  productByIdentifier(identifier: { handle: $handle }) { id }
}
"""

PRODUCT_OF_SKU = """
query ProductOfSku($query: String!) {
  productVariants(first: 10, query: $query) { nodes { sku product { id } } }
}
"""

PUBLISHED = """
query Published($id: ID!) {
  node(id: $id) {
    ... on Product { id handle metafields(first: 50, namespace: "medsuite") { nodes { key value } } }
  }
}
"""

SET_PRODUCT = """
mutation SetProduct($identifier: ProductSetIdentifiers!, $input: ProductSetInput!) {
  productSet(identifier: $identifier, input: $input, synchronous: true) {
    product { id }
    userErrors { code field message }
  }
}
"""

ADD_VARIANTS = """
mutation AddVariants($product: ID!, $variants: [ProductVariantsBulkInput!]!) {
  productVariantsBulkCreate(productId: $product, variants: $variants, strategy: PRESERVE_STANDALONE_VARIANT) {
    productVariants { id }
    userErrors { code field message }
  }
}
"""

ORDER_OPTIONS = """
mutation OrderOptions($product: ID!, $options: [OptionReorderInput!]!) {
  productOptionsReorder(productId: $product, options: $options) {
    userErrors { code field message }
  }
}
"""

FORGET = """
mutation Forget($metafields: [MetafieldIdentifierInput!]!) {
  metafieldsDelete(metafields: $metafields) {
    userErrors { field message }
  }
}
"""

PUBLICATIONS = """
query Publications {
  publications(first: 50) { nodes { id autoPublish } }
}
"""

PUBLISH = """
mutation Publish($product: ID!, $publications: [PublicationInput!]!) {
  publishablePublish(id: $product, input: $publications) {
    userErrors { field message }
  }
}
"""
