"""Parts that several documents share."""

PAGE = "pageInfo { hasNextPage startCursor endCursor }"

MONEY = "{ presentmentMoney { amount } }"

RETURN_LINE = """
  id quantity processedQuantity refundedQuantity customerNote returnReasonNote
  returnReasonDefinition { handle }
  ... on ReturnLineItem { fulfillmentLineItem { lineItem { id } } }
"""
