from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import MedCommon


@tagged("post_install", "-at_install")
class TestDecision(MedCommon):
    """What a decision sets in motion in its own transaction."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("quality_manager")
        cls.lot = cls._create_lot("L1", quantity=20)

    def _ship(self, quantity=1):
        picking = self._create_delivery(quantity)
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        return picking

    def test_hold_lists_what_left_before(self):
        pickings = [self._ship() for _index in range(12)]
        lot = self.lot.with_user(self.manager)
        lot._set_release_status("hold", "complaint")
        body = " ".join(str(message.body) for message in lot.message_ids)
        self.assertIn("12 shipments had left", body)
        self.assertIn("and 2 more", body)
        self.assertIn(pickings[-1].name, body)
        self.assertIn("Clinic", body)
        self.assertEqual(lot.shipped_before_count, 12)
        action = lot.action_shipped_before()
        lines = self.env["stock.move.line"].search(action["domain"])
        self.assertEqual(lines.picking_id, self.env["stock.picking"].union(*pickings))

    def test_nothing_left(self):
        self.lot._set_release_status("hold", "complaint")
        self.assertEqual(self.lot.shipped_before_count, 0)
        self.assertNotIn("had left", " ".join(str(message.body) for message in self.lot.message_ids))

    def test_people_of_the_transfer_are_told(self):
        seller, picker, follower = (
            new_test_user(self.env, login=login, groups="base.group_user", notification_type="inbox")
            for login in ("seller", "picker", "follower")
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "user_id": seller.id,
                "order_line": [Command.create({"product_id": self.device.id, "product_uom_qty": 2})],
            }
        )
        order.action_confirm()
        picking = order.picking_ids
        picking.action_assign()
        picking.user_id = picker
        picking.message_subscribe((self.customer | follower.partner_id).ids)
        self.assertEqual(picking.move_line_ids.lot_id, self.lot)
        self.lot.with_user(self.manager)._set_release_status("hold", "complaint")
        message = picking.message_ids[0]
        self.assertIn("L1", str(message.body))
        self.assertEqual(message.notified_partner_ids, (seller | picker | follower).partner_id)

    def test_release_reserves_what_waits(self):
        self.lot._set_release_status("hold", "complaint")
        picking = self._create_delivery(3)
        self.assertFalse(picking.move_line_ids)
        self.lot.with_user(self.manager)._set_release_status("released", "unfounded")
        self.assertEqual(picking.state, "assigned")
        self.assertEqual(picking.move_line_ids.lot_id, self.lot)

    def test_release_of_much_leaves_the_rest_to_the_scheduler(self):
        self.lot._set_release_status("hold", "complaint")
        pickings = [self._create_delivery(1) for _index in range(3)]
        path = "odoo.addons.med_lot_traceability.models.stock_lot_consequences.RESERVED_AT_ONCE"
        scheduler = self.env.ref("stock.ir_cron_scheduler_action")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", scheduler.id)])
        with patch(path, 2):
            self.lot._set_release_status("released", "unfounded")
        self.assertEqual([picking.state for picking in pickings].count("assigned"), 2)
        more = self.env["ir.cron.trigger"].search_count([("cron_id", "=", scheduler.id)])
        self.assertEqual(more, triggers + 1)

    def test_quants_know_at_once(self):
        quant = self.lot.quant_ids.filtered(lambda quant: quant.location_id == self.stock)
        self.lot._set_release_status("hold", "complaint")
        self.assertEqual(quant.release_status, "hold")
        found = quant.search([("id", "=", quant.id), ("release_status", "=", "hold")])
        self.assertEqual(found, quant)
