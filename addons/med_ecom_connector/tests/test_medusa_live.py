"""What the Medusa channel does to orders of a real shop: done once, read back, and asked for again."""

from decimal import Decimal

from ..channels.aftersales import CancelOut, RefundOut, ReturnLine, ReturnOut
from ..channels.errors import RejectedError
from ..channels.neutral import StockLevel
from .live.case import MedusaLiveCase


class TestMedusaLiveOrders(MedusaLiveCase):
    def test_connection(self):
        info = self.channel.test_connection()
        self.assertEqual((info.name, info.warnings), ("MediDirect", ()))
        self.assertIn("USD", info.currencies)

    def test_cancelled_once_with_the_reason(self):
        order = self.place(paid=True)
        cancellation = CancelOut(order["id"], self.reference(), "No stock left")
        for _time in range(2):
            self.channel.cancel_order(cancellation)
        parsed = self.parsed(order)
        self.assertEqual((parsed.status, parsed.cancel_reason), ("cancelled", "No stock left"))
        self.assertEqual((parsed.total, parsed.refunded), (33, 33), "captured money went back by itself")
        self.assertEqual(len(parsed.refunds), 1)

    def test_cancelling_what_has_left_is_refused(self):
        order = self.shipped()
        with self.assertRaisesRegex(RejectedError, "fulfillments must be canceled"):
            self.channel.cancel_order(CancelOut(order["id"], self.reference(), "Too late"))
        self.assertEqual(self.parsed(order).status, "open")

    def test_shipment_told_twice_is_one(self):
        order = self.place(5)
        for quantity in (2, 3):
            shipment = self.shipment(order, quantity)
            first = self.channel.push_shipment(shipment)
            again = self.channel.push_shipment(shipment)
            self.assertFalse(first.already_there)
            self.assertEqual((again.external_id, again.already_there), (first.external_id, True))
        fulfillments = self.payload(order)["fulfillments"]
        self.assertEqual(len(fulfillments), 2)
        for row in fulfillments:
            self.assertTrue(row["shipped_at"])
            self.assertEqual([label["tracking_number"] for label in row["labels"]], ["00340434"])
            self.assertEqual(row["metadata"]["lots"][0]["lot"], "L1")
        (line,) = self.parsed(order).lines
        self.assertEqual((line.quantity, line.fulfilled), (5, 5))

    def test_shipment_that_broke_off_half_way_is_finished(self):
        order = self.place()
        shipment = self.shipment(order, 2)
        body = {
            "items": [{"id": order["items"][0]["id"], "quantity": 2}],
            "location_id": self.shop.place.location,
            "metadata": {"odoo_ref": shipment.reference},
        }
        self.shop.admin.post(f"/orders/{order['id']}/fulfillments", body)
        self.channel.push_shipment(shipment)
        (row,) = self.payload(order)["fulfillments"]
        self.assertTrue(row["shipped_at"])

    def test_shipment_of_a_cancelled_order_is_refused(self):
        order = self.place()
        self.shop.cancel(order)
        with self.assertRaisesRegex(RejectedError, "canceled"):
            self.channel.push_shipment(self.shipment(order, 2))

    def test_delivery_told_twice_is_one(self):
        order = self.place()
        shipment = self.shipment(order, 2)
        key = self.channel.push_shipment(shipment).external_id
        for _time in range(2):
            self.channel.confirm_delivery(shipment, key)
        (row,) = self.payload(order)["fulfillments"]
        self.assertTrue(row["delivered_at"])
        (item,) = self.payload(order)["items"]
        self.assertEqual(item["detail"]["delivered_quantity"], 2)

    def test_part_of_a_line_when_all_stock_is_reserved(self):
        self.shop.add_product("LIVE-SCARCE", "Scarce article", 10.0)
        self.channel.push_stock([StockLevel(self.ref("LIVE-SCARCE"), Decimal(3))])
        order = self.shop.place_order([("LIVE-SCARCE", 3)])
        for quantity in (1, 2):
            self.channel.push_shipment(self.shipment(order, quantity))
        self.assertEqual(self.channel.fetch_stock([self.ref("LIVE-SCARCE")]).popitem()[1], 0)
        self.assertEqual(self.parsed(order).lines[0].fulfilled, 3)


