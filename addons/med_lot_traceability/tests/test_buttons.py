from lxml import etree

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestButtons(TransactionCase):
    """Each button of our screens can be pressed: its method is there, public, and takes the records."""

    def test_buttons(self):
        data = self.env["ir.model.data"].search(
            [("model", "=", "ir.ui.view"), ("module", "=like", "med\\_%")]
        )
        checked = 0
        for view in self.env["ir.ui.view"].browse(data.mapped("res_id")).exists():
            if not view.model:
                continue
            for model, name in self._find_buttons(view):
                with self.subTest(view=view.xml_id, button=name):
                    method = getattr(type(self.env[model]), name, None)
                    self.assertTrue(callable(method), f"{model} has no {name}")
                    self.assertFalse(name.startswith("_"), "private methods can't be called by a button")
                    # The web client passes the ids of the records, which a method of the model doesn't take.
                    self.assertFalse(getattr(method, "_api_model", False), f"{model}.{name} is @api.model")
                    checked += 1
        self.assertGreater(checked, 50)

    def _find_buttons(self, view):
        arch = etree.fromstring(view.arch_db)
        for node in arch.xpath("//*[(self::button or self::a) and @type='object' and @name]"):
            yield self._get_model(view.model, node), node.get("name")

    def _get_model(self, model, node):
        """The model whose records a button inside a list of lines gets."""
        for field in reversed([above for above in node.iterancestors("field") if above.get("name")]):
            relation = self.env[model]._fields.get(field.get("name"))
            model = relation.comodel_name if relation and relation.relational else model
        return model
