from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ShopCase, WooCommerceCase


class ShippingCase(ShopCase):
    """A shop order for two products, reserved and ready to be packed."""

    def setUp(self):
        super().setUp()
        self.warehouse.out_type_id.must_weigh = False
        self.oximeter.weight = 0.250
        self.stocking.weight = 0.120
        self.keeper = self.env["res.users"].search([("login", "=", "test_keeper")]) or self._create_user(
            "keeper", "warehouse"
        )

    def order(self, *lines):
        placed = self.shop.place_order(list(lines or [("PO-100", 2), ("CS-1-M", 1)]))
        self.poll()
        return placed, self.sales()[-1].picking_ids

    def pack(self, picking):
        """Put each product of the delivery into a package of its own."""
        box = self.env["stock.package.type"].create({"name": "Box", "base_weight": 0.1})
        for number, line in enumerate(picking.move_line_ids, 1):
            line.result_package_id = self.env["stock.package"].create(
                {"name": f"BOX-{picking.id}-{number}", "package_type_id": box.id}
            )
        picking._sync_parcels()
        return picking.ecom_parcel_ids

    def weigh(self, picking, *readings, reason=None, user=None, **context):
        action = picking.with_user(user or self.keeper).with_context(**context).action_weigh()
        wizard = (
            self.env["ecom.weigh"]
            .with_user(user or self.keeper)
            .with_context(**action["context"])
            .browse(action["res_id"])
        )
        for line, reading in zip(wizard.line_ids, readings, strict=True):
            line.reading = reading
        wizard.reason = reason
        return wizard.action_weigh()


class Parcels:
    """Several parcels of a delivery, each with its number, told to the shop."""

    def told(self, order):
        return str(self.shop.orders[order["id"]]) + str(getattr(self.shop, "fulfillments", ""))

    def test_two_parcels_two_numbers(self):
        order, picking = self.order()
        self.assertEqual(len(self.pack(picking)), 2)
        picking.carrier_tracking_ref = "FIRST-1, SECOND-2"
        picking.button_validate()
        self.assertEqual(picking.ecom_parcel_ids.mapped("tracking_number"), ["FIRST-1", "SECOND-2"])
        self.assertEqual(picking.ecom_parcel_ids.mapped("move_line_ids"), picking.move_line_ids)
        self.run_cron("shipments")
        exchange = self.exchanges(kind="shipment")
        self.assertEqual(exchange.state, "done", exchange.problem_text)
        for number in ("FIRST-1", "SECOND-2"):
            self.assertIn(number, self.told(order))

    def test_packages_in_one_box_are_one_parcel(self):
        _order, picking = self.order()
        parcels = self.pack(picking)
        pallet = self.env["stock.package"].create({"name": "CRATE"})
        parcels.package_id.package_dest_id = pallet
        picking._sync_parcels()
        parcel = picking.ecom_parcel_ids
        self.assertEqual(parcel.package_id, pallet)
        self.assertEqual(parcel.move_line_ids, picking.move_line_ids)
        # two boxes of 0.1 in the crate, 2 x 0.25 and 0.12 of goods
        self.assertAlmostEqual(parcel.expected_weight, 0.82)

    def test_partial_delivery_has_its_own_parcels_and_lines(self):
        order, picking = self.order(("CS-1-M", 3))
        picking.move_ids.quantity = 1
        picking.move_ids.picked = True
        picking.carrier_tracking_ref = "ONE"
        picking.with_context(skip_backorder=True).button_validate()
        self.run_cron("shipments")
        rest = self.sales().picking_ids - picking
        self.assertFalse(rest.carrier_tracking_ref or rest.ecom_parcel_ids.mapped("tracking_number")[:0])
        rest.carrier_tracking_ref = "TWO"
        rest.button_validate()
        self.run_cron("shipments")
        self.assertEqual(self.sales().order_line[0].ecom_shipped_qty, 3)
        for number in ("ONE", "TWO"):
            self.assertIn(number, self.told(order))

    def test_udi_reaches_the_shop(self):
        self.env["med.udi.di"].create(
            {
                "product_id": self.stocking.id,
                "agency": "GS1",
                "di": "09506000134352",
            }
        )
        order, picking = self.order(("CS-1-M", 1))
        self.assertTrue(self.stocking_lot.udi)
        picking.carrier_tracking_ref = "N"
        picking.button_validate()
        self.run_cron("shipments")
        self.assertIn("(01)09506000134352", self.told(order))
        self.assertTrue(self.store._capabilities().ships_lots)


@tagged("post_install", "-at_install")
class TestParcelsMedusa(Parcels, ShippingCase):
    def test_each_parcel_is_a_label(self):
        order, picking = self.order()
        self.pack(picking)
        picking.carrier_tracking_ref = "A1,B2"
        picking.button_validate()
        self.run_cron("shipments")
        labels = self.shop.orders[order["id"]]["fulfillments"][0]["labels"]
        self.assertEqual([label["tracking_number"] for label in labels], ["A1", "B2"])

    def test_number_entered_later_goes_to_the_parcels(self):
        _order, picking = self.order()
        picking.button_validate()
        parcel = picking.ecom_parcel_ids
        self.assertFalse(parcel.tracking_number)
        picking.carrier_tracking_ref = "003 404-34x"
        self.assertEqual(parcel.tracking_number, "003")
        picking.carrier_tracking_ref = "003-404-34x"
        self.assertEqual((parcel.tracking_number, parcel.tracking_key), ("003-404-34x", "00340434X"))

    def test_links_of_several_parcels(self):
        _order, picking = self.order()
        self.pack(picking)
        picking.carrier_id = self.env["delivery.carrier"].create(
            {
                "name": "Courier",
                "product_id": self.env.ref("med_ecom_connector.product_shipping").id,
                "tracking_url": "https://courier.example/<shipmenttrackingnumber>",
            }
        )
        picking.carrier_tracking_ref = "A1,B2"
        self.assertEqual(
            picking.get_multiple_carrier_tracking(),
            [["A1", "https://courier.example/A1"], ["B2", "https://courier.example/B2"]],
        )
        picking.ecom_parcel_ids.invalidate_recordset()
        seen = picking.ecom_parcel_ids[:1].with_user(self._create_user("accountant"))
        self.assertIn("courier.example", seen.tracking_url, "who reads no carriers follows parcels, too")


