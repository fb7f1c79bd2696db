from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..certificate_kinds import MAKER_KIND_CODES
from ..sql_ids import sql_ids


class ProductTemplate(models.Model):
    """Devices whose certificates have ended can't be bought or sold.

    A device is stopped when a jurisdiction of its (else of its company, else of the certificate) demands a
    certificate of a kind, there are such certificates, and none of them is valid today. A licence of its
    maker stops buying only: what was lawfully made may still be sold.
    """

    _inherit = "product.template"

    is_stopped = fields.Boolean(compute="_compute_stop", search="_search_is_stopped")
    stop_reason = fields.Char(compute="_compute_stop")

    @api.depends(
        "certificate_ids.valid_from",
        "certificate_ids.valid_until",
        "certificate_ids.kind",
        "maker_id",
        "jurisdiction_ids",
        "device_class",
        "is_medical_device",
    )
    @api.depends_context("company")
    def _compute_stop(self):
        stops = self._get_stops("purchase")
        certificates = self.env["med.certificate"]
        for template in self:
            ended = certificates.browse(stops.get(template._origin.id or template.id))
            template.is_stopped = bool(ended)
            template.stop_reason = "; ".join(certificate._get_stop_text() for certificate in ended)

    def _search_is_stopped(self, operator, value):
        if operator != "in" or len(value) != 1:
            return NotImplemented
        # sudo: which products are stopped follows from papers, not from who looks
        devices = self.sudo().with_context(active_test=False).search([("is_medical_device", "=", True)])
        return [("id", "in" if True in value else "not in", list(devices._get_stops("purchase")))]

    def _get_stops(self, operation):
        """Which of these products are stopped, in one query.

        :param operation: 'purchase' or 'sale'
        :return: dict of template id to certificate ids: of each kind and jurisdiction the one that ended last
        """
        if not self.ids:
            return {}
        self.env["med.certificate"].flush_model()
        self.flush_model(["device_class", "maker_id", "is_medical_device", "jurisdiction_ids", "company_id"])
        stops = {}
        for template_id, certificate_id in self.env.execute_query(self._get_stop_query(operation)):
            stops.setdefault(template_id, []).append(certificate_id)
        return stops

    def _get_stop_query(self, operation):
        return SQL(
            """
            WITH device AS (
                SELECT id, device_class, maker_id, COALESCE(company_id, %(company)s) AS company_id
                  FROM product_template
                 WHERE id = ANY(%(templates)s) AND is_medical_device
            ), held AS (
                SELECT device.id AS template_id, rel.certificate_id
                  FROM device
                  JOIN med_certificate_product_rel rel ON rel.product_tmpl_id = device.id
                UNION
                SELECT device.id, certificate.id
                  FROM device
                  JOIN med_certificate certificate ON certificate.maker_id = device.maker_id
                 WHERE certificate.kind = ANY(%(maker_kinds)s)
            )
            SELECT device.id, (ARRAY_AGG(certificate.id ORDER BY certificate.valid_until DESC))[1]
              FROM held
              JOIN device ON device.id = held.template_id
              JOIN med_certificate certificate ON certificate.id = held.certificate_id
             WHERE (certificate.company_id IS NULL OR certificate.company_id = device.company_id)
               AND (%(buys)s OR certificate.kind <> ALL(%(maker_kinds)s))
               AND EXISTS (
                     SELECT FROM med_jurisdiction_certificate rule
                      WHERE rule.jurisdiction_id = certificate.jurisdiction_id
                        AND rule.kind = certificate.kind
                        AND COALESCE(rule.device_class, device.device_class) = device.device_class)
               AND CASE
                     WHEN EXISTS (SELECT FROM med_jurisdiction_product_template_rel own
                                   WHERE own.product_template_id = device.id)
                     THEN EXISTS (SELECT FROM med_jurisdiction_product_template_rel own
                                   WHERE own.product_template_id = device.id
                                     AND own.med_jurisdiction_id = certificate.jurisdiction_id)
                     WHEN EXISTS (SELECT FROM med_jurisdiction_company_rel theirs
                                   WHERE theirs.company_id = device.company_id)
                     THEN EXISTS (SELECT FROM med_jurisdiction_company_rel theirs
                                   WHERE theirs.company_id = device.company_id
                                     AND theirs.jurisdiction_id = certificate.jurisdiction_id)
                     ELSE TRUE
                   END
             GROUP BY device.id, certificate.jurisdiction_id, certificate.kind
            HAVING NOT BOOL_OR(
                     COALESCE(certificate.valid_from <= %(today)s, TRUE)
                     AND COALESCE(certificate.valid_until >= %(today)s, TRUE))
             ORDER BY device.id
            """,
            company=self.env.company.id,
            templates=sql_ids(self.ids),
            maker_kinds=list(MAKER_KIND_CODES),
            buys=operation == "purchase",
            today=self.env.company._get_today(),
        )

    def _check_not_stopped(self, operation):
        """Refuse to buy or sell any of these products when it is stopped.

        :param operation: 'purchase' or 'sale'
        :raise UserError: names the product, the certificate, its end, and what to do
        """
        stops = self._get_stops(operation)
        if not stops:
            return
        # sudo: the reason is told to whoever orders
        reasons = [
            f"{self.browse(template_id).sudo().display_name}: {certificate._get_stop_text()}"
            for template_id, certificate_ids in stops.items()
            for certificate in self.env["med.certificate"].sudo().browse(certificate_ids)
        ]
        if operation == "purchase":
            message = self.env._(
                "These devices can't be bought:\n%(reasons)s\n\n"
                "Enter the renewed certificate under Devices > Certificates, or take them off the order.",
                reasons="\n".join(reasons),
            )
        else:
            message = self.env._(
                "These devices can't be sold:\n%(reasons)s\n\n"
                "Enter the renewed certificate under Devices > Certificates, or take them off the order.",
                reasons="\n".join(reasons),
            )
        raise UserError(message)
