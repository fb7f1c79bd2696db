"""Headings of groups of exchanges."""

import pytest

from engine.heading import heading


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The order has no lines.", "The order has no lines"),
        ("The product “%(sku)s” is archived.", "The product “…” is archived"),
        ("The shop can't be reached: %(message)s", "The shop can't be reached"),
        ("Goods are missing (there / ordered): %(details)s.", "Goods are missing (there / ordered)"),
        ("Something happened (%(error)s).", "Something happened"),
        ("No tax of %(rate)s %% (%(mode)s) for “%(name)s”.", "No tax of … % for “…”"),
        ("The total is %(shop)s %(currency)s.", "The total is …"),
        ("店铺无法访问：%(message)s", "店铺无法访问"),
        ("产品“%(sku)s”（%(name)s）已归档。", "产品“…”已归档"),
    ],
)
def test_heading(sentence, expected):
    assert heading(sentence) == expected
