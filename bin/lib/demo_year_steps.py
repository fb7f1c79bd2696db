"""The steps that make up the demo company's year, each taken by who takes it in real life. Runs in Odoo."""

from __future__ import annotations

import demo_stock
import demo_year_plan as plan


class Steps:
    """Receipts, inspections, sales and what goes wrong. The methods are named in ``demo_year_plan``.

    :param env: Odoo environment of the superuser
    :param warehouses: stock.warehouse by code
    """

    def __init__(self, env, warehouses: dict):
        self.env = env
        self.warehouses = warehouses
        self.people = {user.login: user for user in env["res.users"].search([])}
        self.orders = {}  # days ago -> sale.order
        self.purchases = {}  # receipt -> purchase.order
        self.carrier = env["delivery.carrier"].search([], limit=1)

    # --- what is where ---

    def _as(self, login: str, records):
        return records.with_user(self.people[login])

    def _product(self, sku: str):
        return self.env["product.product"].search([("default_code", "=", sku)])

    def _lots(self, name: str):
        """The lot, or the serial numbers of the batch, of that name."""
        return self.env["stock.lot"].search(["|", ("name", "=", name), ("batch_id.name", "=", name)])

    def _place(self, zone: str):
        """The location of the divided warehouse for that zone."""
        view = self.warehouses["SZX"].view_location_id
        inside = [("location_id", "child_of", view.id), ("usage", "=", "internal")]
        return self.env["stock.location"].search([*inside, ("zone_id.code", "=", zone)], limit=1)

    def _on_hand(self, lot, place) -> float:
        return lot.quant_ids.filtered(lambda quant: quant.location_id == place).quantity

    # --- set-up and purchase ---

    def divide(self, code: str) -> None:
        self._as("quality", self.warehouses[code]).action_divide_into_zones()

    def receive(self, receipt) -> None:
        warehouse = self.warehouses[receipt.warehouse]
        products = [self._product(sku) for sku, *_rest in receipt.goods]
        order = self._as("purchase", self.env["purchase.order"]).create(
            {
                "partner_id": products[0].seller_ids.partner_id.id,
                "picking_type_id": warehouse.in_type_id.id,
                "order_line": [
                    (0, 0, {"product_id": product.id, "product_qty": goods[2]})
                    for product, goods in zip(products, receipt.goods, strict=True)
                ],
            }
        )
        order.button_confirm()
        self.purchases[receipt] = order
        picking = self._as("warehouse", order.picking_ids)
        for product, goods in zip(products, receipt.goods, strict=True):
            move = picking.move_ids.filtered(lambda move, product=product: move.product_id == product)
            move.move_line_ids.unlink()
            move.write({"move_line_ids": self._prepare_lines(move, product, *goods[1:]), "picked": True})
        self._validate(picking)

    def _prepare_lines(self, move, product, name: str, quantity: int, months: int) -> list:
        expiry = demo_stock.day_after(months)
        vals = {
            "product_id": product.id,
            "expiration_date": expiry,
            "production_date": (expiry - demo_stock.SHELF_LIFE).date(),
            "sterilisation_lot": f"EO-{name}" if product.device_class == "III" else False,
        }
        lots = self._as("warehouse", self.env["stock.lot"])
        if product.tracking == "serial":
            batch = self._as("warehouse", self.env["med.lot.batch"]).create({**vals, "name": name})
            names = [f"{name}-{number:03d}" for number in range(1, quantity + 1)]
            lots = lots.create([{**vals, "name": serial, "batch_id": batch.id} for serial in names])
        else:
            lots = lots.create({**vals, "name": name})
        line = {
            "product_id": product.id,
            "quantity": quantity / len(lots),
            "location_id": move.location_id.id,
            "location_dest_id": move.location_dest_id.id,
            "picking_id": move.picking_id.id,
        }
        return [(0, 0, {**line, "lot_id": lot.id}) for lot in lots]

    def _validate(self, picking) -> None:
        """As the button does; the demo fails loudly where a person would be asked something."""
        answer = picking.with_context(skip_backorder=True).button_validate()
        if answer is not True or picking.state != "done":
            raise RuntimeError(f"{picking.name} was not validated: {answer}")

    # --- quality ---

    def inspect(self, receipt) -> None:
        for sku, name, _quantity, _months in receipt.goods:
            lots = self._lots(name)
            inspected = self._as("inspector", lots.batch_id or lots)
            report = demo_stock.inspection_report(sku, name, conforming=name not in plan.REJECTED)
            inspected.write({"inspection_report": report, "inspection_report_name": f"inspection-{name}.pdf"})
            if name in plan.REJECTED:
                inspected._set_release_status("rejected", plan.REJECTED[name])
                self._move(lots, self._place("awaiting"), self._place("rejected"))
                continue
            inspected._set_release_status("released")
            if name in plan.PARTLY_REJECTED:
                self._reject_part(lots, inspected, *plan.PARTLY_REJECTED[name])

    def _reject_part(self, lot, inspected, quantity: int, reason: str) -> None:
        place = self._place("rejected")
        self._move(lot, self._place("awaiting"), place, quantity)
        self._as("quality", inspected)._set_release_status("rejected", reason, zone=place.zone_id)

    def hold(self, name: str, reason: str) -> None:
        self._as("quality", self._lots(name))._set_release_status("hold", reason)

    def lift_hold(self, name: str, reason: str) -> None:
        self._as("quality", self._lots(name))._set_release_status("released", reason)

    def recall(self, name: str, reason: str) -> None:
        lot = self._lots(name)
        self._as("quality", lot)._set_release_status("recalled", reason)
        self._move(lot, self.warehouses["SZX"].lot_stock_id, self._place("recalled"))

    # --- warehouse ---

    def store(self, receipt) -> None:
        """What was released goes from the input location to the stock, where there is a second step."""
        moves = self.purchases[receipt].picking_ids.move_ids.move_dest_ids
        picking = self._as("warehouse", moves.picking_id)
        if not picking:
            return
        picking.action_assign()
        lines = picking.move_line_ids
        lines.filtered(lambda line: line.lot_id.release_status != "released").unlink()
        if picking.move_line_ids:
            self._validate(picking)

    def _move(self, lots, source, target, quantity: float = 0) -> None:
        """Relocate lots inside the warehouse.

        :param quantity: pieces of a single lot; 0 for all that lies there
        """
        picking_type = self.warehouses["SZX"].int_type_id
        self._transfer(picking_type, lots, source, target, quantity)

    def _transfer(self, picking_type, lots, source, target, quantity=0, partner=None) -> None:
        places = {"location_id": source.id, "location_dest_id": target.id}
        wanted = {lot: quantity or self._on_hand(lot, source) for lot in lots}
        pickings = self._as("warehouse", self.env["stock.picking"])
        picking = pickings.create(
            {**places, "picking_type_id": picking_type.id, "partner_id": partner.id if partner else False}
        )
        move = {"picking_id": picking.id, "product_id": lots.product_id.id, **places}
        move = self._as("warehouse", self.env["stock.move"]).create(
            {**move, "product_uom_qty": sum(wanted.values())}
        )
        picking.action_confirm()
        move.move_line_ids.unlink()
        line = {"picking_id": picking.id, "product_id": lots.product_id.id, **places}
        lines = [(0, 0, {**line, "lot_id": lot.id, "quantity": pieces}) for lot, pieces in wanted.items()]
        move.write({"move_line_ids": lines, "picked": True})
        self._validate(picking)

    def put_on_shelf(self, name: str, quantity: int, shelf: str) -> None:
        stock = self.warehouses["SZX"].lot_stock_id
        place = self.env["stock.location"].create({"name": shelf, "location_id": stock.id})
        self._move(self._lots(name), stock, place, quantity)

    def return_to_supplier(self, name: str, quantity: int) -> None:
        lot = self._lots(name)
        partner = lot.product_id.seller_ids.partner_id
        self._transfer(
            self.warehouses["SZX"].out_type_id,
            lot,
            self._place("rejected"),
            self.env.ref("stock.stock_location_suppliers"),
            quantity,
            partner,
        )

    # --- sale ---

    def sell(self, sale) -> None:
        partner = self.env["res.partner"].search(
            [("email", "=", sale.buyer), ("type", "=", "contact")], limit=1
        )
        order = self._as("order", self.env["sale.order"]).create(
            {
                "partner_id": partner.id,
                "warehouse_id": self.warehouses[sale.warehouse].id,
                "order_line": [
                    (0, 0, {"product_id": self._product(sku).id, "product_uom_qty": quantity})
                    for sku, quantity in sale.goods
                ],
            }
        )
        order.action_confirm()
        self.orders[sale.days] = order

    def deliver(self, sale) -> None:
        picking = self._as("warehouse", self.orders[sale.days].picking_ids)
        picking.action_assign()
        if picking.state != "assigned":
            raise RuntimeError(f"{picking.name} of the sale {sale.days} days ago is not reserved")
        tracking = f"MD{sale.days:09d}{picking.partner_id.country_id.code}"
        picking.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": tracking})
        self._validate(picking)

    def take_back(self, sold: int, name: str, quantity: int) -> None:
        """A customer sends a part of the sale so many days ago back."""
        delivery = self.orders[sold].picking_ids.filtered(lambda picking: picking.state == "done")
        context = {"active_id": delivery.id, "active_ids": delivery.ids, "active_model": "stock.picking"}
        wizard = self._as("warehouse", self.env["stock.return.picking"]).with_context(**context).create({})
        lot = self._lots(name)
        for line in wizard.product_return_moves:
            line.quantity = quantity if line.product_id == lot.product_id else 0
        action = wizard.action_create_returns()
        picking = self._as("warehouse", self.env["stock.picking"].browse(action["res_id"]))
        picking.action_assign()
        picking.move_line_ids.lot_id = lot
        self._validate(picking)

    def scrap_returned(self, name: str, quantity: int) -> None:
        lot = self._lots(name)
        scrap = self._as("warehouse", self.env["stock.scrap"]).create(
            {
                "product_id": lot.product_id.id,
                "lot_id": lot.id,
                "scrap_qty": quantity,
                "location_id": self._place("returns").id,
            }
        )
        scrap.action_validate()

    def correct_delivery(self, sold: int, name: str, quantity: int) -> None:
        """Somebody counted wrong, and the done line is put right."""
        lines = self.orders[sold].picking_ids.move_line_ids
        lines.filtered(lambda line: line.lot_id.name == name).quantity = quantity
