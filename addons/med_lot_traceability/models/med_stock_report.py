from odoo import api, fields, models
from odoo.tools import SQL

from ..lot_status import EFFECTIVE_STATUSES, RELEASE_STATUSES, STATUSES_THAT_EXPIRE

#: Upper end in days, value, text. The values begin with a digit, so that groups come in their order.
EXPIRY_BUCKETS = [
    (0, "0_expired", "Expired"),
    (30, "1_30", "Within 30 days"),
    (90, "2_90", "31 to 90 days"),
    (180, "3_180", "91 to 180 days"),
    (365, "4_365", "181 to 365 days"),
    (None, "5_later", "Later"),
    (None, "6_none", "No expiry"),
]
#: Where goods are used up: what goes there has moved.
USED_BY = ("customer", "production")


class MedStockReport(models.Model):
    """What lies in the warehouses and on the way between them: one row per quant, with all it is asked for.

    Dates from which on a row is worth an alert are columns (``near_expiry_from``, ``slow_moving_from``,
    ``quarantine_due``), so that a domain compares them with now. Columns that need a look at the movements
    are scalar subqueries: PostgreSQL leaves them out when nobody asks for them.
    """

    _name = "med.stock.report"
    _description = "Stock in Sight"
    _auto = False
    _rec_name = "lot_id"
    _order = "expiration_date, id"
    _depends = {
        "product.product": ["product_tmpl_id", "standard_price"],
        "product.template": ["categ_id", "device_class", "is_medical_device", "lot_valuated"],
        "res.company": ["currency_id", "expiry_alert_days", "quarantine_alert_days", "slow_moving_days"],
        "stock.location": ["usage", "warehouse_id"],
        "stock.lot": ["alert_date", "batch_id", "expiration_date", "release_decided_on", "standard_price"],
        "stock.move.line": ["date", "location_dest_id", "lot_id", "product_id", "state"],
        "stock.quant": [
            "company_id",
            "in_date",
            "location_id",
            "lot_id",
            "owner_id",
            "product_id",
            "quantity",
            "release_status",
            "reserved_quantity",
            "zone_id",
        ],
    }

    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    location_id = fields.Many2one("stock.location", readonly=True)
    zone_id = fields.Many2one("med.zone", readonly=True)
    zone_color = fields.Selection(related="zone_id.color")
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Product Category", readonly=True)
    is_medical_device = fields.Boolean("Medical Device", readonly=True)
    device_class = fields.Selection(
        [("I", "Class I"), ("II", "Class II"), ("III", "Class III")], readonly=True
    )
    lot_id = fields.Many2one("stock.lot", "Lot/Serial", readonly=True)
    batch_id = fields.Many2one("med.lot.batch", readonly=True)
    release_status = fields.Selection(RELEASE_STATUSES, readonly=True, help="In the zone where it lies.")
    effective_status = fields.Selection(EFFECTIVE_STATUSES, "Status", readonly=True)
    expiration_date = fields.Datetime(readonly=True)
    expiry_bucket = fields.Selection(
        [(value, text) for _days, value, text in EXPIRY_BUCKETS], "Expires", readonly=True
    )
    quantity = fields.Float(digits="Product Unit", readonly=True)
    reserved_quantity = fields.Float("Reserved", digits="Product Unit", readonly=True)
    available_quantity = fields.Float(
        "Not Reserved", digits="Product Unit", readonly=True, help="Whether it may leave, the status says."
    )
    product_uom_id = fields.Many2one(related="product_id.uom_id")
    value = fields.Monetary(
        readonly=True, help="Quantity times the cost of the lot or the product; of goods that others own, 0."
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    in_date = fields.Datetime("In Stock Since", readonly=True)
    days_in_stock = fields.Integer(readonly=True, aggregator="avg")
    last_out_date = fields.Datetime(
        "Last Movement Out",
        readonly=True,
        help="When goods of this lot (or product without lots) last left to a customer or production.",
    )
    days_since_out = fields.Integer("Days without Movement Out", readonly=True, aggregator="avg")
    near_expiry_from = fields.Datetime(readonly=True)
    slow_moving_from = fields.Datetime(readonly=True)
    quarantine_due = fields.Datetime("Long in Quarantine From", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            "SELECT %s FROM %s WHERE location.usage IN ('internal', 'transit') AND quant.quantity <> 0",
            SQL(", ").join(
                SQL("%s AS %s", expression, SQL.identifier(name))
                for name, expression in self._get_columns(fields.Datetime.now()).items()
            ),
            self._get_tables(),
        )

    @api.model
    def _get_tables(self):
        return SQL(
            """
            stock_quant quant
            JOIN stock_location location ON location.id = quant.location_id
            JOIN product_product product ON product.id = quant.product_id
            JOIN product_template template ON template.id = product.product_tmpl_id
            LEFT JOIN stock_lot lot ON lot.id = quant.lot_id
            LEFT JOIN res_company company ON company.id = quant.company_id
            """
        )

    @api.model
    def _get_columns(self, now):
        """:return: dict of column name to SQL expression"""
        plain = {
            "quant": ("id", "location_id", "zone_id", "product_id", "lot_id", "release_status"),
            "template": ("categ_id", "is_medical_device", "device_class"),
            "location": ("warehouse_id",),
            "lot": ("batch_id", "expiration_date"),
            "company": ("currency_id",),
        }
        columns = {name: SQL.identifier(table, name) for table, names in plain.items() for name in names}
        last_out = self._get_last_out()
        return columns | {
            "company_id": SQL("quant.company_id"),
            "quantity": SQL("quant.quantity"),
            "reserved_quantity": SQL("quant.reserved_quantity"),
            "available_quantity": SQL("quant.quantity - quant.reserved_quantity"),
            "value": self._get_value(),
            "in_date": SQL("quant.in_date"),
            "effective_status": SQL(
                "CASE WHEN quant.release_status IN %s AND lot.expiration_date <= %s THEN 'expired'"
                " ELSE quant.release_status END",
                STATUSES_THAT_EXPIRE,
                now,
            ),
            "expiry_bucket": self._get_expiry_bucket(now),
            "days_in_stock": SQL("%s::date - quant.in_date::date", now),
            "last_out_date": last_out,
            "days_since_out": SQL("%s::date - COALESCE(%s, quant.in_date)::date", now, last_out),
            "near_expiry_from": self._get_near_expiry(),
            "slow_moving_from": SQL(
                "CASE WHEN quant.quantity > 0 THEN GREATEST(%s, quant.in_date)"
                " + company.slow_moving_days * INTERVAL '1 day' END",
                last_out,
            ),
            "quarantine_due": SQL(
                "CASE WHEN quant.release_status = 'quarantine'"
                " THEN GREATEST(lot.release_decided_on, quant.in_date)"
                " + company.quarantine_alert_days * INTERVAL '1 day' END"
            ),
        }

    @api.model
    def _get_expiry_bucket(self, now):
        *ends, later, none = EXPIRY_BUCKETS
        return SQL(
            "CASE WHEN lot.expiration_date IS NULL THEN %s %s ELSE %s END",
            none[1],
            SQL(" ").join(
                SQL(
                    "WHEN lot.expiration_date <= %s::timestamp + %s * INTERVAL '1 day' THEN %s",
                    now,
                    days,
                    value,
                )
                for days, value, _text in ends
            ),
            later[1],
        )

    @api.model
    def _get_near_expiry(self):
        """What somebody chose for the lot or its product, else the company's days."""
        return SQL(
            "CASE WHEN lot.alert_date < lot.expiration_date THEN lot.alert_date"
            " ELSE lot.expiration_date - company.expiry_alert_days * INTERVAL '1 day' END"
        )

    @api.model
    def _get_value(self):
        return SQL(
            """
            CASE WHEN quant.owner_id IS NULL OR quant.owner_id = company.partner_id
                 THEN quant.quantity * COALESCE(
                     CASE WHEN template.lot_valuated
                          THEN (lot.standard_price ->> quant.company_id::text)::numeric END,
                     (product.standard_price ->> quant.company_id::text)::numeric,
                     0)
                 ELSE 0 END
            """
        )

    @api.model
    def _get_last_out(self):
        """The newest line out, by the index on done lines: it never reads a lot's whole history."""
        used = SQL(
            "FROM stock_move_line line JOIN stock_location dest ON dest.id = line.location_dest_id"
            " WHERE line.state = 'done' AND dest.usage IN %s",
            USED_BY,
        )
        return SQL(
            """
            CASE WHEN quant.lot_id IS NOT NULL
                 THEN (SELECT line.date %(used)s AND line.lot_id = quant.lot_id
                        ORDER BY line.date DESC LIMIT 1)
                 ELSE (SELECT line.date %(used)s
                          AND line.lot_id IS NULL AND line.product_id = quant.product_id
                        ORDER BY line.date DESC LIMIT 1)
            END
            """,
            used=used,
        )

    def action_open_lot(self):
        """A row isn't worth a form of its own: open the lot, or the product of goods without lots."""
        self.ensure_one()
        record = self.lot_id or self.product_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
