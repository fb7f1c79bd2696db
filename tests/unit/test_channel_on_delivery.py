import pytest

from channels.on_delivery import is_paid_on_delivery


@pytest.mark.parametrize(
    "method",
    ["cod", "COD", "Cash on delivery", "cash_on_delivery", "pp_cod_default", "货到付款", "Nachnahme"],
)
def test_collected_by_the_carrier(method):
    assert is_paid_on_delivery(method)


@pytest.mark.parametrize("method", ["", None, "pp_system_default", "codex", "stripe", "Encoded"])
def test_paid_otherwise(method):
    assert not is_paid_on_delivery(method)
