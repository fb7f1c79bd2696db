from copy import deepcopy

from odoo.tests import tagged

from .common import ShopCase, WooCommerceCase
from .order_additions import OrderAdditions


class OrderEdits(OrderAdditions):
    """What is changed in the shop after import, before and after goods have left."""

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

    def test_changed_and_changed_back_within_the_second_of_the_stamp(self):
        instant = self.shop.clock()
        self.patch(self.shop, "clock", lambda: instant)
        self.shop.touch(self.order)
        self.poll()
        before = deepcopy(self.order)
        self.shop.edit_line(self.order, 0, 1)
        self.poll()
        self.assertEqual(self.line(self.oximeter).product_uom_qty, 1)
        self.order.clear()
        self.order.update(before)
        for _again in range(2):
            self.poll()
            self.assert_as_in_shop()
            self.assertEqual(self.line(self.oximeter).product_uom_qty, 2)
        seen = len(self.exchanges(kind="order"))
        self.poll()
        self.assertEqual(len(self.exchanges(kind="order")), seen, "what is known makes no row")

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
