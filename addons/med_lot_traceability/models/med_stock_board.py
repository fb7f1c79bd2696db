from odoo import api, models
from odoo.fields import Domain

#: What an attention tile counts: alerts (see stock_lot_alerts.py) and statuses.
BLOCKED = ("hold", "rejected", "recalled")


class MedStockReport(models.Model):
    """What the stock board shows. Read with the rights of the user."""

    _inherit = "med.stock.report"

    @api.model
    @api.readonly
    def get_board(self, warehouse_id=False, devices_only=False):
        """Figures for the stock board, and for each the domain of the rows behind it.

        :param warehouse_id: id of one warehouse, False for all
        :param devices_only: only medical devices
        :return: dict, see the methods called
        """
        domain = Domain("warehouse_id", "=", warehouse_id) if warehouse_id else Domain.TRUE
        if devices_only:
            domain &= Domain("is_medical_device", "=", True)
        return {
            "currency_id": self.env.company.currency_id.id,
            # pylint: disable-next=no-search-all
            "warehouses": self.env["stock.warehouse"].search_read([], ["name"], order="sequence, id"),
            "attention": self._get_board_attention(domain),
            "zones": self._get_board_zones(domain),
            "expiry": self._get_board_expiry(domain),
            "alerts": self._get_board_alerts(),
        }

    @api.model
    def _get_board_attention(self, domain):
        """:return: list of dicts: key, lots, value, domain"""
        lots = self.env["stock.lot"]
        wanted = {kind: lots._get_alert_domain(kind) for kind in ("expired", "near_expiry", "quarantine")}
        wanted["blocked"] = Domain("release_status", "in", BLOCKED)
        wanted["slow_moving"] = lots._get_alert_domain("slow_moving")
        return [
            {"key": key, **self._get_board_figures(domain & condition)} for key, condition in wanted.items()
        ]

    @api.model
    def _get_board_figures(self, domain):
        ((count, lots, value),) = self._read_group(
            domain, [], ["__count", "lot_id:count_distinct", "value:sum"]
        )
        return {"count": count, "lots": lots, "value": value or 0, "domain": list(domain)}

    @api.model
    def _get_board_zones(self, domain):
        """:return: list of dicts: a warehouse's name and its zones, each with its figures by status"""
        rows = self._read_group(
            domain,
            ["warehouse_id", "zone_id", "effective_status"],
            ["quantity:sum", "value:sum", "lot_id:count_distinct"],
            order="warehouse_id, zone_id",
        )
        labels = dict(self._fields["effective_status"]._description_selection(self.env))
        labels[False] = self.env._("Without lots")
        warehouses = {}
        for warehouse, zone, status, quantity, value, lots in rows:
            board = warehouses.setdefault(
                warehouse.id, {"id": warehouse.id, "name": warehouse.name or zone.name, "zones": {}}
            )
            here = domain & Domain("warehouse_id", "=", warehouse.id) & Domain("zone_id", "=", zone.id)
            tile = board["zones"].setdefault(zone.id, self._prepare_board_tile(zone, here))
            tile["lots"] += lots
            tile["value"] += value
            tile["statuses"].append(
                {
                    "status": status,
                    "label": labels[status],
                    "lots": lots,
                    "quantity": quantity,
                    "value": value,
                    "domain": [*tile["domain"], ("effective_status", "=", status)],
                }
            )
        return [{**board, "zones": list(board["zones"].values())} for board in warehouses.values()]

    @api.model
    def _prepare_board_tile(self, zone, domain):
        """A zone of a warehouse before its figures are added up."""
        return {
            "id": zone.id,
            "name": zone.name or self.env._("No zone"),
            "color": zone.color,
            "lots": 0,
            "value": 0,
            "statuses": [],
            "domain": list(domain),
        }

    @api.model
    def _get_board_expiry(self, domain):
        """:return: list of dicts, one for each expiry bucket, empty ones too"""
        found = {
            bucket: (lots, value)
            for bucket, lots, value in self._read_group(
                domain, ["expiry_bucket"], ["lot_id:count_distinct", "value:sum"]
            )
        }
        return [
            {
                "key": bucket,
                "label": label,
                "lots": found.get(bucket, (0, 0))[0],
                "value": found.get(bucket, (0, 0))[1],
                "domain": list(domain & Domain("expiry_bucket", "=", bucket)),
            }
            for bucket, label in self._fields["expiry_bucket"]._description_selection(self.env)
        ]

    @api.model
    def _get_board_alerts(self):
        """:return: number of open alerts about lots that the user may see"""
        alerts = [("res_model", "=", "stock.lot"), ("automated", "=", True)]
        return self.env["mail.activity"].search_count(alerts)
