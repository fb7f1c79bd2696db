from datetime import datetime, time

from odoo import api, models
from odoo.fields import Command


class EcomFileImporterStock(models.AbstractModel):
    """Opening stock: what is not here yet becomes one receipt, which the warehouse looks at and validates.

    So lots go the way of all lots: received, in quarantine, inspected, released. A file is no stock count:
    a quantity that is here, or that a file brought before, changes nothing; another quantity of the same
    lot is refused.
    """

    _name = "ecom.file.importer.stock"
    _description = "Importer of opening stock"
    _inherit = "ecom.file.importer.rows"

    @api.model
    def _find(self, file, records):
        products = self._products(file, records, "stock.sku")
        told = self._sums(records)
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
            elif self._is_other_figure(file, product, lot, told[self._place_of(record)]):
                record.fail(
                    "stock_differs",
                    "stock.quantity",
                    value=lot or product.default_code,
                    here=f"{self._here(file, product, lot):g}",
                    told=f"{told[self._place_of(record)]:g}",
                )
            record.found = product

    @api.model
    def _place_of(self, record):
        return record.get("stock.sku"), record.get("stock.lot")

    @api.model
    def _sums(self, records):
        """A lot that lies at several places has a row for each: what counts is their sum."""
        sums = {}
        for record in records:
            key = self._place_of(record)
            sums[key] = sums.get(key, 0.0) + float(record.get("stock.quantity", 0))
        return sums

    @api.model
    def _outcome(self, file, record):
        is_here = self._is_here(file, record.found, record.get("stock.lot"))
        return "same" if is_here or not record.get("stock.quantity", 0) else "new"

    @api.model
    def _remark(self, file, records):
        """That figures are added, not counted, before somebody loads them."""
        new = [one for one in records if not one.is_bad and self._outcome(file, one) == "new"]
        if not new:
            return False
        return self.env._(
            "Opening stock: %(count)s rows with %(quantity)s pieces in all become a receipt that the "
            "warehouse validates. Nothing is counted or corrected: what is here already stays as it is.",
            count=len(new),
            quantity=f"{sum(one.get('stock.quantity') for one in new):g}",
        )

    # === WHAT IS HERE === #

    @api.model
    def _is_other_figure(self, file, product, lot, told):
        """Whether a file says something else than what is here and than what files brought before."""
        if not self._is_here(file, product, lot):
            return False
        known = (self._here(file, product, lot), self._brought(file, product, lot))
        return not any(quantity and not product.uom_id.compare(told, quantity) for quantity in known)

    @api.model
    def _is_here(self, file, product, lot):
        """Whether the lot, or any stock of an untracked product, is here or on its way in, or was brought."""
        lots = lot and self.env["stock.lot"].sudo().search_count(
            [
                ("product_id", "=", product.id),
                ("name", "=", lot),
                ("company_id", "in", (False, file.company_id.id)),
            ],
            limit=1,
        )
        return bool(lots or self._here(file, product, lot) or self._brought(file, product, lot))

    @api.model
    def _here(self, file, product, lot):
        """Pieces in the company's own locations or on their way in."""
        wanted = [("company_id", "=", file.company_id.id), ("product_id", "=", product.id)]
        # sudo: whoever brings the file need not see all stock
        quants = self.env["stock.quant"].sudo()
        mine = [("lot_id.name", "=", lot)] if lot else []
        groups = quants._read_group(
            [*wanted, *mine, ("location_id.usage", "=", "internal")], aggregates=["quantity:sum"]
        )
        coming = self._move_lines(wanted, lot, [("state", "not in", ("done", "cancel"))])
        return (groups[0][0] or 0.0) + sum(coming.mapped("quantity"))

    @api.model
    def _brought(self, file, product, lot):
        """Pieces that files of this shop brought in."""
        wanted = [
            ("product_id", "=", product.id),
            ("picking_id.ecom_file_id.store_id", "=", file.store_id.id),
        ]
        return sum(self._move_lines(wanted, lot, [("state", "!=", "cancel")]).mapped("quantity"))

    @api.model
    def _move_lines(self, wanted, lot, states):
        named = ["|", ("lot_name", "=", lot), ("lot_id.name", "=", lot)] if lot else []
        domain = [*wanted, *named, *states, ("picking_id.picking_type_code", "=", "incoming")]
        return self.env["stock.move.line"].sudo().search(domain)

    # === RECEIPT === #

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
                    "ecom_file_id": file.id,
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
