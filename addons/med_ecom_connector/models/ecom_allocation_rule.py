from datetime import datetime

from odoo import api, fields, models

from .ecom_warehouse_reach import normal_zip


class EcomAllocationRule(models.Model):
    """From which warehouses goods of shop orders are delivered. The first rule that fits a line decides."""

    _name = "ecom.allocation.rule"
    _description = "Allocation rule"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    store_ids = fields.Many2many("ecom.store", string="Shops", check_company=True, help="Empty: all shops.")
    country_ids = fields.Many2many("res.country", string="Countries", help="Empty: all countries.")
    state_ids = fields.Many2many("res.country.state", string="States", help="Empty: all states.")
    zip_prefixes = fields.Char(
        "Postcodes begin with", help="Separated by commas, for example 69, 01, 38. Empty: all postcodes."
    )
    categ_ids = fields.Many2many(
        "product.category", string="Product categories", help="With their sub-categories. Empty: all."
    )
    place_ids = fields.One2many("ecom.allocation.place", "rule_id", string="Warehouses", copy=True)
    criterion = fields.Selection(
        [
            ("priority", "Order of the list"),
            ("stock", "Most in stock"),
            ("expiry", "Earliest expiry"),
            ("distance", "Shortest distance"),
            ("cost", "Lowest cost"),
        ],
        string="Prefer",
        default="priority",
        required=True,
        help="Distance and cost come from the table of regions. Where it says the same, or nothing, the "
        "order of the list decides.",
    )
    split = fields.Selection(
        [("keep", "Keep together"), ("split", "Split if needed")],
        default="keep",
        required=True,
        help="Keep together: all lines under this rule leave from one warehouse, or the order is short.",
    )

    @api.model
    def _for_store(self, store):
        """:return: the rules that may apply to orders of this shop, in their order"""
        rules = self.search([("company_id", "=", store.company_id.id)])
        return rules.filtered(lambda rule: rule.place_ids and (not rule.store_ids or store in rule.store_ids))

    def _first_for(self, line):
        """:return: the first of these rules that fits the order line"""
        return next((rule for rule in self if rule._fits(line)), self.browse())

    def _fits(self, line):
        self.ensure_one()
        partner, category = line.order_id.partner_shipping_id, line.product_id.categ_id
        prefixes = [normal_zip(text) for text in (self.zip_prefixes or "").split(",") if text.strip()]
        parents = {int(part) for part in (category.parent_path or "").split("/") if part}
        return (
            (not self.country_ids or partner.country_id in self.country_ids)
            and (not self.state_ids or partner.state_id in self.state_ids)
            and (not prefixes or normal_zip(partner.zip).startswith(tuple(prefixes)))
            and (not self.categ_ids or bool(parents & set(self.categ_ids.ids)))
        )

    def _rank(self, partner, products, free):
        """The warehouses of the rule, best first.

        :param free: dict of (warehouse id, product id) to quantity
        :return: list of (warehouse, the figure it was ranked by or None)
        """
        self.ensure_one()
        warehouses = self.place_ids.warehouse_id
        figures = getattr(self, f"_figures_{self.criterion}")(warehouses, partner, products, free)
        order = {place.warehouse_id: index for index, place in enumerate(self.place_ids)}
        worst = float("inf")
        return sorted(
            ((warehouse, figures.get(warehouse)) for warehouse in warehouses),
            key=lambda pair: (worst if pair[1] is None else pair[1], order[pair[0]]),
        )

    def _figures_priority(self, _warehouses, _partner, _products, _free):
        return {}

    def _figures_stock(self, warehouses, _partner, products, free):
        # the most comes first
        return {
            warehouse: -sum(free[warehouse.id, product.id] for product in products)
            for warehouse in warehouses
        }

    def _figures_expiry(self, warehouses, _partner, products, _free):
        """Days until the first lot there expires."""
        found = {}
        for warehouse in warehouses:
            # what leaves first matters, not who may look at which lot
            quant = (
                self.env["stock.quant"]
                .sudo()
                .search(
                    [
                        ("product_id", "in", products.ids),
                        ("location_id", "child_of", warehouse.lot_stock_id.id),
                        ("release_status", "=", "released"),
                        ("expiration_date", ">", fields.Datetime.now()),
                        ("quantity", ">", 0),
                    ],
                    order="expiration_date",
                    limit=1,
                )
            )
            if quant:
                found[warehouse] = (quant.expiration_date - datetime.now()).days
        return found

    def _figures_distance(self, warehouses, partner, _products, _free):
        reach = self.env["ecom.warehouse.reach"]._find(warehouses, partner)
        return {warehouse: row.distance for warehouse, row in reach.items()}

    def _figures_cost(self, warehouses, partner, _products, _free):
        reach = self.env["ecom.warehouse.reach"]._find(warehouses, partner)
        return {warehouse: row.cost for warehouse, row in reach.items()}


class EcomAllocationPlace(models.Model):
    _name = "ecom.allocation.place"
    _description = "Warehouse of an allocation rule"
    _order = "sequence, id"
    _check_company_auto = True

    rule_id = fields.Many2one("ecom.allocation.rule", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rule_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    warehouse_id = fields.Many2one("stock.warehouse", required=True, check_company=True)

    _warehouse_uniq = models.Constraint("UNIQUE (rule_id, warehouse_id)", "Each warehouse is in a rule once.")
