from odoo import api, fields, models
from odoo.exceptions import UserError

# Records whose files and messages are evidence.
REGULATED_MODELS = ("stock.lot", "med.lot.batch", "stock.picking", "med.certificate")


class MedRetention(models.AbstractModel):
    """Which lots a record belongs to, so that it is kept as long as they are."""

    _name = "med.retention"
    _description = "Retention of Records"

    @api.model
    def _check(self, record, what=None):
        """Refuse to give up a record while a lot that it belongs to must be kept.

        :param record: one record of any model; those that have no lots pass
        :param what: what somebody wants to delete or change when it is not the record itself: its file
        :raise UserError: says until when, and who demands it
        """
        record = record.exists()
        if not record:
            return
        # sudo: retention counts lots of every company, whoever asks
        record = record.sudo()
        lots = self._get_lots(record)
        if record._name == "med.lot.batch" and not lots:
            self._check_batch(record, what)
        lots._check_retention(what or record)

    @api.model
    def _get_lots(self, record):
        """The lots of devices whose history this record is part of."""
        lots = self.env["stock.lot"].sudo()
        if record._name == "stock.lot":
            return record
        if record._name == "med.lot.batch":
            return record.lot_ids
        if record._name == "med.certificate":
            products = record.product_tmpl_ids | record.maker_id.made_product_ids
            return lots.search([("product_id.product_tmpl_id", "in", products.ids)])
        if record._name == "stock.picking":
            return record.move_line_ids.filtered(lambda line: line.state == "done").lot_id
        return lots

    @api.model
    def _check_batch(self, batch, what):
        retention = batch._get_own_retention()
        if retention.holds_on(self.env.company._get_today()):
            raise UserError(
                self.env._(
                    "'%(record)s' must be kept until %(date)s (%(rule)s): it can be neither deleted nor "
                    "altered before.",
                    record=(what or batch).display_name,
                    date=fields.Date.to_string(retention.until)
                    if retention.until
                    else self.env._("for ever"),
                    rule=retention.source,
                )
            )

    @api.model
    def _check_done_lines(self, moves, record):
        """Refuse when done movements of devices hang on a record that is to go."""
        lines = moves.sudo().move_line_ids.filtered(lambda line: line.state == "done")
        lines.lot_id._check_retention(record)
