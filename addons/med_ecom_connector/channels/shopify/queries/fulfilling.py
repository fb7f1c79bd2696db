"""Shipments."""

from .parts import PAGE

SHIPPABLE = """
query Shippable($id: ID!, $key: String!) {
  node(id: $id) {
    ... on Order {
      id
      metafield(namespace: "medsuite", key: $key) { value }
      metafields(first: 50, namespace: "medsuite") { nodes { key value } }
      fulfillments(first: 50) { id status }
      fulfillmentOrders(first: 25) {
        nodes { id status assignedLocation { location { id } } }
      }
    }
  }
}
"""

FULFILLMENT_ORDER_LINES = f"""
query FulfillmentOrderLines($id: ID!, $first: Int!, $after: String) {{
  node(id: $id) {{
    ... on FulfillmentOrder {{
      lineItems(first: $first, after: $after) {{ nodes {{ id remainingQuantity lineItem {{ id }} }} {PAGE} }}
    }}
  }}
}}
"""

FULFILLED_LINES = f"""
query FulfilledLines($id: ID!, $first: Int!, $after: String) {{
  node(id: $id) {{
    ... on Fulfillment {{
      fulfillmentLineItems(first: $first, after: $after) {{ nodes {{ quantity lineItem {{ id }} }} {PAGE} }}
    }}
  }}
}}
"""

DELIVERED = """
query Delivered($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Fulfillment { id status deliveredAt events(first: 50, reverse: true) { nodes { status } } }
  }
}
"""

CONFIRM_DELIVERY = """
mutation ConfirmDelivery($event: FulfillmentEventInput!) {
  fulfillmentEventCreate(fulfillmentEvent: $event) {
    userErrors { field message }
  }
}
"""

REMEMBER = """
mutation Remember($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) {
    userErrors { field message }
  }
}
"""

FULFILL = """
mutation Fulfill($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment { id }
    userErrors { field message }
  }
}
"""