class TestMedusaLiveMoney(MedusaLiveCase):
    def refund(self, order, amount, reference=None):
        return RefundOut(order["id"], reference or self.reference(), Decimal(amount), "EUR", "goodwill")

    def test_refund_asked_for_twice_is_paid_once(self):
        order = self.shipped()
        refund = self.refund(order, "5.50")
        first, again = (self.channel.push_refund(refund) for _time in range(2))
        self.assertEqual(first, again)
        (row,) = self.parsed(order).refunds
        self.assertEqual(
            (row.external_id, row.amount, row.reference), (first, Decimal("5.5"), refund.reference)
        )
        self.assertEqual(row.reason, "goodwill")

    def test_refund_beyond_what_was_captured_is_refused(self):
        order = self.shipped()
        with self.assertRaises(RejectedError):
            self.channel.push_refund(self.refund(order, "33.01"))
        self.assertFalse(self.parsed(order).refunds)

    def test_refund_of_two_payments(self):
        order = self.place(1, paid=True)
        self.shop.edit_line(order, 0, 2)
        self.shop.capture(order)
        refund = self.refund(order, "30.00")
        for _time in range(2):
            self.channel.push_refund(refund)
        parsed = self.parsed(order)
        self.assertEqual(sorted(row.amount for row in parsed.payments), [12, 21])
        self.assertEqual(sum(row.amount for row in parsed.refunds), 30)
        self.assertEqual((parsed.total, parsed.refunded), (33, 30))

    def test_refund_of_a_part_that_was_captured(self):
        order = self.place()
        self.shop.capture(order, "10.00")
        with self.assertRaises(RejectedError):
            self.channel.push_refund(self.refund(order, "10.01"))
        self.channel.push_refund(self.refund(order, "10.00"))
        self.assertEqual(self.parsed(order).refunded, 10)


class TestMedusaLiveReturns(MedusaLiveCase):
    def setUp(self):
        super().setUp()
        self.order = self.shipped(3)
        self.request = self.shop.request_return(self.order, [(0, 2)], reason="damaged")
        self.stock = self.in_stock()

    def in_stock(self):
        return self.channel.fetch_stock([self.ref()]).popitem()[1]

    def answer(self, accepted, quantity=2):
        line = ReturnLine(self.order["items"][0]["id"], Decimal(quantity))
        return ReturnOut(self.order["id"], self.request["id"], "RET/1", accepted, "as seen", (line,))

    def theirs(self):
        (one,) = self.parsed(self.order).returns
        return one

    def test_request_is_read_with_its_reason(self):
        one = self.theirs()
        (line,) = one.lines
        self.assertEqual(
            (one.status, line.quantity, line.reason, line.received), ("requested", 2, "damaged", 0)
        )

    def test_accepted_twice_is_received_once_and_not_put_back_on_sale(self):
        for _time in range(2):
            self.channel.answer_return(self.answer(True))
        one = self.theirs()
        self.assertEqual((one.status, one.lines[0].received), ("received", 2))
        self.assertEqual(self.in_stock(), self.stock)
        self.assertEqual(self.parsed(self.order).total, 45, "what was ordered, whatever came back")

    def test_answer_that_broke_off_half_way_is_finished(self):
        path = f"/returns/{self.request['id']}"
        item = {"id": self.order["items"][0]["id"], "quantity": 1}
        self.shop.admin.post(f"{path}/receive", {})
        self.shop.admin.post(f"{path}/dismiss-items", {"items": [item]})
        self.channel.answer_return(self.answer(True))
        one = self.theirs()
        self.assertEqual((one.status, one.lines[0].received), ("received", 2))

    def test_less_came_back_than_was_wished(self):
        self.channel.answer_return(self.answer(True, quantity=1))
        one = self.theirs()
        self.assertEqual((one.lines[0].quantity, one.lines[0].received), (2, 1))
        self.assertEqual(self.parsed(self.order).total, 45)

    def test_declined_twice_is_cancelled_once(self):
        for _time in range(2):
            self.channel.answer_return(self.answer(False))
        self.assertEqual(self.theirs().status, "cancelled")
        with self.assertRaises(RejectedError):
            self.channel.answer_return(self.answer(True))

    def test_received_in_the_shop_before_we_answered(self):
        path = f"/returns/{self.request['id']}"
        item = {"id": self.order["items"][0]["id"], "quantity": 2}
        self.shop.admin.post(f"{path}/receive", {})
        self.shop.admin.post(f"{path}/receive-items", {"items": [item]})
        self.shop.admin.post(f"{path}/receive/confirm", {})
        self.channel.answer_return(self.answer(True))
        self.assertEqual(self.theirs().lines[0].received, 2)
        with self.assertRaises(RejectedError):
            self.channel.answer_return(self.answer(False))
