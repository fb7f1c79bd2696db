from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import ShopCase, WooCommerceCase
from .returns_case import ReturnsCase


@tagged("post_install", "-at_install")
class TestReturnsMedusa(ReturnsCase, ShopCase):
    def request(self, quantity=1, ordered=2, reason="damaged", **options):
        order, sale = self.shipped([("PO-100", ordered)], **options)
        row = self.shop.request_return(order, [(0, quantity)], reason=reason)
        self.again()
        return order, sale, row, sale.ecom_return_ids

    def test_whoever_may_see_returns_can_open_one(self):
        """A field of the form that a role may not read is an error message instead of the return."""
        one = self.request()[3]
        for role in ("order_desk", "warehouse", "inspector", "quality_manager", "accountant", "auditor"):
            user = self.order_desk if role == "order_desk" else self._create_user(role)
            with self.subTest(role):
                self.env.invalidate_all()
                self.assertEqual(Form(one.with_user(user)).name, one.name)

    def test_shop_of_a_return_is_not_changed_by_hand(self):
        form = Form(self.request()[3].with_user(self.order_desk))
        with self.assertRaisesRegex(AssertionError, "readonly"):
            form.store_id = self.store

    def test_accountant_gets_from_a_return_to_its_order(self):
        returns = self.env["ecom.return"].with_user(self._create_user("accountant"))
        self.assertIn("action_open_order", returns.get_view()["arch"])

    def test_request_is_expected_with_its_lot_in_the_returns_zone(self):
        _order, sale, _row, one = self.request()
        self.assertEqual((one.state, one.reason_id.code, one.needs_check), ("expected", "damaged", True))
        picking = one.picking_ids
        self.assertEqual(picking.location_dest_id.effective_zone_id.code, "returns")
        self.assertEqual(picking.move_ids.product_uom_qty, 1)
        self.assertEqual(picking.move_line_ids.lot_id, self.lot_old, "the lot that was delivered")
        self.again()
        self.assertEqual(len(sale.ecom_return_ids.picking_ids), 1)
        self.assert_no_trouble()

    def test_what_came_back_is_not_on_sale(self):
        _order, _sale, _row, one = self.request()
        before = self.env["ecom.sellable"]._quantities(self.store, self.oximeter)[self.oximeter.id]
        zone = self.in_zone("returns", self.oximeter)
        self.receive(one)
        self.assertEqual(one.state, "received")
        self.assertEqual(one.line_ids.received_quantity, 1)
        self.assertEqual(self.in_zone("returns", self.oximeter), zone + 1)
        after = self.env["ecom.sellable"]._quantities(self.store, self.oximeter)[self.oximeter.id]
        self.assertEqual(after, before)

    def test_accepted_return_is_refunded_credited_and_told(self):
        order, sale, row, one = self.request(policy="shipment")
        self.run_cron("bookings")
        self.receive(one)
        wizard = self.decide(one, "accept", "sorry")
        self.assertAlmostEqual(wizard.amount, 59.88, 2)
        self.assertEqual((one.state, one.decided_by_id), ("done", self.order_desk))
        self.run_cron("returns")
        self.run_cron("refunds")
        self.run_cron("bookings")
        self.again()
        self.assertEqual(row["status"], "received")
        self.assertEqual(order["payment_collections"][0]["refunded_amount"], 59.88)
        self.assertEqual(one.refund_ids.state, "done")
        self.assertEqual(sale.ecom_refund_ids, one.refund_ids)
        self.assertAlmostEqual(one.refund_ids.credit_note_ids.amount_total, 59.88, 2)
        self.assertEqual(self.receivable(sale), 0)
        self.assertEqual(self.balance(self.clearing, sale), round(sale.amount_total - 59.88, 2))
        self.assertEqual(sale.ecom_return_ids, one)
        self.assert_no_trouble()

    def test_declined_return_is_cancelled_in_the_shop_without_money(self):
        order, sale, row, one = self.request()
        self.receive(one)
        silent = self.env["ecom.return.decide"].create({"return_id": one.id, "decision": "decline"})
        with self.assertRaisesRegex(UserError, "why"):
            silent.with_user(self.order_desk).action_confirm()
        self.decide(one, "decline", "worn")
        self.run_cron("returns")
        self.assertEqual(row["status"], "canceled")
        self.assertEqual(order["payment_collections"][0]["refunded_amount"], 0)
        self.assertFalse(sale.ecom_refund_ids)

    def declined(self, **options):
        _order, sale, _row, one = self.request(**options)
        self.receive(one)
        self.decide(one, "decline", "worn")
        self.assertEqual(one.goods_state, "waiting")
        return sale, one

    def back(self, one):
        return one.picking_ids.filtered(
            lambda picking: picking.picking_type_code == "outgoing" and picking.state != "cancel"
        )

    def test_declined_goods_go_back_to_the_customer(self):
        sale, one = self.declined(policy="shipment")
        self.assertEqual(sale.order_line.filtered("ecom_line_ref").qty_delivered, 1)
        zone = self.in_zone("returns", self.oximeter)
        one.with_user(self.order_desk).action_send_back()
        delivery = self.back(one)
        self.assertEqual((delivery.state, delivery.sale_id), ("assigned", sale))
        self.assertEqual(delivery.move_line_ids.lot_id, self.lot_old, "the very lot that came")
        self.assertEqual(delivery.location_id.effective_zone_id.code, "returns")
        self.assertEqual(one.goods_state, "back")
        with self.assertRaisesRegex(UserError, "still lie in the returns zone"):
            one.with_user(self.order_desk).action_send_back()
        packer = self._create_user("packer", role="warehouse")
        delivery.move_ids.picked = True
        delivery.with_user(packer).button_validate()
        self.assertEqual(delivery.state, "done")
        self.assertEqual(self.in_zone("returns", self.oximeter), zone - 1)
        self.assertEqual(sale.order_line.filtered("ecom_line_ref").qty_delivered, 2)
        event = self.env["med.trace.event"].search(
            [("lot_id", "=", self.lot_old.id), ("kind", "=", "move")], order="id desc", limit=1
        )
        self.assertEqual(event.operation, "hand_back")
        self.run_cron("shipments")
        self.run_cron("bookings")
        self.assertEqual(len(sale.invoice_ids), 1)
        self.assert_no_trouble()

    def test_declined_goods_whose_way_back_was_called_off_wait_again(self):
        _sale, one = self.declined()
        one.with_user(self.order_desk).action_send_back()
        self.back(one).action_cancel()
        self.assertEqual(one.goods_state, "waiting")

    def test_declined_goods_of_a_blocked_lot_stay(self):
        _sale, one = self.declined()
        one.with_user(self.order_desk).action_send_back()
        delivery = self.back(one)
        self.lot_old._set_release_status("hold", "complaint")
        self.assertFalse(delivery.move_line_ids, "taken off the delivery")
        delivery.action_cancel()
        one.with_user(self.order_desk).action_send_back()
        delivery = self.back(one)
        delivery.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "On Hold"):
            delivery.with_context(skip_backorder=True)._action_done()

    def test_nothing_else_leaves_the_returns_zone(self):
        """What the gate allows is to hand back what came; not to deliver whatever lies there."""
        _sale, one = self.declined()
        one.with_user(self.order_desk).action_send_back()
        delivery = self.back(one)
        self.env["stock.quant"]._update_available_quantity(
            self.oximeter, delivery.location_id, 1, lot_id=self.lot_new
        )
        delivery.move_line_ids.lot_id = self.lot_new
        delivery.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "may not go from"):
            delivery._action_done()

    def test_declined_goods_are_disposed_of_by_the_warehouse(self):
        _sale, one = self.declined()
        zone = self.in_zone("returns", self.oximeter)
        with self.assertRaises(self.AccessError):
            one.with_user(self.order_desk).action_dispose()
        one.with_user(self._create_user("packer", role="warehouse")).action_dispose()
        self.assertEqual((one.goods_state, one.scrap_ids.state), ("disposed", "done"))
        self.assertEqual((one.scrap_ids.lot_id, one.scrap_ids.scrap_qty), (self.lot_old, 1))
        self.assertEqual(self.in_zone("returns", self.oximeter), zone - 1)

    def test_declined_goods_that_somebody_moved(self):
        _sale, one = self.declined()
        place = one.picking_ids.location_dest_id
        self.env["stock.quant"]._update_available_quantity(self.oximeter, place, -1, lot_id=self.lot_old)
        with self.assertRaisesRegex(UserError, "somebody moved it"):
            one.with_user(self.order_desk).action_send_back()

    def test_exchange_sends_other_goods_and_changes_no_money(self):
        order, sale, row, one = self.request(policy="shipment")
        self.run_cron("bookings")
        invoices = sale.invoice_ids
        self.receive(one)
        self.decide(one, "exchange")
        delivery = one.picking_ids.filtered(lambda picking: picking.picking_type_code == "outgoing")
        self.assertEqual((delivery.state, delivery.move_ids.product_uom_qty), ("assigned", 1))
        self.assertEqual(delivery.sale_id, sale)
        self.ship(sale)
        self.run_cron("shipments")
        self.run_cron("returns")
        self.run_cron("bookings")
        self.assertEqual(row["status"], "received")
        self.assertEqual(sale.order_line.filtered("ecom_line_ref").qty_delivered, 2)
        self.assertEqual(sale.invoice_ids, invoices)
        self.assertEqual(order["items"][0]["detail"]["fulfilled_quantity"], 2)
        self.assert_no_trouble()

    def test_cancelled_by_the_customer_before_it_came(self):
        order, _sale, row, one = self.request()
        row["status"] = "canceled"
        self.shop.touch(order)
        self.again()
        self.assertEqual((one.state, one.picking_ids.state), ("cancelled", "cancel"))

    def test_request_before_the_goods_left_waits(self):
        order, sale = self.take_in([("PO-100", 1)])
        self.shop.request_return(order, [(0, 1)])
        self.again()
        one = sale.ecom_return_ids
        self.assertEqual((one.state, one.reason_id.code), ("requested", "other"))
        with self.assertRaisesRegex(UserError, "nothing of it has left"):
            one.with_user(self.order_desk).action_expect()
        self.ship(sale)
        one.with_user(self.order_desk).action_expect()
        self.assertEqual(one.state, "expected")

    def test_decided_once_and_by_the_order_desk(self):
        _order, _sale, _row, one = self.request()
        with self.assertRaisesRegex(UserError, "must have been received"):
            self.decide(one, "accept")
        self.receive(one)
        wizard = self.env["ecom.return.decide"].create({"return_id": one.id})
        inspector = self._create_user("inspector")
        with self.assertRaises(self.AccessError):
            wizard.with_user(inspector).action_confirm()

    def test_part_of_what_was_announced_comes_back(self):
        _order, sale, row, one = self.request(quantity=2)
        self.receive(one, 1)
        rest = one.picking_ids.filtered(lambda picking: picking.state == "assigned")
        self.assertFalse(rest, "no backorder was wanted")
        wizard = self.decide(one, "accept")
        self.assertAlmostEqual(wizard.amount, 59.88, 2)
        self.run_cron("returns")
        self.assertEqual(row["status"], "partially_received")
        self.assertAlmostEqual(sale.ecom_refund_ids.line_ids.quantity, 1)


