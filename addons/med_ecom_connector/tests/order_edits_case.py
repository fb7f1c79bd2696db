class OrderEditsCase:
    """A confirmed shop order, edited in the shop."""

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
