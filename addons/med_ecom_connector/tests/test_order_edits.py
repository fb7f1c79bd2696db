from odoo.tests import tagged

from .common import ShopCase, WooCommerceCase


class OrderEdits:
    """What is changed in the shop after import, before and after goods have left."""

    def setUp(self):
        super().setUp()
        self.store.responsible_id = self.order_desk
        self.order = self.shop.place_order([("PO-100", 2), ("CS-1-M", 3)])
        self.poll()
        self.sale = self.sales()

    def line(self, product):
        return self.sale.order_line.filtered(lambda line: line.product_id == product)

    def assert_as_in_shop(self):
        self.assertEqual(set(self.exchanges(kind="order").mapped("state")), {"done"})
        total = self.store._channel().parse_order(self.order).total
        self.assertEqual(self.sale.currency_id.compare_amounts(self.sale.amount_total, float(total)), 0)

    def notes(self):
        bodies = self.sale.message_ids.mapped("body")
        return " ".join(body for body in bodies if "Changed in the shop" in body)

    def open_moves(self, product):
        return self.sale.picking_ids.move_ids.filtered(
            lambda move: move.product_id == product and move.state not in ("done", "cancel")
        )

    def ship(self, **quantities):
        """Ship so many pieces of each product, by SKU, and leave the rest open."""
        picking = self.sale.picking_ids.filtered(lambda one: one.state == "assigned")
        for move in picking.move_ids:
            quantity = quantities.get(move.product_id.default_code.replace("-", "_"), 0)
            move.write({"quantity": quantity, "picked": bool(quantity)})
        picking.with_context(skip_backorder=True, picking_ids_not_to_backorder=[]).button_validate()
        self.assertEqual(picking.state, "done")

    def test_more_of_a_line(self):
        self.shop.edit_line(self.order, 0, 5)
        self.poll()
        self.assert_as_in_shop()
        self.assertEqual(self.line(self.oximeter).product_uom_qty, 5)
        self.assertEqual(sum(self.open_moves(self.oximeter).mapped("quantity")), 5, "reserved, too")
        self.assertIn("quantity 2 → 5", self.notes())
        self.assertIn("Total: ", self.notes())

    def order_more_than_there_is(self):
        self.shop.edit_line(self.order, 0, 40)
        self.poll()
        self.assertEqual((self.sale.state, self.sale.ecom_promise), ("sale", "short"))
        self.assertEqual(self.line(self.oximeter).product_uom_qty, 40, "the order is as in the shop")
        moves = self.open_moves(self.oximeter)
        self.assertEqual(moves.mapped("product_uom_qty"), [2], "the warehouse is asked for what was promised")
        held = self.assert_held("short")
        self.assertIn("PO-100 28 / 38", held.message)
        return held

    def test_more_than_there_is_takes_nothing_from_others(self):
        held = self.order_more_than_there_is()
        self.shop.place_order([("PO-100", 28)])
        self.poll()
        self.assertEqual(self.sales()[-1].ecom_promise, "promised")
        self._create_lot(self.oximeter, "PO-C", quantity=38)
        self.run_cron("stock")
        self.run_cron("orders")
        self.assert_as_in_shop()
        self.assertEqual((held.state, self.sale.ecom_promise), ("done", "promised"))
        self.assertEqual(sum(self.open_moves(self.oximeter).mapped("quantity")), 40)

    def test_more_than_there_is_accepted_as_backorder(self):
        self.order_more_than_there_is()
        self.sale.with_user(self.order_desk).action_short_backorder()
        self.assert_as_in_shop()
        self.assertEqual(self.sale.ecom_promise, "backorder")
        moves = self.open_moves(self.oximeter)
        self.assertEqual((sum(moves.mapped("product_uom_qty")), sum(moves.mapped("quantity"))), (40, 30))
        self.shop.edit_line(self.order, 1, 31)
        self.poll()
        self.assert_held("short")
        self.assertEqual(self.sale.ecom_promise, "short", "the yes was to other goods")

    def test_more_than_there_is_from_another_warehouse(self):
        second = self.env["stock.warehouse"].create({"name": "Second", "code": "SEC"})
        self.env["stock.quant"]._update_available_quantity(
            self.oximeter, second.lot_stock_id, 50, lot_id=self.lot_new
        )
        self.order_more_than_there_is()
        action = self.sale.with_user(self.order_desk).action_short_options()
        place = self.env["ecom.short"].browse(action["res_id"]).place_ids
        self.assertEqual((place.warehouse_id, place.complete), (second, True))
        place.with_user(self.order_desk).action_take()
        self.assert_as_in_shop()
        by_place = {move.location_id: move.product_uom_qty for move in self.open_moves(self.oximeter)}
        self.assertEqual(by_place, {self.warehouse.lot_stock_id: 2, second.lot_stock_id: 38})

    def test_more_than_there_is_and_fewer_again(self):
        held = self.order_more_than_there_is()
        self.shop.edit_line(self.order, 0, 3)
        self.poll()
        self.assert_as_in_shop()
        self.assertEqual((held.state, self.sale.ecom_promise), ("done", "promised"))
        self.assertEqual(sum(self.open_moves(self.oximeter).mapped("product_uom_qty")), 3)
        self.assertFalse(self.line(self.oximeter).ecom_unpromised_qty)

    def test_what_is_added_leaves_goods_to_who_was_promised_them(self):
        """An unpaid order keeps its goods, though nothing is reserved for it."""
        self.store.confirm_policy = "paid"
        self.shop.place_order([("PO-100", 28)], **self.UNPAID)
        self.poll()
        self.store.confirm_policy = "placed"
        self.shop.edit_line(self.order, 0, 3)
        self.poll()
        self.assert_held("short")
        self.assertEqual(sum(self.open_moves(self.oximeter).mapped("quantity")), 2)

    def test_confirmed_by_hand_though_short(self):
        self.shop.place_order([("PO-100", 40)])
        self.poll()
        sale = self.sales()[-1]
        self.assertEqual(sale.ecom_promise, "short")
        sale.with_user(self.order_desk).action_confirm()
        self.assertEqual((sale.state, sale.ecom_promise), ("sale", "backorder"))
        self.assertFalse(self.exchanges(state="held"))

    def test_fewer_of_a_line(self):
        self.shop.edit_line(self.order, 1, 1)
        self.poll()
        self.assert_as_in_shop()
        self.assertEqual(sum(self.open_moves(self.stocking).mapped("product_uom_qty")), 1)
        self.assertEqual(sum(self.stocking_lot.quant_ids.mapped("reserved_quantity")), 1)

    def test_line_added(self):
        self.shop.add_line(self.order, "GLOVE", 4)
        self.poll()
        self.assert_as_in_shop()
        self.assertEqual(self.line(self.glove).product_uom_qty, 4)
        self.assertEqual(self.line(self.glove).tax_ids, self.tax20)
        self.assertEqual(sum(self.open_moves(self.glove).mapped("quantity")), 4)
        self.assertIn("Gloves", self.notes())

    def test_line_removed(self):
        self.shop.remove_line(self.order, 0)
        self.poll()
        self.assert_as_in_shop()
        self.assertEqual(self.line(self.oximeter).product_uom_qty, 0)
        self.assertFalse(self.open_moves(self.oximeter))
        self.assertIn("removed", self.notes())

    def test_price(self):
        self.shop.edit_line(self.order, 0, 2, price="45.55")
        self.poll()
        self.assert_as_in_shop()
        self.assertEqual(self.line(self.oximeter).price_unit, 45.55)
        self.assertIn("price 49.90 EUR → 45.55 EUR", self.notes())

    def test_several_edits_at_once_and_again(self):
        self.shop.edit_line(self.order, 0, 7)
        self.shop.add_line(self.order, "GLOVE", 2)
        self.shop.remove_line(self.order, 1)
        self.poll()
        self.assert_as_in_shop()
        self.shop.edit_line(self.order, 0, 1)
        self.shop.add_line(self.order, "CS-1-M", 1)
        self.poll()
        self.assert_as_in_shop()
        self.assertEqual(self.line(self.oximeter).product_uom_qty, 1)
        self.assertEqual(sum(self.line(self.stocking).mapped("product_uom_qty")), 1)

    def test_what_people_changed_in_odoo_stays_until_the_shop_changes_lines(self):
        self.line(self.oximeter).product_uom_qty = 1
        self.shop.capture(self.order)
        self.shop.touch(self.order)
        self.poll()
        self.assertEqual(self.line(self.oximeter).product_uom_qty, 1)
        self.assertEqual(self.sale.ecom_payment_state, "paid")
        self.assertFalse(self.exchanges(state="held"))

    def test_rest_cancelled_after_a_part_was_shipped(self):
        self.ship(PO_100=2, CS_1_M=1)
        self.shop.edit_line(self.order, 1, 1)
        self.poll()
        self.assert_as_in_shop()
        self.assertFalse(self.open_moves(self.stocking))
        self.assertEqual(self.line(self.stocking).qty_delivered, 1)

    def test_never_below_what_was_shipped(self):
        self.ship(PO_100=2, CS_1_M=2)
        self.shop.edit_line(self.order, 1, 1)
        self.shop.edit_line(self.order, 0, 3)
        self.poll()
        held = self.assert_held("changed_below_shipped")
        self.assertIn("1 ordered, 2 shipped", held.message)
        self.assertEqual(self.line(self.stocking).product_uom_qty, 2)
        self.assertEqual(self.line(self.oximeter).product_uom_qty, 3, "the rest was applied")
        self.assertEqual(sum(self.open_moves(self.oximeter).mapped("product_uom_qty")), 1)
        self.assertFalse(self.open_moves(self.stocking))
        self.shop.edit_line(self.order, 1, 2)
        self.poll()
        self.assert_as_in_shop()
        self.assertEqual(held.state, "done", "mended in the shop")

    def test_line_added_after_everything_left(self):
        self.sale.picking_ids.button_validate()
        self.shop.add_line(self.order, "GLOVE", 1)
        self.poll()
        self.assert_as_in_shop()
        self.assertEqual(sum(self.open_moves(self.glove).mapped("product_uom_qty")), 1)

    def test_somebody_has_the_goods_in_hand(self):
        picking = self.sale.picking_ids
        picking.move_ids.picked = True
        self.shop.edit_line(self.order, 1, 1)
        self.poll()
        self.assert_as_in_shop()
        self.assertIn("while it was being picked", picking.activity_ids.summary)
        self.assertIn("only 1 left", picking.activity_ids.note)
        picking.button_validate()
        self.assertEqual(self.line(self.stocking).qty_delivered, 1)

    def test_locked_by_a_person(self):
        self.sale.action_lock()
        self.shop.edit_line(self.order, 0, 5)
        self.poll()
        held = self.assert_held("changed_locked")
        self.assertEqual(self.line(self.oximeter).product_uom_qty, 2)
        self.sale.action_unlock()
        self.release(held)
        self.assert_as_in_shop()

    def test_locked_by_odoo_itself(self):
        self.env["res.config.settings"].create({"group_auto_done_setting": True}).execute()
        order = self.order = self.shop.place_order([("PO-100", 1)])
        self.poll()
        self.sale = self.sales()[-1]
        self.assertTrue(self.sale.locked)
        self.shop.edit_line(order, 0, 2)
        self.poll()
        self.assert_as_in_shop()
        self.assertTrue(self.sale.locked)

    def test_unknown_article_changes_nothing(self):
        self.shop.add_product("NEW-1", "New thing", 10.0)
        self.shop.add_line(self.order, "NEW-1", 1)
        self.shop.edit_line(self.order, 0, 5)
        self.poll()
        held = self.assert_held("sku_unknown")
        self.assertEqual(self.line(self.oximeter).product_uom_qty, 2)
        self.env["product.product"].create({"name": "N", "default_code": "NEW-1"})
        self.release(held)
        self.assert_as_in_shop()

    def test_quotation(self):
        self.store.confirm_policy = "paid"
        order = self.order = self.shop.place_order([("PO-100", 1), ("GLOVE", 1)], **self.UNPAID)
        self.poll()
        self.sale = self.sales()[-1]
        self.assertEqual(self.sale.state, "draft")
        self.shop.remove_line(order, 1)
        self.shop.edit_line(order, 0, 2)
        self.poll()
        self.assert_as_in_shop()
        self.assertFalse(self.line(self.glove))

    def test_address_before_shipping(self):
        self.shop.move(self.order, "Lyon", "69001")
        self.poll()
        self.assertEqual(self.sale.partner_shipping_id.city, "Lyon")
        self.assertEqual(self.sale.picking_ids.partner_id.city, "Lyon")
        self.assertFalse(self.sale.picking_ids.activity_ids | self.sale.activity_ids)
        self.assertIn("Lyon", self.notes())

    def test_address_after_a_part_was_shipped(self):
        self.ship(PO_100=2)
        shipped, rest = self.sale.picking_ids.sorted("id")
        self.shop.move(self.order, "Lyon", "69001")
        self.poll()
        self.assertEqual((shipped.partner_id.city, rest.partner_id.city), ("Paris", "Lyon"))
        self.assertEqual(self.sale.activity_ids.user_id, self.order_desk)

    def test_address_after_shipping(self):
        self.sale.picking_ids.button_validate()
        self.shop.move(self.order, "Lyon", "69001")
        self.poll()
        self.assertEqual(self.sale.partner_shipping_id.city, "Paris")
        self.assertIn("after goods had left", self.sale.activity_ids.summary)
        self.assertIn("Lyon", self.notes())

    def test_edit_after_invoice(self):
        self.sale.picking_ids.button_validate()
        self.sale._create_invoices().action_post()
        self.shop.add_line(self.order, "GLOVE", 1)
        self.poll()
        self.assert_as_in_shop()
        self.assertIn("after it was invoiced", self.sale.activity_ids.summary)

    def test_cancelled_after_shipment(self):
        self.ship(PO_100=2)
        self.shop.cancel(self.order)
        self.poll()
        self.assertFalse(self.exchanges(state="held"))
        self.assertEqual(self.exchanges(problem="cancelled_after_shipment").state, "done")
        self.assertEqual(self.sale.state, "sale")
        self.assertFalse(self.open_moves(self.stocking), "what was still here is not shipped any more")
        self.assertIn("after goods had left", self.sale.activity_ids.summary)
        self.assertTrue(self.sale.ecom_cancelled_at)

    def test_cancelled_while_locked(self):
        self.sale.action_lock()
        self.shop.cancel(self.order)
        self.poll()
        held = self.assert_held("cancelled_locked")
        self.sale.action_unlock()
        self.release(held)
        self.assertEqual(self.sale.state, "cancel")

    def test_revived_in_the_shop(self):
        self.shop.cancel(self.order)
        self.poll()
        self.assertEqual(self.sale.state, "cancel")
        self.shop.touch(self.order, status=self.OPEN)
        self.poll()
        self.assertEqual((self.sale.state, self.sale.ecom_cancelled_at), ("sale", False))
        self.assertEqual(sum(self.open_moves(self.oximeter).mapped("quantity")), 2)


@tagged("post_install", "-at_install")
class TestOrderEditsMedusa(OrderEdits, ShopCase):
    OPEN = "pending"
    UNPAID = {"unpaid": True}


@tagged("post_install", "-at_install")
class TestOrderEditsWooCommerce(OrderEdits, WooCommerceCase):
    OPEN = "processing"
    UNPAID = {"paid": False}
