"""Orders, with what became of them."""

from .parts import MONEY, PAGE, RETURN_LINE

_BOTH = "{ presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }"

_TAXES = f"{{ title ratePercentage priceSet {MONEY} }}"

_ADDRESS = "{ firstName lastName company address1 address2 city zip province countryCodeV2 phone }"

_LINE = f"""
  id name sku quantity currentQuantity unfulfilledQuantity requiresShipping
  variant {{ id }}
  originalUnitPriceSet {MONEY}
  originalTotalSet {MONEY}
  discountAllocations {{ allocatedAmountSet {MONEY} }}
  taxLines {_TAXES}
  duties {{ id price {MONEY} taxLines {_TAXES} }}
"""

_REFUND_LINE = f"""
  quantity restocked restockType
  lineItem {{ id }}
  subtotalSet {MONEY}
  totalTaxSet {MONEY}
"""

ORDERS = f"""
query Orders($first: Int!, $after: String, $query: String) {{
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {{
    edges {{ cursor node {{ id updatedAt }} }}
    {PAGE}
  }}
}}
"""

ORDER_DETAILS = f"""
query OrderDetails($ids: [ID!]!, $lines: Int!) {{
  nodes(ids: $ids) {{
    ... on Order {{
      id name createdAt updatedAt cancelledAt cancelReason closed edited
      displayFinancialStatus displayFulfillmentStatus
      currencyCode presentmentCurrencyCode taxesIncluded
      email phone note poNumber discountCodes paymentGatewayNames
      customAttributes {{ key value }}
      localizedFields(first: 5) {{ nodes {{ key value }} }}
      customer {{
        id firstName lastName
        defaultEmailAddress {{ emailAddress }}
        defaultPhoneNumber {{ phoneNumber }}
      }}
      purchasingEntity {{
        ... on PurchasingCompany {{
          company {{ name }}
          location {{ taxSettings {{ taxRegistrationId }} }}
        }}
      }}
      billingAddress {_ADDRESS}
      shippingAddress {_ADDRESS}
      totalPriceSet {_BOTH}
      totalTaxSet {MONEY}
      totalRefundedSet {MONEY}
      lineItems(first: $lines) {{ nodes {{ {_LINE} }} {PAGE} }}
      shippingLines(first: 5) {{
        nodes {{ id title originalPriceSet {MONEY} discountedPriceSet {MONEY} taxLines {_TAXES} }}
      }}
      additionalFees {{ id name price {MONEY} taxLines {_TAXES} }}
      transactions(first: 50) {{
        id kind status gateway createdAt processedAt paymentId authorizationExpiresAt
        amountSet {{ presentmentMoney {{ amount currencyCode }} }}
        parentTransaction {{ id }}
      }}
      refunds(first: 50) {{ id }}
      returns(first: 25) {{ nodes {{ id }} }}
    }}
  }}
}}
"""

AFTERSALES = f"""
query Aftersales($ids: [ID!]!) {{
  nodes(ids: $ids) {{
    ... on Refund {{
      id processedAt note
      totalRefundedSet {{ presentmentMoney {{ amount currencyCode }} }}
      refundLineItems(first: 40) {{ nodes {{ {_REFUND_LINE} }} {PAGE} }}
      refundShippingLines(first: 5) {{
        nodes {{ id subtotalAmountSet {MONEY} taxAmountSet {MONEY} }}
      }}
    }}
    ... on Return {{
      id name status createdAt
      decline {{ note reason }}
      returnLineItems(first: 40) {{ nodes {{ {RETURN_LINE} }} {PAGE} }}
      exchangeLineItems(first: 10) {{ nodes {{ id unprocessedQuantity }} }}
    }}
  }}
}}
"""

MORE_LINES = f"""
query MoreLines($id: ID!, $first: Int!, $after: String) {{
  node(id: $id) {{
    ... on Order {{ lineItems(first: $first, after: $after) {{ nodes {{ {_LINE} }} {PAGE} }} }}
  }}
}}
"""

MORE_REFUND_LINES = f"""
query MoreRefundLines($id: ID!, $first: Int!, $after: String) {{
  node(id: $id) {{
    ... on Refund {{ refundLineItems(first: $first, after: $after) {{ nodes {{ {_REFUND_LINE} }} {PAGE} }} }}
  }}
}}
"""

MORE_RETURN_LINES = f"""
query MoreReturnLines($id: ID!, $first: Int!, $after: String) {{
  node(id: $id) {{
    ... on Return {{ returnLineItems(first: $first, after: $after) {{ nodes {{ {RETURN_LINE} }} {PAGE} }} }}
  }}
}}
"""

ORDER_STATE = """
query OrderState($id: ID!) {
  node(id: $id) { ... on Order { id cancelledAt } }
}
"""

CANCEL_STATE = """
query CancelState($job: ID!, $order: ID!) {
  job: node(id: $job) { ... on OrderCancelJobResult { id done errors { message } } }
  order: node(id: $order) { ... on Order { id cancelledAt } }
}
"""

CANCEL = """
mutation Cancel($order: ID!, $reason: OrderCancelReason!, $note: String) {
  orderCancel(
    orderId: $order, reason: $reason, restock: true, notifyCustomer: false, staffNote: $note
    refundMethod: { originalPaymentMethodsRefund: false }
  ) {
    jobResult { id }
    orderCancelUserErrors { code field message }
  }
}
"""
