from odoo import api, fields, models

from ..models.ecom_file_exporter import OUTBOX_KINDS
from ..models.ecom_file_layout import KINDS


class EcomFileExport(models.TransientModel):
    """What to write into a file for a shop, and how."""

    _name = "ecom.file.export"
    _description = "Export a file for a shop"

    store_id = fields.Many2one(
        "ecom.store",
        "Shop",
        required=True,
        domain="[('channel', '=', 'file')]",
        default=lambda self: self.env["ecom.file"]._default_store(),
    )
    object = fields.Selection(KINDS, "Content", required=True, default="shipment")
    layout_id = fields.Many2one(
        "ecom.file.layout",
        required=True,
        compute="_compute_layout_id",
        store=True,
        readonly=False,
        domain="[('object', '=', object), ('direction', '=', 'out')]",
    )
    only_new = fields.Boolean(
        "Only what is new", default=True, help="Leave out what an earlier file told already."
    )
    has_outbox = fields.Boolean(compute="_compute_has_outbox")

    @api.depends("object", "store_id")
    def _compute_layout_id(self):
        """The layout of the last such file, or the first there is."""
        for export in self:
            last = self.env["ecom.file"].search(
                [
                    ("store_id", "=", export.store_id.id),
                    ("object", "=", export.object),
                    ("direction", "=", "out"),
                    ("layout_id.active", "=", True),
                ],
                limit=1,
            )
            export.layout_id = last.layout_id or self.env["ecom.file.layout"].search(
                [("object", "=", export.object), ("direction", "=", "out")], limit=1
            )

    @api.depends("object")
    def _compute_has_outbox(self):
        for export in self:
            export.has_outbox = export.object in OUTBOX_KINDS

    def action_export(self):
        """Write the file, keep it and show it."""
        self.ensure_one()
        self.env["ecom.file"].check_access("create")
        self.store_id.check_access("read")
        exporter = self.env["ecom.file.exporter"]
        file = exporter._export(self.store_id, self.layout_id, only_new=self.only_new)
        exporter._check_any(file)
        return {
            "type": "ir.actions.act_window",
            "res_model": "ecom.file",
            "res_id": file.id,
            "view_mode": "form",
        }
