from odoo import api, models


class EcomFileImporterProduct(models.AbstractModel):
    """Products, by SKU: unknown ones are created as storable goods, known ones brought up to date."""

    _name = "ecom.file.importer.product"
    _description = "Importer of product files"
    _inherit = "ecom.file.importer.rows"

    _key = "product.sku"
    _changes = "product.product"

    @api.model
    def _find(self, file, records):
        products = self._products(file, records, "product.sku", required=False)
        for record in records:
            record.found = products.get(record.get("product.sku"))

    @api.model
    def _vals(self, file, record):
        vals = {
            "name": record.get("product.name"),
            "barcode": record.get("product.barcode"),
            "list_price": float(record.get("product.price", 0)),
            "weight": float(record.get("product.weight", 0)),
            "tracking": record.get("product.tracking"),
            "description_sale": record.get("product.description"),
        }
        # How pieces are told apart is settled once there is stock: a file does not change it.
        if record.found:
            del vals["tracking"]
        return {name: value for name, value in vals.items() if value}

    @api.model
    def _load(self, file, records):
        new = []
        for record in records:
            vals = self._vals(file, record)
            if record.found:
                changed = self._differences(record.found, vals)
                if changed:
                    record.found.write(changed)
            else:
                new.append(
                    {
                        **vals,
                        "default_code": record.get("product.sku"),
                        "is_storable": True,
                        "company_id": file.company_id.id,
                    }
                )
        self.env["product.product"].create(new)
