"""How files of refunds and returns name the lines of an order: by the article."""


def line_ids(lines):
    """:return: dict of SKU to the id of the first line that sells it"""
    return {line.sku: line.external_id for line in reversed(lines) if line.sku}
