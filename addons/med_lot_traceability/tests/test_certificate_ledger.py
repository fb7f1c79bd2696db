from datetime import timedelta

from odoo.tests import tagged

from .certificate_common import CertificateCommon


@tagged("post_install", "-at_install")
class TestCertificateLedger(CertificateCommon):
    def test_changes_are_written_into_the_ledger(self):
        certificate = self._create_certificate(100)
        certificate.valid_until = self.today + timedelta(days=200)
        certificate.responsible_id = False  # says nothing about the paper
        rows = self.env["med.trace.event"].search(
            [("chain", "=", f"certificate/{certificate.id}")], order="id"
        )
        self.assertEqual(rows.mapped("kind"), ["change", "change"])
        self.assertIn("20240001", rows[0].details)
        self.assertIn(str(self.today + timedelta(days=100)), rows[1].details)
        self.assertIn(str(self.today + timedelta(days=200)), rows[1].details)
        self.assertNotIn("20240001", rows[1].details)
