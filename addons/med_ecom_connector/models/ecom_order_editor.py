from dataclasses import replace

from odoo import api, models
from odoo.tools import float_compare, float_repr

from ..exceptions import HoldExchange

#: Unit prices are kept unrounded; two closer than this are the same.
PRICE_DIGITS = 6


class EcomOrderEditor(models.AbstractModel):
    """Brings edits that were made in the shop after import onto the sales order.

    Only parts that the shop itself changed are touched, so that what people changed in Odoo stays
    until the shop changes the same part.
    """

    _name = "ecom.order.editor"
    _description = "Applies edits of shop orders"

    @api.model
    def _edit(self, binding, arrival, marks):
        """:raises HoldExchange: for what a person must decide; all that can be applied has been by then"""
        known = binding.marks or {}
        changed = {part for part, mark in marks.items() if known.get(part) != mark}
        if not changed:
            return
        store, sale = binding.store_id, binding.sale_order_id
        lang = store.responsible_id.lang or store.company_id.partner_id.lang or self.env.lang
        editor = self.with_context(lang=lang, ecom_shop_edit=True, sale_no_log_for_new_lines=True)
        plan = editor._plan(store, sale, arrival) if "lines" in changed else None
        self.env["ecom.customer.matcher"]._check_addresses(arrival.order)
        sale = sale.with_env(editor.env)
        if plan:
            # what is ordered more is promised, too: before the work, see ``_build`` of the builder
            wanted = self.env["product.product"].browse(vals["product_id"] for vals in plan)
            self.env["ecom.promise.guard"]._lock(wanted.filtered("is_storable"))
        contacts = self.env["ecom.contact.editor"].with_env(editor.env)
        with sale._open_to_shop():
            notes, short = editor._apply_lines(sale, plan) if plan else ([], [])
            notes += contacts._apply(store, sale, arrival.order, changed if known else changed - {"contact"})
        if notes:
            sale._note_shop_edit(notes)
        if plan:
            sale._promise_added_goods()
        if short:
            raise HoldExchange("changed_below_shipped", changes="; ".join(short))

    # === LINES === #

    @api.model
    def _plan(self, store, sale, arrival):
        """The lines the order should have, before anything is touched.

        :return: list of values of ``sale.order.line``
        """
        # a line that was taken off the order may stay in the shop's list with nothing left of it
        lines = tuple(line for line in arrival.order.lines if line.quantity)
        order = replace(arrival.order, lines=lines)
        builder = self.env["ecom.order.builder"]
        currency = builder._currency(builder._currencies({order.currency}), order.currency)
        if currency != sale.currency_id:
            raise HoldExchange("changed_currency", old=sale.currency_id.name, new=currency.name)
        products = self.env["ecom.product.finder"]._for_orders(store, [order])
        plan = builder._prepare_lines_vals(store, replace(arrival, order=order), products, currency)
        builder._name_untaxed(store, sale.fiscal_position_id, plan)
        return plan

    @api.model
    def _apply_lines(self, sale, plan):
        """:return: tuple (what changed, what could not be taken off because it was shipped), for people"""
        total = sale.amount_total
        ours = {key: line for line in sale.order_line if (key := _key(line))}
        notes, short, new = [], [], []
        for vals in plan:
            line = ours.get(_key(vals))
            if line and line.product_id.id == vals["product_id"]:
                del ours[_key(vals)]
                notes += self._change_line(line, vals, short)
                continue
            if line:
                # another article took this line's place in the shop, and its name there
                line.ecom_line_ref = False
            new.append(self._prepare_new_line_vals(sale, vals))
        for line in ours.values():
            notes += self._remove_line(line, short)
        notes += [self._added(line, sale) for line in self.env["sale.order.line"].create(new)]
        if sale.currency_id.compare_amounts(total, sale.amount_total):
            old, new_total = self._amount(total, sale), self._amount(sale.amount_total, sale)
            notes.append(self.env._("Total: %(old)s → %(new)s", old=old, new=new_total))
        return notes, short

    @api.model
    def _added(self, line, sale):
        return self.env._(
            "%(product)s added: %(quantity)s at %(price)s",
            product=line.product_id.display_name,
            quantity=f"{line.product_uom_qty:g}",
            price=self._amount(line.price_unit, sale),
        )

    @api.model
    def _prepare_new_line_vals(self, sale, vals):
        goods = self.env["product.product"].browse(vals["product_id"]).type == "consu"
        added = vals["product_uom_qty"] if goods and sale.state == "sale" else 0.0
        return {**vals, "order_id": sale.id, "ecom_unpromised_qty": added}

    @api.model
    def _change_line(self, line, vals, short):
        name = line.product_id.display_name
        quantity = self._at_least_shipped(line, vals["product_uom_qty"], short)
        diff, notes = {}, []
        if line.product_uom_id.compare(line.product_uom_qty, quantity):
            diff["product_uom_qty"] = quantity
            old, new = f"{line.product_uom_qty:g}", f"{quantity:g}"
            notes.append(
                self.env._("%(product)s: quantity %(old)s → %(new)s", product=name, old=old, new=new)
            )
        if float_compare(line.price_unit, vals["price_unit"], precision_digits=PRICE_DIGITS):
            diff.update(price_unit=vals["price_unit"], technical_price_unit=vals["price_unit"])
            old, new = (self._amount(price, line.order_id) for price in (line.price_unit, vals["price_unit"]))
            notes.append(self.env._("%(product)s: price %(old)s → %(new)s", product=name, old=old, new=new))
        if float_compare(line.discount, vals["discount"], precision_digits=2):
            diff["discount"] = vals["discount"]
            old, new = f"{line.discount:g} %", f"{vals['discount']:g} %"
            notes.append(
                self.env._("%(product)s: discount %(old)s → %(new)s", product=name, old=old, new=new)
            )
        taxes = self.env["account.tax"].browse(vals["tax_ids"][0][2])
        if taxes != line.tax_ids:
            diff["tax_ids"] = vals["tax_ids"]
            old, new = (", ".join(some.mapped("name")) or "–" for some in (line.tax_ids, taxes))
            notes.append(self.env._("%(product)s: taxes %(old)s → %(new)s", product=name, old=old, new=new))
        if diff:
            self._write_line(line, diff)
        return notes

    @api.model
    def _remove_line(self, line, short):
        name, old = line.product_id.display_name, f"{line.product_uom_qty:g}"
        note = self.env._("%(product)s removed (it was %(old)s)", product=name, old=old)
        if line.order_id.state in ("draft", "sent"):
            line.unlink()
            return [note]
        left = self._at_least_shipped(line, 0.0, short)
        if not line.product_uom_id.compare(line.product_uom_qty, left):
            return []
        self._write_line(line, {"product_uom_qty": left})
        return [note]

    @api.model
    def _at_least_shipped(self, line, quantity, short):
        """What left can't be taken off: that much stays on the order, and is noted in ``short``."""
        shipped = line.qty_delivered if line.product_id.type == "consu" else 0.0
        if line.product_uom_id.compare(quantity, shipped) >= 0:
            return quantity
        short.append(
            self.env._(
                "%(product)s: %(quantity)s ordered, %(shipped)s shipped",
                product=line.product_id.display_name,
                quantity=f"{quantity:g}",
                shipped=f"{shipped:g}",
            )
        )
        return shipped

    @api.model
    def _write_line(self, line, vals):
        wanted = vals.get("product_uom_qty", line.product_uom_qty)
        fewer = line.product_uom_id.compare(wanted, line.product_uom_qty) < 0
        at_work = line._pickings_at_work() if fewer else self.env["stock.picking"]
        line.write({**vals, **line._prepare_added_vals(wanted)})
        line._put_back_what_is_too_much()
        at_work._warn_of_shop_edit(line)

    @api.model
    def _amount(self, amount, sale):
        return f"{float_repr(amount, sale.currency_id.decimal_places)} {sale.currency_id.name}"


def _key(line):
    """What a line is called in the shop; takes a record or its values."""
    get = line.get if isinstance(line, dict) else line.__getitem__
    if get("ecom_line_ref"):
        return "line", get("ecom_line_ref")
    return ("charge", get("ecom_charge_ref")) if get("ecom_charge_ref") else None