@tagged("post_install", "-at_install")
class TestReturnsWooCommerce(ReturnsCase, WooCommerceCase):
    def test_goods_refunded_by_line_are_expected_back(self):
        order, sale = self.shipped([("PO-100", 2)], policy="order")
        self.shop.refund(order, "59.88", [(0, 1, "49.90", "9.98")], reason="Wrong size")
        self.again()
        one = sale.ecom_return_ids
        self.assertEqual((one.state, one.reason_id.code), ("expected", "wrong_size"))
        self.assertEqual(one.refund_ids, sale.ecom_refund_ids)
        self.receive(one)
        wizard = self.decide(one, "accept")
        self.assertEqual((wizard.refunded, wizard.amount), (59.88, 0))
        self.run_cron("returns")
        self.assertIn("accepted", order["_notes"][0]["note"])
        self.again()
        self.assertEqual(len(sale.ecom_refund_ids), 1)
        self.assertEqual(len(sale.ecom_return_ids), 1)
        self.assert_no_trouble()

    def test_refund_of_goods_that_never_left_expects_nothing(self):
        order, sale = self.take_in([("PO-100", 2)])
        self.shop.refund(order, "59.88", [(0, 1, "49.90", "9.98")])
        self.again()
        self.assertFalse(sale.ecom_return_ids)

    def test_serial_number_that_was_delivered_is_proposed(self):
        self._create_lot(self.pump, "SN-77")
        order, sale = self.shipped([("PUMP-1", 1)])
        self.shop.refund(order, "1080.00", [(0, 1, "900.00", "180.00")])
        self.again()
        self.assertEqual(sale.ecom_return_ids.picking_ids.move_line_ids.lot_id.name, "SN-77")
        self.assertEqual(sale.ecom_return_ids.line_ids.lot_names, "SN-77")