@tagged("post_install", "-at_install")
class TestParcelsWooCommerce(Parcels, ShippingCase, WooCommerceCase):
    FAKE = WooCommerceCase.FAKE
    CHANNEL = WooCommerceCase.CHANNEL


@tagged("post_install", "-at_install")
class TestWeighing(ShippingCase):
    """Expected against actual weight, and who accepted what differs."""

    def setUp(self):
        super().setUp()
        self.type = self.warehouse.out_type_id
        self.type.write({"must_weigh": True, "weigh_tolerance_grams": 20, "weigh_tolerance_percent": 1})

    def test_validation_asks_for_the_weight_and_goes_on(self):
        _order, picking = self.order()
        action = picking.with_user(self.keeper).button_validate()
        self.assertEqual(action["res_model"], "ecom.weigh")
        self.assertEqual(picking.state, "assigned")
        self.weigh(picking, "ST,GS,+  0.630kg", ecom_validate=True)
        self.assertEqual(picking.state, "done")
        parcel = picking.ecom_parcel_ids
        self.assertEqual((parcel.weight_state, parcel.weighed_by), ("ok", self.keeper))
        self.assertAlmostEqual(parcel.expected_weight, 0.62)
        self.assertAlmostEqual(parcel.actual_weight, 0.63)
        self.assertAlmostEqual(picking.shipping_weight, 0.63)

    def test_deviation_needs_a_person_with_a_reason(self):
        _order, picking = self.order()
        with self.assertRaisesRegex(UserError, "Reason"):
            self.weigh(picking, "0.900 kg")
        self.weigh(picking, "0.900 kg", reason="Ice packs")
        parcel = picking.ecom_parcel_ids
        self.assertEqual(
            (parcel.weight_state, parcel.accepted_by, parcel.accepted_reason),
            ("accepted", self.keeper, "Ice packs"),
        )
        self.assertAlmostEqual(parcel.deviation, 0.28)
        self.assertIn("Ice packs", picking.message_ids[0].body)
        self.assertIs(picking.with_user(self.keeper).button_validate(), True)
        self.assertEqual(picking.state, "done")

    def test_acceptance_ends_when_the_content_changes(self):
        _order, picking = self.order()
        self.weigh(picking, "0.900 kg", reason="Ice packs")
        picking.move_ids[0].quantity = 1
        picking.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "Weigh these parcels first"):
            picking.with_context(skip_backorder=True)._action_done()

    def test_no_way_around_the_scale(self):
        _order, picking = self.order()
        with self.assertRaisesRegex(UserError, picking.name):
            picking._action_done()

    def test_warehouse_is_shown_how_to_pack_several_parcels(self):
        self.assertIn(
            "action_put_in_pack", self.env["stock.picking"].with_user(self.keeper).get_view()["arch"]
        )

    def test_every_parcel_is_weighed(self):
        _order, picking = self.order()
        self.pack(picking)
        with self.assertRaisesRegex(UserError, "BOX-"):
            self.weigh(picking, "0.6", "")
        self.weigh(picking, "0.6", "220 g")
        parcels = picking.ecom_parcel_ids
        self.assertEqual(parcels.mapped("weight_state"), ["ok", "ok"])
        self.assertAlmostEqual(parcels[1].package_id.shipping_weight, 0.22)
        self.assertAlmostEqual(picking.shipping_weight, 0.82)

    def test_product_without_weight_is_named_and_entered(self):
        _order, picking = self.order(("GLOVE", 4))
        self.assertFalse(self.glove.weight)
        with self.assertRaisesRegex(UserError, "Reason"):
            self.weigh(picking, "0.4")
        action = picking.with_user(self.keeper).action_weigh()
        wizard = self.env["ecom.weigh"].with_user(self.keeper).browse(action["res_id"])
        self.assertEqual(wizard.product_ids.product_id, self.glove)
        wizard.product_ids.weight = 0.1
        wizard.line_ids.reading = "0,400"
        self.assertEqual(wizard.line_ids.state, "ok")
        wizard.action_weigh()
        self.assertEqual(self.glove.weight, 0.1)
        self.assertEqual(picking.ecom_parcel_ids.weight_state, "ok")

    def test_without_the_rule_nothing_is_asked(self):
        self.type.must_weigh = False
        _order, picking = self.order()
        self.assertIs(picking.button_validate(), True)
        self.assertEqual(picking.ecom_parcel_ids.weight_state, "missing")

    def test_who_may_not_ship_may_not_weigh(self):
        _order, picking = self.order()
        with self.assertRaises(self.AccessError):
            picking.with_user(self._create_user("auditor")).action_weigh()
