import csv
import io

from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, tagged

from .test_tracking import TrackingCase


class PapersCase(TrackingCase):
    def ship_dialog(self, picking, *numbers, **vals):
        action = picking.with_user(self.keeper).action_ship()
        self.assertEqual(action["res_model"], "ecom.ship")
        wizard = self.env["ecom.ship"].with_user(self.keeper).browse(action["res_id"])
        wizard.write(vals)
        for line, number in zip(wizard.line_ids, numbers, strict=True):
            line.tracking_number = number
        return wizard


@tagged("post_install", "-at_install")
class TestShipping(PapersCase):
    """Pick, weigh, ship: each one click, and the delivery knows what is next."""

    def test_from_pick_to_delivered(self):
        self.warehouse.out_type_id.must_weigh = True
        _order, picking = self.order()
        self.assertEqual(picking.shop_stage, "to_pick")
        picking.with_user(self.keeper).action_mark_picked()
        self.assertEqual(picking.shop_stage, "to_weigh")
        self.assertEqual(picking.with_user(self.keeper).action_ship()["res_model"], "ecom.weigh")
        self.assertEqual(self.weigh(picking, "0.62 kg", ecom_ship=True)["res_model"], "ecom.ship")
        self.assertEqual(picking.shop_stage, "to_ship")
        action = self.ship_dialog(picking, "SF-100").action_ship()
        self.assertEqual(action["tag"], "do_multi_print")
        self.assertEqual(picking.shop_stage, "shipped")
        self.run_cron("shipments")
        self.assertEqual(self.exchanges(kind="shipment").state, "done")
        self.tell("lost", days=-0.1)
        self.assertEqual(picking.shop_stage, "trouble")
        self.tell("delivered")
        self.assertEqual(picking.shop_stage, "delivered")

    def test_waiting_and_cancelled(self):
        _order, picking = self.order()
        picking.do_unreserve()
        self.assertEqual(picking.shop_stage, "waiting")
        picking.action_cancel()
        self.assertFalse(picking.shop_stage)

    def test_numbers_of_two_parcels_in_one_dialog(self):
        _order, picking = self.order()
        self.pack(picking)
        wizard = self.ship_dialog(picking, "A1", "B2", print_packing_list=False)
        wizard.action_ship()
        self.assertEqual(picking.carrier_tracking_ref, "A1,B2")
        self.assertEqual(picking.ecom_parcel_ids.mapped("tracking_number"), ["A1", "B2"])
        self.assertEqual(picking.state, "done")

    def test_papers_are_printed_after_the_question_for_a_backorder(self):
        _order, picking = self.order(("CS-1-M", 3))
        picking.move_ids.write({"quantity": 1, "picked": True})
        question = self.ship_dialog(picking, "SF-300", print_transport_order=True).action_ship()
        self.assertEqual(question["res_model"], "stock.backorder.confirmation")
        answer = self.env[question["res_model"]].with_user(self.keeper).with_context(**question["context"])
        action = Form(answer).save().process()
        self.assertEqual(picking.state, "done")
        names = [report["report_name"] for report in action["params"]["reports"]]
        self.assertEqual(
            names, ["med_ecom_connector.report_packing_list", "med_ecom_connector.report_transport_order"]
        )

    def test_papers_of_the_operation_type_are_printed_too(self):
        self.warehouse.out_type_id.auto_print_delivery_slip = True
        _order, picking = self.order(("CS-1-M", 1))
        action = self.ship_dialog(picking, "SF-301").action_ship()
        self.assertEqual(len(action["params"]["reports"]), 2)
        self.assertEqual(action["params"]["anotherAction"]["type"], "ir.actions.act_window_close")

    def test_label_of_another_delivery_is_noticed(self):
        self.shipped("SF-100")
        _order, picking = self.order(("CS-1-M", 1))
        wizard = self.ship_dialog(picking, "sf 100")
        self.assertIn("SF-100", wizard.warning)
        wizard.line_ids.tracking_number = "SF-101"
        self.assertFalse(wizard.warning)

    def test_cash_on_delivery_is_collected_once(self):
        _order, picking = self.order(("CS-1-M", 3))
        sale = picking.sale_id
        sale.write({"ecom_payment_method": "cod", "ecom_payment_state": "unpaid"})
        self.assertEqual(picking.cod_amount, sale.amount_total)
        picking.move_ids.quantity = 1
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        rest = sale.picking_ids - picking
        self.assertEqual((picking.cod_amount, rest.cod_amount), (sale.amount_total, 0))
        sale.ecom_payment_state = "paid"
        self.assertEqual(picking.cod_amount, sale.amount_total, "what left stays as it left")

    def test_paid_order_collects_nothing(self):
        _order, picking = self.order()
        picking.sale_id.write({"ecom_payment_method": "cod", "ecom_payment_state": "paid"})
        self.assertEqual(picking.cod_amount, 0)

    def test_packing_list(self):
        _order, picking = self.order()
        self.pack(picking)
        picking.carrier_tracking_ref = "A1,B2"
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "med_ecom_connector.report_packing_list", picking.ids
        )
        text = html.decode()
        for expected in ("A1", "B2", "PO-A", "CS-A", "Pulse oximeter", picking.sale_id.client_order_ref):
            self.assertIn(expected, text)

    def test_transport_order_by_carrier(self):
        first, second = self.shipped("A1"), self.shipped("B2")
        carrier = self.env["delivery.carrier"].create(
            {"name": "Courier", "product_id": self.env.ref("med_ecom_connector.product_shipping").id}
        )
        second.carrier_id = carrier
        groups = (first | second)._group_by_carrier()
        self.assertEqual([deliveries for _sender, _carrier, deliveries in groups], [first, second])
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "med_ecom_connector.report_transport_order", (first | second).ids
        )
        for expected in (first.name, second.name, "A1", "B2", "Courier", first.partner_id.city):
            self.assertIn(expected, html.decode())

    def test_only_deliveries_go_to_the_carrier(self):
        _order, picking = self.order()
        picking.do_unreserve()
        with self.assertRaisesRegex(UserError, picking.name):
            picking.action_transport_order_csv()

    def test_consignee_is_named_once_at_another_address_of_theirs(self):
        clinic = self.env["res.partner"].create({"name": "Clinic", "is_company": True})
        partner = clinic.create({"name": "Wang Fang"})
        elsewhere, other, office = partner.create(
            [
                {"name": "Wang Fang", "parent_id": partner.id, "type": "delivery"},
                {"name": "Neighbour", "parent_id": partner.id, "type": "delivery"},
                {"name": "Wang Fang", "parent_id": clinic.id, "type": "delivery"},
            ]
        )
        names = [one.display_name for one in (elsewhere, other, office)]
        self.assertEqual(names, ["Wang Fang", "Wang Fang, Neighbour", "Clinic, Wang Fang"])

    def test_columns_of_the_transport_order_differ_in_chinese_too(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        sheet = self.order()[1].with_context(lang="zh_CN")._make_transport_sheet()
        names = [column.label for column in sheet.columns]
        self.assertEqual(len(names), len(set(names)), names)


@tagged("post_install", "-at_install")
class TestTransportOrderFiles(PapersCase, HttpCase):
    def test_download(self):
        picking = self.shipped("A1")
        picking.partner_id.write({"street": "=Evil", "phone": "+33 1 23 45"})
        action = picking.with_user(self.keeper).action_transport_order_csv()
        self.authenticate("test_keeper", "test_keeper")
        answer = self.url_open(action["url"])
        self.assertEqual(answer.status_code, 200)
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        self.assertEqual(len(rows), 2)
        self.assertIn("A1", rows[1])
        self.assertIn("'=Evil", rows[1])
        self.assertIn("+33 1 23 45", rows[1])
        workbook = self.url_open(action["url"].replace(".csv", ".xlsx"))
        self.assertTrue(workbook.content.startswith(b"PK"))

    def test_who_may_not_read_gets_nothing(self):
        picking = self.shipped("A1")
        stranger = self._create_user("stranger", "inspector")
        stranger.group_ids = self.env.ref("base.group_user")
        self.authenticate("test_stranger", "test_stranger")
        self.assertEqual(self.url_open(f"/ecom/transport_order.csv?ids={picking.id}").status_code, 404)
        self.authenticate("test_keeper", "test_keeper")
        self.assertEqual(self.url_open("/ecom/transport_order.csv?ids=x").status_code, 400)
        self.assertEqual(self.url_open("/ecom/transport_order.csv?ids=999999999").status_code, 404)
