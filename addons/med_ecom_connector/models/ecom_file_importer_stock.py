from datetime import datetime, time

from odoo import api, models
from odoo.fields import Command


class EcomFileImporterStock(models.AbstractModel):
    """Opening stock: what is not here yet becomes one receipt, which the warehouse looks at and validates.

    So lots go the way of all lots: received, in quarantine, inspected, released. What is known here is left
    alone: a file is no stock count.
    """

    _name = "ecom.file.importer.stock"
    _description = "Importer of opening stock"
    _inherit = "ecom.file.importer.rows"

    @api.model
    def _find(self, file, records):
        products = self._products(file, records, "stock.sku")
        for record in records:
            product = products.get(record.get("stock.sku"))
            if not product:
                continue
            is_tracked, lot = product.tracking != "none", record.get("stock.lot")
            if record.get("stock.quantity", 0) < 0:
                record.fail("negative", "stock.quantity", value=record.get("stock.quantity"))
            elif is_tracked and not lot:
                record.fail("lot_missing", "stock.sku", value=product.default_code)
            elif lot and not is_tracked:
                record.fail("not_tracked", "stock.lot", value=product.default_code)
            record.found = product

    @api.model
    def _outcome(self, file, record):
        return "same" if self._is_here(file, record) or not record.get("stock.quantity", 0) else "new"

    @api.model
    def _is_here(self, file, record):
        """Whether the lot, or any stock of an untracked product, is here or on its way in."""
        product, lot = record.found, record.get("stock.lot")
        company = [("company_id", "=", file.company_id.id)]
        if lot:
            lots = (
                self.env["stock.lot"]
                .sudo()
                .search_count(
                    [
                        ("product_id", "=", product.id),
                        ("name", "=", lot),
                        ("company_id", "in", (False, file.company_id.id)),
                    ],
                    limit=1,
                )
            )
            domain = [("lot_name", "=", lot)]
        else:
            lots = (
                self.env["stock.quant"]
                .sudo()
                .search_count(
                    [*company, ("product_id", "=", product.id), ("location_id.usage", "=", "internal")],
                    limit=1,
                )
            )
            domain = []
        return bool(
            lots
            or self.env["stock.move.line"]
            .sudo()
            .search_count(
                [
                    *company,
                    *domain,
                    ("product_id", "=", product.id),
                    ("picking_id.picking_type_code", "=", "incoming"),
                    ("state", "not in", ("done", "cancel")),
                ],
                limit=1,
            )
        )

    @api.model
    def _load(self, file, records):
        records = [record for record in records if self._outcome(file, record) == "new"]
        if not records:
            return
        # Whoever brings the file plans the receipt; the warehouse validates it.
        kind = file.store_id.warehouse_id.sudo().in_type_id
        source = kind.default_location_src_id or self.env.ref("stock.stock_location_suppliers")
        picking = (
            self.env["stock.picking"]
            .sudo()
            .create(
                {
                    "picking_type_id": kind.id,
                    "location_id": source.id,
                    "location_dest_id": kind.default_location_dest_id.id,
                    "origin": file.name,
                }
            )
        )
        # The transfer first: detailed lines made together with it would not know it.
        for product, mine in self._by_product(records).items():
            picking.move_ids.create(self._prepare_move_vals(picking, product, mine))
        picking.action_confirm()
        file.message_post(body=self.env._("Receipt to be validated: %s", picking.name))

    @api.model
    def _by_product(self, records):
        groups = {}
        for record in records:
            groups.setdefault(record.found, []).append(record)
        return groups

    @api.model
    def _prepare_move_vals(self, picking, product, records):
        places = {
            "picking_id": picking.id,
            "location_id": picking.location_id.id,
            "location_dest_id": picking.location_dest_id.id,
        }
        return {
            **places,
            "product_id": product.id,
            "product_uom_qty": float(sum(record.get("stock.quantity") for record in records)),
            "move_line_ids": [
                Command.create(
                    {
                        **places,
                        "product_id": product.id,
                        "quantity": float(record.get("stock.quantity")),
                        **self._prepare_lot_vals(product, record),
                    }
                )
                for record in records
            ],
        }

    @api.model
    def _prepare_lot_vals(self, product, record):
        lot, expiry = record.get("stock.lot"), record.get("stock.expiry")
        vals = {"lot_name": lot} if lot else {}
        if lot and expiry and product.use_expiration_date:
            vals["expiration_date"] = datetime.combine(expiry, time(12))
        return vals
