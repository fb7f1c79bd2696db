from collections import Counter, defaultdict

from odoo import fields, models


class SaleOrder(models.Model):
    """Where each line of a shop order leaves from."""

    _inherit = "sale.order"

    ecom_allocation_ids = fields.One2many("ecom.allocation", "order_id", "From where", readonly=True)
    ecom_place_by_hand = fields.Boolean(
        "Warehouse chosen by hand", readonly=True, copy=False, help="Then no rule is asked."
    )

    def _get_allocation_rules(self):
        self.ensure_one()
        rules = self.env["ecom.allocation.rule"]
        return rules if self.ecom_place_by_hand else rules._for_store(self.ecom_store_id)

    def _get_candidate_warehouses(self):
        """:return: all warehouses that goods of these orders may come from"""
        places = self.warehouse_id
        for order in self:
            places |= order._get_allocation_rules().place_ids.warehouse_id
        return places

    def _plan_goods(self, free):
        """Find out where the goods would leave from, all or nothing, and take them out of ``free``.

        :param free: dict of (warehouse id, product id) to quantity
        :return: (rows for ``ecom.allocation``, dict of missing product to the pieces that are there)
        """
        self.ensure_one()
        rules = self._get_allocation_rules()
        by_rule = defaultdict(lambda: self.env["sale.order.line"])
        for line in self.order_line.filtered(
            lambda line: line.is_storable and line._get_unpromised_qty() > 0
        ):
            by_rule[rules._first_for(line)] |= line
        left, rows, missing = free.copy(), [], {}
        for rule, lines in by_rule.items():
            ranked = self._rank_warehouses(rule, lines, left)
            found, lacking = self._plan_lines(rule, lines, ranked, left)
            rows += found
            missing |= lacking
        if not missing:
            free.update(left)
        return rows, missing

    def _rank_warehouses(self, rule, lines, free):
        if not rule:
            return [(self.warehouse_id, None)]
        ranked = rule._rank(self.partner_shipping_id, lines.product_id, free)
        if self.state == "sale":
            # what is added leaves together with the rest, if it can
            ranked = sorted(ranked, key=lambda row: row[0] != self.warehouse_id)
        return ranked

    def _plan_lines(self, rule, lines, ranked, left):
        """Plan the lines of one rule; with what is taken off ``left``."""
        needs = {line: line._get_unpromised_qty() for line in lines}
        seen = dict(left)
        if not rule or rule.split == "keep":
            taken, together = self._plan_together(needs, ranked, left), True
        else:
            taken, together = self._plan_split(needs, ranked, left), False
        missing = {}
        rows = []
        for line, quantity in needs.items():
            if sum(taken[line].values()) < quantity - 1e-6:
                there = [seen.get((place.id, line.product_id.id), 0.0) for place, _figure in ranked]
                missing[line.product_id] = max(0.0, max(there) if together else sum(max(x, 0) for x in there))
            rows += self._prepare_allocation_vals_list(rule, line, ranked, seen, taken[line], together)
        return rows, missing

    def _plan_together(self, needs, ranked, left):
        """All lines from the first warehouse that has them all."""
        for place, _figure in ranked:
            wanted = Counter()
            for line, quantity in needs.items():
                wanted[line.product_id.id] += quantity
            if all(left.get((place.id, key), 0.0) >= quantity - 1e-6 for key, quantity in wanted.items()):
                for key, quantity in wanted.items():
                    left[place.id, key] -= quantity
                return {line: {place: quantity} for line, quantity in needs.items()}
        return {line: {} for line in needs}

    def _plan_split(self, needs, ranked, left):
        """Each line from the first warehouse that has all of it, else from several."""
        taken = {}
        for line, quantity in needs.items():
            key = line.product_id.id
            whole = [place for place, _figure in ranked if left.get((place.id, key), 0.0) >= quantity - 1e-6]
            taken[line], open_quantity = {}, quantity
            for place in whole[:1] or [place for place, _figure in ranked]:
                part = min(max(left.get((place.id, key), 0.0), 0.0), open_quantity)
                if part > 0:
                    taken[line][place] = part
                    left[place.id, key] -= part
                    open_quantity -= part
        return taken

    def _prepare_allocation_vals_list(self, rule, line, ranked, seen, taken, together):
        """One row per warehouse looked at, with why."""
        rows = []
        for place, figure in ranked:
            free = max(seen.get((place.id, line.product_id.id), 0.0), 0.0)
            if place in taken:
                reason = "chosen"
            elif free < line._get_unpromised_qty():
                reason = "less"
            else:
                later = any(place_of_rank in taken for place_of_rank, _figure in ranked[: len(rows)])
                reason = "later" if later or not together else "together"
            rows.append(
                {
                    "order_id": self.id,
                    "line_id": line.id,
                    "rule_id": rule.id,
                    "rule_name": rule.name,
                    "criterion": rule.criterion,
                    "warehouse_id": place.id,
                    "free": free,
                    "quantity": taken.get(place, 0.0),
                    "figure": figure or 0.0,
                    "has_figure": figure is not None,
                    "reason": reason,
                }
            )
        return rows

    def _note_allocation(self, rows):
        """Keep why, and let the order leave from where most of it does."""
        self.ensure_one()
        # the engine's own record, whoever pressed the button
        planned = {row["line_id"] for row in rows}
        self.sudo().ecom_allocation_ids.filtered(
            lambda row: self.state != "sale" or row.line_id.id in planned
        ).unlink()
        self.env["ecom.allocation"].sudo().create(rows)
        if self.state == "sale":
            return
        pieces = Counter()
        for row in rows:
            pieces[row["warehouse_id"]] += row["quantity"]
        best = max(pieces, key=pieces.get, default=False)
        if best and pieces[best] and self.warehouse_id.id != best:
            self.warehouse_id = best
