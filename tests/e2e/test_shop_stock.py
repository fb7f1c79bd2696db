"""What the shop offers is what may leave."""

import pytest

from demo_customers import BUYERS
from demo_round import wait_for
from shop_api import ShopError


def test_shop_offers_only_released_unexpired_goods(quiet, game):
    assert not game.stock_differences()
    assert game.sellable()["GLV-NIT-L"] == 360, (
        "120 + 240 released; 200 in quarantine and 400 in Shenzhen don't count"
    )


def test_hold_takes_goods_off_the_shop(quiet, game, rpc, shop, system):
    sku = "LAN-28G-100"
    before = shop.stock(sku)[2]
    (lot,) = rpc.search("stock.lot", [("name", "=", "LA25A")], ["product_qty"])
    quality = system.session("quality")
    quality.call("stock.lot", "write", [lot["id"]], {"release_status": "hold", "release_reason": "Complaint"})
    # without being woken, the scheduler would look within a minute
    wait_for("the shop offers less", lambda: shop.stock(sku)[2] == before - 120, seconds=45)
    quality.call(
        "stock.lot", "write", [lot["id"]], {"release_status": "released", "release_reason": "Unfounded"}
    )
    wait_for("the shop offers it again", lambda: shop.stock(sku)[2] == before, seconds=45)


def test_shop_refuses_what_is_not_there(quiet, game, shop):
    available = shop.stock("IOL-FOL-21")[2]
    with pytest.raises(ShopError):
        game.check_out(BUYERS[0], {"IOL-FOL-21": available + 1})


def test_figure_changed_by_hand_in_the_shop_is_put_right(quiet, game, rpc, shop, store_id):
    right = shop.stock("TON-WD-100")[2]
    shop.set_stock("TON-WD-100", 7)
    rpc.call("ecom.store", "action_push_stock_now", [store_id])
    wait_for("the figure is right again", lambda: shop.stock("TON-WD-100")[2] == right)
