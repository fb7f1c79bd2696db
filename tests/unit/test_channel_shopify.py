"""What only Shopify does: a cost budget, user errors, stock that compares first, fulfilment orders."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from channel_kit import connect, ids, line_ids, open_shop, read_order, shipment
from fakes.shopify import LOCATION

from channels import errors
from channels.aftersales import CancelOut, RefundLine, RefundOut, ReturnLine, ReturnOut
from channels.neutral import PriceUpdate, StockLevel, VariantRef
from channels.shipments import Parcel, ShippedLot
from channels.shopify.budget import PATIENCE
from channels.shopify.shipping import metafield_key


@pytest.fixture
def shop():
    with open_shop("shopify") as fake:
        fake.add_product("A", "Alpha", "10", stock=10)
        fake.add_product("B", "Beta", "10", stock=10)
        yield fake


@pytest.fixture
def order(shop):
    return shop.place_order([("A", 3), ("B", 1)], paid=True)


# --- transport ---


def test_waits_by_itself_for_a_short_while(shop, channel):
    shop.points, shop.restore_rate, naps = 0.0, 100.0, []
    # no matter how long it takes until the first query comes
    shop._fill = lambda: None

    def sleep(seconds):
        naps.append(seconds)
        shop.points = shop.maximum

    channel.client.budget._sleep = sleep
    assert channel.test_connection().name == "Fake Shopify"
    assert 0 < sum(naps) < PATIENCE


def test_a_long_wait_is_left_to_the_engine(shop, channel):
    shop.points, shop.restore_rate = 0.0, 0.1
    with pytest.raises(errors.ThrottledError) as caught:
        channel.test_connection()
    assert caught.value.retry_after >= PATIENCE


def test_knows_beforehand_what_it_can_afford(shop, channel):
    shop.restore_rate = 0.001
    list(channel.iter_variants())
    shop.points = shop.maximum = 0.0
    channel.client.budget._state = (0.0, 1.0, channel.client.budget._clock())
    asked = len(shop.requests)
    with pytest.raises(errors.ThrottledError) as caught:
        list(channel.iter_variants())
    assert len(shop.requests) == asked
    assert caught.value.retry_after > 100


def test_too_costly_queries_are_split_and_that_is_remembered(shop, channel):
    for _ in range(3):
        shop.place_order([("A", 1)])
    assert len(channel.fetch_orders([ids(one) for one in shop.orders.values()])) == 3
    first = len(shop.asked("OrderDetails"))
    channel.fetch_orders([ids(one) for one in shop.orders.values()])
    assert len(shop.asked("OrderDetails")) - first == 3 < first


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("ACCESS_DENIED", errors.AuthError),
        ("INTERNAL_SERVER_ERROR", errors.ServerError),
        ("UNKNOWN", errors.RejectedError),
    ],
)
def test_errors_inside_a_good_answer(shop, channel, code, error):
    shop.post_graphql = lambda request: shop._reply(
        {"data": None, "errors": [{"message": "no", "extensions": {"code": code}}]}, 1
    )
    with pytest.raises(error):
        channel.test_connection()


def test_wrong_address_is_not_a_deleted_order(shop):
    with pytest.raises(errors.ProtocolError):
        connect(shop, base_url=f"{shop.url}/elsewhere").fetch_orders(["5000000101"])


@pytest.mark.parametrize("status", [402, 423])
def test_frozen_shop_heals(shop, channel, status):
    shop.fail_next("status", status=status)
    with pytest.raises(errors.ServerError):
        channel.test_connection()


def test_requests_that_look_like_an_attack_wait_long(shop, channel):
    shop.fail_next("status", status=430)
    with pytest.raises(errors.ThrottledError) as caught:
        channel.test_connection()
    assert caught.value.retry_after >= 60


def test_token_is_in_no_text(shop):
    shop.fail_next("html")
    channel = connect(shop)
    with pytest.raises(errors.ProtocolError) as caught:
        channel.test_connection()
    assert shop.API_KEY not in f"{caught.value!r} {caught.value.detail} {channel.client!r}"
    assert shop.requests[0].headers["x-shopify-access-token"] == shop.API_KEY


def test_warnings(shop, channel):
    shop.scopes.remove("write_returns")
    assert channel.test_connection().warnings == ("scopes_missing",)
    shop.scopes.append("write_returns")
    assert connect(shop, options={}).test_connection().warnings == ("stock_location_not_chosen",)
    info = channel.test_connection()
    assert (info.version, info.choices["stock_location"]) == ("2026-10", [("77001", "Main")])


def test_another_version_is_noticed(shop, channel, monkeypatch):
    reply = shop._reply

    def newer(*args):
        answer = reply(*args)
        answer.headers["X-Shopify-API-Version"] = "2027-10"
        return answer

    monkeypatch.setattr(shop, "_reply", newer)
    assert channel.test_connection().warnings == ("api_version_gone",)


# --- stock and prices ---


def level(shop, sku, quantity):
    return StockLevel(VariantRef(**shop.ref(sku)), Decimal(quantity))


def test_a_sale_in_between_is_not_overwritten(shop, channel):
    set_quantities = shop.set_quantities

    def sells_first(info, input):
        shop.set_quantities = set_quantities
        shop.place_order([("A", 2)])
        return set_quantities(info, input)

    shop.set_quantities = sells_first
    with pytest.raises(errors.MovedError):
        channel.push_stock([level(shop, "A", 20), level(shop, "B", 5)])
    assert (shop.stock("A"), shop.stock("B")) == (8, 5)


def test_a_stale_figure_that_the_shop_names_no_row_for(shop, channel):
    error = {"field": ["input"], "message": "stale", "code": "CHANGE_FROM_QUANTITY_STALE"}
    shop.set_quantities = lambda _info, input: {"userErrors": [error]}
    with pytest.raises(errors.MovedError):
        channel.push_stock([level(shop, "A", 20)])


def test_unchanged_figures_are_not_written(shop, channel):
    assert channel.push_stock([level(shop, "A", 10)])[0].ok
    assert not shop.asked("SetStock")


def test_article_not_kept_here_yet_and_one_without_stock(shop, channel):
    shop.add_product("NEW", "New", 1, located=False)
    shop.add_product("SERVICE", "Service", 1, managed=False)
    results = channel.push_stock([level(shop, "NEW", 4), level(shop, "SERVICE", 4)])
    assert [result.ok for result in results] == [True, False]
    assert shop.stock("NEW") == 4
    assert channel.fetch_stock([VariantRef(**shop.ref("NEW"))]) == {shop.ref("NEW")["external_id"]: 4}


def test_stock_without_a_location_waits_for_a_person(shop):
    with pytest.raises(errors.PermanentError):
        connect(shop, options={}).push_stock([level(shop, "A", 1)])


def test_prices_in_another_currency_or_below_zero(shop, channel):
    rows = [
        PriceUpdate(VariantRef(**shop.ref("A")), Decimal(5), "USD"),
        PriceUpdate(VariantRef(**shop.ref("B")), Decimal(-5), "EUR"),
    ]
    results = channel.push_prices(rows)
    assert [result.ok for result in results] == [False, False]
    assert "EUR" in results[0].error


# --- shipments ---


def test_parcels_with_their_own_numbers(shop, channel, order):
    told = shipment(order)
    parcels = (Parcel("1", "NR-1", "https://dhl.example/1"), Parcel("2", "NR-2"))
    channel.push_shipment(type(told)(**{**vars(told), "parcels": parcels}))
    tracking = order["fulfillment_rows"][0]["tracking"]
    assert (tracking["company"], tracking["numbers"]) == ("DHL", ["NR-1", "NR-2"])
    record = json.loads(order["metafields_by_key"][metafield_key("WH/OUT/00001")])
    assert [parcel["tracking_number"] for parcel in record["parcels"]] == ["NR-1", "NR-2"]


def test_each_link_stands_at_the_place_of_its_number(shop, channel, order):
    told = shipment(order)
    parcels = (Parcel("1", "NR-1"), Parcel("2", "NR-2", "https://dhl.example/2"), Parcel("3", "NR-3"))
    channel.push_shipment(type(told)(**{**vars(told), "parcels": parcels}))
    tracking = order["fulfillment_rows"][0]["tracking"]
    assert tracking["numbers"] == ["NR-2", "NR-1", "NR-3"]
    assert tracking["urls"] == ["https://dhl.example/2"]


def test_parcels_that_share_a_link_have_it_each(shop, channel, order):
    told = shipment(order)
    parcels = (Parcel("1", "NR-1", "https://dhl.example/"), Parcel("2", "NR-2", "https://dhl.example/"))
    channel.push_shipment(type(told)(**{**vars(told), "parcels": parcels}))
    assert order["fulfillment_rows"][0]["tracking"]["urls"] == ["https://dhl.example/"] * 2


def test_more_serial_numbers_than_a_metafield_takes(shop, channel):
    order = shop.place_order([("A", 1500), ("B", 1)], paid=True)
    told = shipment(order, quantities=(1500, 0))
    serials = tuple(
        ShippedLot(
            Decimal(1), serial=f"SN-{n:06}", expiry="2029-12-31", udi=f"(01)04012345678901(21)SN-{n:06}"
        )
        for n in range(1500)
    )
    lines = (replace(told.lines[0], lots=serials),)
    channel.push_shipment(replace(told, lines=lines))
    key = metafield_key("WH/OUT/00001")
    fields = {name: json.loads(value) for name, value in order["metafields_by_key"].items()}
    assert list(fields) == [key, f"{key}_2", f"{key}_3"]
    assert max(map(len, fields)) <= 64
    written = [row["serial"] for field in fields.values() for row in field["lots"]]
    assert written == [lot.serial for lot in serials]
    assert channel.push_shipment(replace(told, lines=lines)).already_there


def test_more_than_is_left_and_held_back(shop, channel, order):
    channel.push_shipment(shipment(order, quantities=(2, 1)))
    with pytest.raises(errors.RejectedError, match="nothing left"):
        channel.push_shipment(shipment(order, "WH/OUT/00002", (2, 0)))
    order["fulfillment_orders"][0]["status"] = "ON_HOLD"
    with pytest.raises(errors.RejectedError, match="holds back"):
        channel.push_shipment(shipment(order, "WH/OUT/00003", (1, 0)))


def test_lines_assigned_to_two_places_become_two_fulfilments(shop, channel, order):
    first = order["fulfillment_orders"][0]
    other = {**first, "id": "gid://shopify/FulfillmentOrder/99", "line_rows": first["line_rows"][1:]}
    other["assignedLocation"] = {"location": {"id": LOCATION + "9"}}
    first["line_rows"] = first["line_rows"][:1]
    order["fulfillment_orders"].insert(0, other)
    channel.push_shipment(shipment(order))
    assert len(order["fulfillment_rows"]) == 2
    assert channel.push_shipment(shipment(order)).already_there


def test_two_equal_shipments_are_two(shop, channel, order):
    for reference in ("WH/OUT/00001", "WH/OUT/00002"):
        channel.push_shipment(shipment(order, reference, (1, 0)))
    assert len(order["fulfillment_rows"]) == 2


def test_metafield_keys_differ_and_fit():
    keys = {metafield_key(reference) for reference in ("WH/OUT/1", "WH-OUT-1", "x" * 200, "x" * 201)}
    assert len(keys) == 4
    assert max(map(len, keys)) <= 64


# --- afterwards ---


def test_cancellation_is_told_once_with_its_reason(shop, channel, order):
    for _again in range(2):
        channel.cancel_order(CancelOut(ids(order), "SO/1", "inventory"))
    assert len(shop.asked(" Cancel$")) == 1
    assert (order["cancelReason"], order["staff_note"]) == ("INVENTORY", "inventory [odoo:SO/1]")
    assert read_order(channel, order).cancel_reason == "inventory"


def test_long_reason_fits_into_the_note_for_the_shops_people(shop, channel, order):
    channel.cancel_order(CancelOut(ids(order), "SO/1", "no stock " * 60))
    assert len(order["staff_note"]) <= 255
    assert order["staff_note"].endswith("[odoo:SO/1]")


def test_cancellation_that_the_shop_does_not_carry_out(shop, channel, order):
    shop.cancel_error = "Cannot restock to a deactivated location"
    with pytest.raises(errors.RejectedError, match="deactivated location"):
        channel.cancel_order(CancelOut(ids(order), "SO/1", "inventory"))


def test_cancellation_that_takes_long_is_looked_at_again(shop, channel, order):
    shop.cancel_is_slow, naps = True, []
    channel.client.sleep = naps.append
    with pytest.raises(errors.ServerError):
        channel.cancel_order(CancelOut(ids(order), "SO/1", "inventory"))
    assert 5 <= sum(naps) <= 20
    shop.cancel(order)
    channel.cancel_order(CancelOut(ids(order), "SO/1", "inventory"))
    assert len(shop.asked(" Cancel$")) == 1


def test_money_that_the_carrier_handed_over_stands_there_once(shop, channel):
    order = shop.place_order([("A", 1)], on_delivery=True, gateway="Cash on Delivery (COD)")
    assert [payment.status for payment in read_order(channel, order).payments] == ["authorized"]
    shop.mark_as_paid(order)
    (payment,) = read_order(channel, order).payments
    assert (payment.status, payment.amount) == ("captured", read_order(channel, order).total)


def test_refund_over_several_payments(shop, channel):
    order = shop.place_order([("A", 3)])
    shop.capture(order, "10.00")
    shop.capture(order, "35.00")
    lines = (RefundLine(line_ids(order)[0], Decimal(1), Decimal(12), restock=True),)
    out = RefundOut(ids(order), "RF/1", Decimal("30.00"), "EUR", "late", lines)
    assert channel.push_refund(out) == channel.push_refund(out)
    (request,) = shop.asked(" Refund$")
    body = request.json["variables"]["input"]
    assert [Decimal(row["amount"]) for row in body["transactions"]] == [10, 20]
    assert body["refundLineItems"][0]["restockType"] == "RETURN"


def test_refund_of_too_much_or_in_another_currency(shop, channel, order):
    with pytest.raises(errors.RejectedError):
        channel.push_refund(RefundOut(ids(order), "RF/1", Decimal(1000), "EUR"))
    with pytest.raises(errors.RejectedError):
        channel.push_refund(RefundOut(ids(order), "RF/1", Decimal(1), "USD"))


def answer(order, request, accepted=True, quantity=2):
    lines = (ReturnLine(line_ids(order)[0], Decimal(quantity), received=Decimal(quantity)),)
    return ReturnOut(ids(order), request["id"].rsplit("/", 1)[-1], "RET/1", accepted, "worn", lines)


def test_return_is_approved_taken_in_and_closed(shop, channel, order):
    request = shop.request_return(order, [(0, 2)])
    for _again in range(2):
        channel.answer_return(answer(order, request))
    (seen,) = read_order(channel, order).returns
    assert (seen.status, seen.lines[0].received) == ("received", 2)


def test_return_of_which_a_part_came_stays_open(shop, channel, order):
    request = shop.request_return(order, [(0, 2)])
    channel.answer_return(answer(order, request, quantity=1))
    assert (request["status"], request["line_rows"][0]["processedQuantity"]) == ("OPEN", 1)
    channel.answer_return(answer(order, request, quantity=2))
    assert (request["status"], request["line_rows"][0]["processedQuantity"]) == ("CLOSED", 2)


def test_goods_that_go_out_in_exchange_come_onto_the_order_with_the_return(shop, channel, order):
    request = shop.exchange(order, [(0, 2)], [("B", 2)], processed=False)
    (seen,) = read_order(channel, order).returns
    assert (seen.in_exchange, seen.exchange_pending) == (True, True)
    for _again in range(2):
        channel.answer_return(answer(order, request))
    parsed = read_order(channel, order)
    (seen,) = parsed.returns
    assert (seen.status, seen.in_exchange, seen.exchange_pending) == ("received", True, False)
    # what came back was ordered all the same: only an edit takes it off
    assert [(line.sku, line.quantity) for line in parsed.lines] == [("A", 3), ("B", 1), ("B", 2)]


def test_exchange_that_the_shops_people_processed_is_not_sent_twice(shop, channel, order):
    request = shop.exchange(order, [(0, 2)], [("B", 2)])
    channel.answer_return(answer(order, request))
    assert len(read_order(channel, order).lines) == 3


def test_money_for_goods_whose_return_was_processed(shop, channel, order):
    channel.answer_return(answer(order, shop.request_return(order, [(0, 2)])))
    first, second = line_ids(order)
    lines = (RefundLine(first, Decimal(2), Decimal(24)), RefundLine(second, Decimal(1), Decimal(12)))
    channel.push_refund(RefundOut(ids(order), "RF/1", Decimal(36), "EUR", "worn", lines))
    (refund,) = read_order(channel, order).refunds
    assert (refund.amount, [(line.line_id, line.quantity) for line in refund.lines]) == (
        36,
        [
            (first, 1),
            (second, 1),
        ],
    )


@pytest.mark.parametrize(("before", "after"), [("REQUESTED", "DECLINED"), ("OPEN", "CANCELED")])
def test_return_declined(shop, channel, order, before, after):
    request = shop.request_return(order, [(0, 2)])
    request["status"] = before
    for _again in range(2):
        channel.answer_return(answer(order, request, accepted=False))
    assert request["status"] == after


def test_lists_longer_than_a_page(shop, channel):
    order = shop.place_order([("A", 1)] * 60, paid=True)
    shop.refund(order, "600", [(index, 1) for index in range(60)])
    shop.request_return(order, [(index, 1) for index in range(60)])
    parsed = read_order(channel, order)
    assert (len(parsed.lines), len(parsed.refunds[0].lines), len(parsed.returns[0].lines)) == (60, 60, 60)
