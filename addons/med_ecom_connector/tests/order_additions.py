from .order_edits_case import OrderEditsCase


class OrderAdditions(OrderEditsCase):
    """More of a confirmed order: the goods are promised, or missing, as for a new one."""

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
