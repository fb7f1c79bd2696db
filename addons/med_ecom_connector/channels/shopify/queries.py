"""Every document that we send, for the Admin API in ``const.API_VERSION``.

``tests/unit/test_shopify_documents.py`` validates each against Shopify's own schema. Two habits keep the
calculated cost under the 1,000 points that one query may cost: money only in the customer's
currency, and what few orders have (refunds, returns) by id in a query of its own.
"""

_PAGE = "pageInfo { hasNextPage startCursor endCursor }"
_MONEY = "{ presentmentMoney { amount } }"
_BOTH = "{ presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }"
_TAXES = f"{{ title ratePercentage priceSet {_MONEY} }}"
_ADDRESS = "{ firstName lastName company address1 address2 city zip province countryCodeV2 phone }"

_LINE = f"""
  id name sku quantity currentQuantity unfulfilledQuantity requiresShipping
  variant {{ id }}
  originalUnitPriceSet {_MONEY}
  originalTotalSet {_MONEY}
  discountAllocations {{ allocatedAmountSet {_MONEY} }}
  taxLines {_TAXES}
  duties {{ id price {_MONEY} taxLines {_TAXES} }}
"""

_REFUND_LINE = f"""
  quantity restocked restockType
  lineItem {{ id }}
  subtotalSet {_MONEY}
  totalTaxSet {_MONEY}
"""

_RETURN_LINE = """
  id quantity processedQuantity customerNote returnReasonNote
  returnReasonDefinition { handle }
  ... on ReturnLineItem { fulfillmentLineItem { lineItem { id } } }
"""

SHOP = """
query Shop {
  shop { name currencyCode enabledPresentmentCurrencies }
  currentAppInstallation { accessScopes { handle } }
}
"""

LOCATIONS = f"""
query Locations($first: Int!, $after: String) {{
  locations(first: $first, after: $after) {{ edges {{ cursor node {{ id name }} }} {_PAGE} }}
}}
"""

ORDERS = f"""
query Orders($first: Int!, $after: String, $query: String) {{
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {{
    edges {{ cursor node {{ id updatedAt }} }}
    {_PAGE}
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
      totalTaxSet {_MONEY}
      totalRefundedSet {_MONEY}
      lineItems(first: $lines) {{ nodes {{ {_LINE} }} {_PAGE} }}
      shippingLines(first: 5) {{
        nodes {{ id title originalPriceSet {_MONEY} discountedPriceSet {_MONEY} taxLines {_TAXES} }}
      }}
      additionalFees {{ id name price {_MONEY} taxLines {_TAXES} }}
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
      refundLineItems(first: 40) {{ nodes {{ {_REFUND_LINE} }} {_PAGE} }}
      refundShippingLines(first: 5) {{
        nodes {{ id subtotalAmountSet {_MONEY} taxAmountSet {_MONEY} }}
      }}
    }}
    ... on Return {{
      id name status createdAt
      decline {{ note reason }}
      returnLineItems(first: 40) {{ nodes {{ {_RETURN_LINE} }} {_PAGE} }}
      exchangeLineItems(first: 10) {{ nodes {{ id quantity lineItems {{ id }} }} }}
    }}
  }}
}}
"""

MORE_LINES = f"""
query MoreLines($id: ID!, $first: Int!, $after: String) {{
  node(id: $id) {{
    ... on Order {{ lineItems(first: $first, after: $after) {{ nodes {{ {_LINE} }} {_PAGE} }} }}
  }}
}}
"""

MORE_REFUND_LINES = f"""
query MoreRefundLines($id: ID!, $first: Int!, $after: String) {{
  node(id: $id) {{
    ... on Refund {{ refundLineItems(first: $first, after: $after) {{ nodes {{ {_REFUND_LINE} }} {_PAGE} }} }}
  }}
}}
"""

MORE_RETURN_LINES = f"""
query MoreReturnLines($id: ID!, $first: Int!, $after: String) {{
  node(id: $id) {{
    ... on Return {{ returnLineItems(first: $first, after: $after) {{ nodes {{ {_RETURN_LINE} }} {_PAGE} }} }}
  }}
}}
"""

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
    {_PAGE}
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
    {_PAGE}
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

SET_PRICES = """
mutation SetPrices($product: ID!, $variants: [ProductVariantsBulkInput!]!) {
  productVariantsBulkUpdate(productId: $product, variants: $variants, allowPartialUpdates: true) {
    productVariants { id price }
    userErrors { code field message }
  }
}
"""

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
      lineItems(first: $first, after: $after) {{ nodes {{ id remainingQuantity lineItem {{ id }} }} {_PAGE} }}
    }}
  }}
}}
"""

FULFILLED_LINES = f"""
query FulfilledLines($id: ID!, $first: Int!, $after: String) {{
  node(id: $id) {{
    ... on Fulfillment {{
      fulfillmentLineItems(first: $first, after: $after) {{ nodes {{ quantity lineItem {{ id }} }} {_PAGE} }}
    }}
  }}
}}
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

ORDER_STATE = """
query OrderState($id: ID!) {
  node(id: $id) { ... on Order { id cancelledAt } }
}
"""

CANCEL = """
mutation Cancel($order: ID!, $reason: OrderCancelReason!, $note: String) {
  orderCancel(
    orderId: $order, reason: $reason, restock: true, notifyCustomer: false, staffNote: $note
    refundMethod: { originalPaymentMethodsRefund: false }
  ) {
    job { id done }
    orderCancelUserErrors { code field message }
  }
}
"""

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
      returnLineItems(first: 40) {{ nodes {{ {_RETURN_LINE} }} {_PAGE} }}
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

#: all of them, by the name of the operation
DOCUMENTS = {
    name: text for name, text in list(globals().items()) if name.isupper() and not name.startswith("_")
}
