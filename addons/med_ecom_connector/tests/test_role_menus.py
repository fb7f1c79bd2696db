from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.med_lot_traceability.tests.test_access import ROLES

#: menu: the roles whose access rules let them do what it is for
ENTRIES = {
    "menu_tax_map": "order_desk accountant auditor administrator",
    "menu_shipping_map": "order_desk auditor administrator",
    "menu_allocation_rule": "order_desk auditor administrator",
    "menu_warehouse_reach": "order_desk auditor administrator",
    "menu_dictionary": "order_desk warehouse quality_manager auditor administrator",
    "menu_retention_rule": "auditor administrator",
    "menu_tracking_source": "auditor administrator",
    "menu_late_rule": "auditor administrator",
    "menu_file_sources": "auditor administrator",
    "menu_return_reasons": "quality_manager auditor administrator",
    "menu_return_reason_map": "order_desk quality_manager auditor administrator",
    "menu_returns": "order_desk warehouse accountant inspector quality_manager auditor administrator",
    "menu_board": "order_desk warehouse accountant quality_manager auditor administrator",
}


@tagged("post_install", "-at_install")
class TestRoleMenus(TransactionCase):
    """Who may do a thing finds the way to it: an entry below a heading that is hidden is no way."""

    def test_each_role_reaches_its_entries_and_no_others(self):
        found = {role: self.reached_by(role) for role in ROLES}
        for name, roles in ENTRIES.items():
            menu = self.env.ref(f"med_ecom_connector.{name}")
            with self.subTest(name):
                self.assertEqual({role for role in ROLES if menu.id in found[role]}, set(roles.split()))

    def test_configuration_of_the_company_stays_with_the_administrator(self):
        warehouses = self.env.ref("med_lot_traceability.menu_warehouses")
        self.assertNotIn(warehouses.id, self.reached_by("order_desk"))
        self.assertNotIn(
            self.env.ref("med_lot_traceability.menu_configuration").id, self.reached_by("purchaser")
        )

    def reached_by(self, role):
        """Ids of the menus that a user with this role alone is shown, as the web client loads them."""
        groups = f"base.group_user,med_lot_traceability.group_{role}"
        user = new_test_user(self.env, f"menus_{role}", groups=groups)
        return set(self.env["ir.ui.menu"].with_user(user).load_menus(False)) - {"root"}
