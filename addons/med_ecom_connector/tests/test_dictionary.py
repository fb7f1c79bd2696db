from odoo.exceptions import AccessError
from odoo.tests import tagged

from .file_case import FileCase


@tagged("post_install", "-at_install")
class TestDictionary(FileCase):
    def test_exported_in_one_click(self):
        for button in ("action_export_xlsx", "action_export_csv"):
            dictionary = self.env["ecom.dictionary.field"].with_user(self.order_desk)
            action = getattr(dictionary, button)()
            attachment = self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0]))
            self.assertTrue(attachment.name.startswith("data_dictionary."))
            self.assertGreater(len(attachment.raw), 5000)

    def test_importers_follow_it(self):
        """What the administrator changes in the dictionary, the next file is checked by."""
        self.env.ref("med_ecom_connector.field_order_phone").required = True
        text = self.rows({"no": "T1"}).replace("13800138000", "")
        file = self.upload(text)
        file.action_check()
        self.assertEqual(file.error_ids.mapped("column_name"), ["联系手机"])

    def test_only_the_administrator_edits_it(self):
        field = self.env.ref("med_ecom_connector.field_order_phone").with_user(self.order_desk)
        self.assertTrue(field.meaning)
        with self.assertRaises(AccessError):
            field.meaning = "other"
