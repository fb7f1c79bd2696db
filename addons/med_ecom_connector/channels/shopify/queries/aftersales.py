"""Refunds and returns that we make."""

from .parts import PAGE, RETURN_LINE

REFUNDABLE = """
query Refundable($id: ID!) {
  node(id: $id) {
    ... on Order {
      id presentmentCurrencyCode
      refunds(first: 50) { id note }
      transactions(first: 50) {
        id kind status gateway
        amountSet { presentmentMoney { amount } }
        parentTransaction { id }
      }
    }
  }
}
"""

REFUNDABLE_LINES = """
query RefundableLines($ids: [ID!]!) {
  nodes(ids: $ids) { ... on LineItem { id refundableQuantity } }
}
"""

REFUND = """
mutation Refund($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) {
    refund { id }
    userErrors { field message }
  }
}
"""

RETURN = f"""
query Return($id: ID!) {{
  node(id: $id) {{
    ... on Return {{
      id status
      returnLineItems(first: 40) {{ nodes {{ {RETURN_LINE} }} {PAGE} }}
      exchangeLineItems(first: 250) {{ nodes {{ id processableQuantity }} }}
    }}
  }}
}}
"""

_RETURN_RESULT = "{ return { id status } userErrors { code field message } }"

APPROVE_RETURN = f"""
mutation ApproveReturn($input: ReturnApproveRequestInput!) {{
  returnApproveRequest(input: $input) {_RETURN_RESULT}
}}
"""

DECLINE_RETURN = f"""
mutation DeclineReturn($input: ReturnDeclineRequestInput!) {{
  returnDeclineRequest(input: $input) {_RETURN_RESULT}
}}
"""

PROCESS_RETURN = f"""
mutation ProcessReturn($input: ReturnProcessInput!) {{
  returnProcess(input: $input) {_RETURN_RESULT}
}}
"""

CLOSE_RETURN = f"""
mutation CloseReturn($id: ID!) {{
  returnClose(id: $id) {_RETURN_RESULT}
}}
"""

CANCEL_RETURN = f"""
mutation CancelReturn($id: ID!) {{
  returnCancel(id: $id, notifyCustomer: false) {_RETURN_RESULT}
}}
"""
