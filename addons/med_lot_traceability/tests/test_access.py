from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import new_test_user

from .common import MedCommon

ROLES = (
    "order_desk",
    "warehouse",
    "inspector",
    "quality_manager",
    "purchaser",
    "accountant",
    "auditor",
    "administrator",
)
#: Business records, by the beginning of the model's name
BUSINESS = (
    "account.",
    "delivery.",
    "ecom.",
    "med.",
    "product.",
    "purchase.",
    "res.partner",
    "sale.",
    "stock.",
    "uom.",
)


@tagged("post_install", "-at_install")
class TestAccess(MedCommon):
    def test_one_user_holds_several_roles(self):
        user = new_test_user(
            self.env,
            "both",
            groups="med_lot_traceability.group_warehouse,med_lot_traceability.group_inspector",
        )
        self.assertTrue(user.has_group("med_lot_traceability.group_warehouse"))
        self.assertTrue(user.has_group("med_lot_traceability.group_inspector"))
        # The user form offers one choice per privilege: roles that are no steps of one ladder need their own.
        groups = self.env["res.groups"].browse(
            [self.env.ref(f"med_lot_traceability.group_{role}").id for role in ROLES]
        )
        for privilege, members in groups.grouped("privilege_id").items():
            ladder = members.sorted(lambda group: len(group.all_implied_ids))
            for lower, higher in zip(ladder, ladder[1:], strict=False):
                self.assertIn(lower, higher.all_implied_ids, privilege.name)

    def test_administrator_holds_all_but_the_auditor(self):
        administrator = self.env.ref("med_lot_traceability.group_administrator")
        for role in ROLES:
            implied = self.env.ref(f"med_lot_traceability.group_{role}") in administrator.all_implied_ids
            self.assertEqual(implied, role not in ("auditor",), role)

    def test_auditor_has_no_right_to_change_business_records(self):
        auditor = self._create_user("auditor")
        allowed = []
        for name, model in self.env.items():
            if model._abstract or model._transient or not name.startswith(BUSINESS):
                continue
            as_auditor = model.with_user(auditor)
            for operation in ("write", "create", "unlink"):
                if as_auditor.has_access(operation) and not self._is_blocked_by_rule(as_auditor, operation):
                    allowed.append(f"{name}.{operation}")
        self.assertEqual(allowed, [])

    def _is_blocked_by_rule(self, model, operation):
        return (
            self.env["ir.rule"].with_user(model.env.user)._compute_domain(model._name, operation).is_false()
        )

    def test_auditor_changes_nothing(self):
        auditor = self._create_user("auditor")
        lot = self._create_lot("L1", quantity=5)
        picking = self._create_delivery(1)
        line = picking.move_line_ids
        for record, values in (
            (lot, {"ref": "x"}),
            (line, {"quantity": 0}),
            (picking, {"origin": "x"}),
            (self.device, {"name": "x"}),
            (self.customer, {"name": "x"}),
        ):
            with self.assertRaises(AccessError):
                record.with_user(auditor).write(values)
        with self.assertRaises(AccessError):
            line.with_user(auditor).copy()
        with self.assertRaises(AccessError):
            line.with_user(auditor).unlink()

    def test_buttons_do_nothing_for_the_auditor(self):
        auditor = self._create_user("auditor")
        lot = self._create_lot("L1", quantity=5)
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "order_line": [Command.create({"product_id": self.device.id})]}
        )
        for method in ("action_confirm", "action_cancel"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(order.with_user(auditor), method)()
        order.action_confirm()
        for method in ("button_validate", "do_unreserve", "action_cancel"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(order.picking_ids.with_user(auditor), method)()
        with self.assertRaises(AccessError):
            lot.with_user(auditor).message_post(body="I was here")
        self.assertEqual(order.picking_ids.state, "assigned")

    def test_traceability_report_opens(self):
        lot = self._create_lot("L1", quantity=5)
        self._create_delivery(1).button_validate()
        for role in ("order_desk", "inspector", "auditor"):
            report = self.env["stock.traceability.report"].with_user(self._create_user(role))
            self.assertTrue(report.get_main_lines({"active_id": lot.id, "model": "stock.lot"}))

    def test_every_role_opens_its_menus(self):
        """Each menu under the root that a role sees opens: views load and records can be read."""
        self._create_lot("L1", quantity=5)
        self._create_delivery(1)
        root = self.env.ref("med_lot_traceability.menu_root")
        for role in ROLES:
            user = self._create_user(role)
            loaded = [key for key in root.with_user(user).load_menus(False) if key != "root"]
            visible = root.search([("id", "child_of", root.id), ("id", "in", loaded)])
            if role in ("inspector", "auditor", "warehouse", "order_desk"):
                self.assertIn(self.env.ref("med_lot_traceability.menu_lots_all"), visible)
            for menu in visible.filtered(
                lambda menu: menu.action and menu.action.type == "ir.actions.act_window"
            ):
                with self.subTest(role=role, menu=menu.complete_name):
                    self._open(menu.sudo().action, user)

    def _open(self, action, user):
        model = self.env[action.res_model].with_user(user)
        views = model.get_views([(False, mode) for mode in action.view_mode.split(",")])["views"]
        for view in views:
            if view in ("list", "form", "kanban"):
                arch = etree.fromstring(views[view]["arch"])
                fields = arch.xpath("//field[not(ancestor::field)]/@name")  # what this role sees, and no more
                model.web_search_read([], {name: {} for name in fields}, limit=2)

    def test_auditor_opens_documents(self):
        auditor = self._create_user("auditor")
        self._create_lot("L1", quantity=5)
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "order_line": [Command.create({"product_id": self.device.id})]}
        )
        order.action_confirm()
        order.picking_ids.button_validate()
        order._create_invoices()
        for record in (order, order.picking_ids, order.invoice_ids, self.device, self.customer):
            model = record.with_user(auditor)
            fields = model.get_views([(False, "form")])["models"][model._name]["fields"]
            self.assertTrue(model.web_read({name: {} for name in fields}))

    def test_other_company_stays_invisible(self):
        company = self.env["res.company"].create({"name": "Other Ltd"})
        product = self._create_product("Other Device", is_medical_device=True, company_id=company.id)
        lot = self.env["stock.lot"].create({"name": "L1", "product_id": product.id})
        for role in ("inspector", "auditor", "order_desk"):
            user = self._create_user(role)
            self.assertFalse(self.env["stock.lot"].with_user(user).search([("id", "=", lot.id)]), role)
            with self.assertRaises(AccessError):
                lot.with_user(user).read(["name"])
