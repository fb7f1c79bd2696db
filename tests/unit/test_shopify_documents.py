"""Every document that we send to Shopify, against Shopify's own schema."""

import graphql
import pytest
from fakes import shopify_schema
from graphql.validation import NoDeprecatedCustomRule

from channels.shopify import const, queries

#: as Shopify documents them for 2026-10: without a key they are refused
NEED_A_KEY = {"inventorySetQuantities", "inventoryActivate", "refundCreate"}
#: the sizes that we ask for in one go
SIZES = {"lines": 25, "first": 50, "ids": ["gid://shopify/Order/1"]}


@pytest.mark.parametrize("name", sorted(queries.DOCUMENTS))
def test_valid_and_not_deprecated(name):
    document = graphql.parse(queries.DOCUMENTS[name])
    assert graphql.validate(shopify_schema.schema(), document) == []
    assert graphql.validate(shopify_schema.schema(), document, [NoDeprecatedCustomRule]) == []


@pytest.mark.parametrize("name", sorted(queries.DOCUMENTS))
def test_affordable_one_record_at_a_time(name):
    assert shopify_schema.cost(queries.DOCUMENTS[name], SIZES) <= shopify_schema.MAX_COST


def test_full_batches_are_affordable():
    many = {"ids": ["gid://shopify/InventoryItem/1"] * const.MAX_NODES, "first": 100}
    for name in ("STOCK", "PRICED_VARIANTS", "VARIANTS", "VARIANTS_AT"):
        assert shopify_schema.cost(queries.DOCUMENTS[name], many) <= shopify_schema.MAX_COST


def test_a_misspelt_field_is_found():
    text = queries.shop.SHOP.replace("currencyCode", "currency")
    assert graphql.validate(shopify_schema.schema(), graphql.parse(text))


def test_mutations_that_need_a_key_have_one():
    for name, text in queries.DOCUMENTS.items():
        fields = graphql.parse(text).definitions[0].selection_set.selections
        for field in fields:
            keyed = any(d.name.value == "idempotent" for d in field.directives or ())
            assert keyed == (field.name.value in NEED_A_KEY), name


def test_operation_names_are_unique():
    names = [graphql.parse(text).definitions[0].name.value for text in queries.DOCUMENTS.values()]
    assert len(names) == len(set(names))
