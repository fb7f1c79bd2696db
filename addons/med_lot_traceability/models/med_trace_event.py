from odoo import fields, models

from ..lot_status import EFFECTIVE_STATUSES
from ..operations import OPERATIONS

KINDS = [
    ("move", "Movement"),
    ("status", "Release Decision"),
    ("inspection", "Inspection"),
    ("change", "Change of Data"),
    ("label", "Label Print"),
    ("transformation", "Transformation"),
    ("rule", "Change of Rules"),
    ("merge", "Merge of Partners"),
]


class MedTraceEvent(models.Model):
    """One row of the ledger: what happened, and all that was known at that moment.

    Never changed, never deleted. Partners and documents are kept by id and by name, without foreign key:
    they may be merged or renamed, the row may not. ``happened_on`` is when it happened, ``recorded_on`` when
    it was written down.
    """

    _name = "med.trace.event"
    _description = "Ledger Row"
    _order = "happened_on desc, id desc"
    _rec_name = "document_name"
    _log_access = False

    # --- place in the chain
    chain = fields.Char(required=True, readonly=True, help="What the row is about: 'lot/12', 'product/3'.")
    sequence = fields.Integer(required=True, readonly=True, help="1 for the first row of the chain.")
    format = fields.Integer(required=True, readonly=True, help="Which columns are hashed, and how.")
    previous_hash = fields.Char(readonly=True)
    hash = fields.Char(required=True, readonly=True)
    # --- what, when, who
    kind = fields.Selection(KINDS, required=True, readonly=True)
    operation = fields.Selection(OPERATIONS, readonly=True)
    happened_on = fields.Datetime(required=True, readonly=True)
    recorded_on = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    user_name = fields.Char(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, ondelete="restrict")
    # --- of what
    product_id = fields.Many2one("product.product", readonly=True, ondelete="restrict")
    product_code = fields.Char(readonly=True)
    product_name = fields.Char(readonly=True)
    lot_id = fields.Many2one("stock.lot", "Lot/Serial", readonly=True, ondelete="restrict")
    lot_name = fields.Char("Lot/Serial Number", readonly=True)
    batch_name = fields.Char(readonly=True)
    is_serial = fields.Boolean(readonly=True)
    udi_di = fields.Char("UDI-DI", readonly=True)
    udi = fields.Char("UDI", readonly=True)
    production_date = fields.Date(readonly=True)
    expiration_date = fields.Datetime(readonly=True)
    quantity = fields.Float(digits=(16, 6), readonly=True, help="In the product's own unit of measure.")
    uom_name = fields.Char("Unit", readonly=True)
    # --- from where to where
    location_id = fields.Many2one("stock.location", "From", readonly=True, ondelete="restrict")
    location_name = fields.Char("From (Name)", readonly=True)
    from_zone = fields.Char(readonly=True, help="Code of the zone.")
    from_usage = fields.Char(readonly=True)
    location_dest_id = fields.Many2one("stock.location", "To", readonly=True, ondelete="restrict")
    location_dest_name = fields.Char("To (Name)", readonly=True)
    to_zone = fields.Char(readonly=True, help="Code of the zone.")
    to_usage = fields.Char(readonly=True)
    # --- on what paper, with whom
    document_model = fields.Char(readonly=True)
    document_id = fields.Integer("Document ID", readonly=True)
    document_name = fields.Char("Document", readonly=True)
    order_model = fields.Char(readonly=True)
    order_id = fields.Integer("Order ID", readonly=True)
    order_name = fields.Char("Order", readonly=True)
    move_line_ref = fields.Integer("Move Line ID", readonly=True)
    partner_ref = fields.Integer("Partner ID", readonly=True)
    commercial_partner_ref = fields.Integer("Company ID of the Partner", readonly=True)
    partner_name = fields.Char(readonly=True)
    partner_address = fields.Char(readonly=True)
    # --- on whose decision
    release_status = fields.Selection(EFFECTIVE_STATUSES, readonly=True, help="At that moment.")
    old_status = fields.Selection(EFFECTIVE_STATUSES, readonly=True)
    new_status = fields.Selection(EFFECTIVE_STATUSES, readonly=True)
    zone = fields.Char(readonly=True, help="Code of the zone that a decision is limited to.")
    reason = fields.Char(readonly=True)
    report_name = fields.Char("Inspection Report", readonly=True)
    report_hash = fields.Char("SHA-256 of the Report", readonly=True)
    details = fields.Char(
        readonly=True, help="JSON: old and new values, and what else the kind of row needs."
    )
    # --- how rows hang together
    corrects_id = fields.Many2one(
        "med.trace.event", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    corrected_by_ids = fields.One2many("med.trace.event", "corrects_id", string="Corrections")
    source_lot_id = fields.Many2one(
        "stock.lot", "Made From", readonly=True, ondelete="restrict", index="btree_not_null"
    )

    _chain_uniq = models.Constraint("UNIQUE (chain, sequence)", "The ledger has this row already.")
    _lot_idx = models.Index("(lot_id, happened_on, id)")
    _commercial_partner_idx = models.Index("(commercial_partner_ref, happened_on) WHERE kind = 'move'")
    _document_idx = models.Index("(document_model, document_id)")
    _move_line_idx = models.Index("(move_line_ref) WHERE move_line_ref IS NOT NULL")
    _product_idx = models.Index("(product_id, happened_on)")
    _order_idx = models.Index("(order_model, order_id)")
    _happened_idx = models.Index("(happened_on, id)")
    # the few rows that say what a lot was made from, without reading all others of the lot
    _made_from_idx = models.Index("(lot_id) WHERE source_lot_id IS NOT NULL")
