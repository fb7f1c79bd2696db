"""Every text that people see is translated into Chinese, with its placeholders; the template is up to date.

Odoo exports the template (``odoo i18n export``); here the sources are read without Odoo, so the last check
finds what was written since in Python, JavaScript and the attributes of XML, not all that Odoo would find.
"""

import ast
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import polib
import pytest

ADDONS = sorted(path.parent for path in Path(__file__).parents[2].glob("addons/med_*/__manifest__.py"))
PLACEHOLDER = re.compile(r"%\(\w+\)[-+ #0]*[\d.]*[sdrfgxi]|%[sd]|\{\w*\}|</?\w+(?=[^>]*>)")
JS_TEXT = re.compile(r"""\b_t\(\s*(["'`])((?:\\.|(?!\1).)*)\1""", re.DOTALL)
XML_ATTRIBUTES = ("string", "placeholder", "confirm", "help")

pytestmark = pytest.mark.parametrize("addon", ADDONS, ids=lambda path: path.name)


def template(addon):
    return read(addon / "i18n" / f"{addon.name}.pot")


def chinese(addon):
    return read(addon / "i18n" / "zh_CN.po")


def read(path):
    assert path.exists(), f"{path.name} is missing: run `odoo i18n export`"
    return polib.pofile(str(path))


def test_everything_is_translated(addon):
    translated = {
        entry.msgid for entry in chinese(addon) if entry.msgstr and not entry.fuzzy and not entry.obsolete
    }
    assert sorted({entry.msgid for entry in template(addon)} - translated) == []


def test_nothing_superfluous(addon):
    assert (
        sorted({entry.msgid for entry in chinese(addon)} - {entry.msgid for entry in template(addon)}) == []
    )


def test_placeholders_are_kept(addon):
    broken = [
        entry.msgid
        for entry in chinese(addon)
        if entry.msgstr
        and sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr))
    ]
    assert broken == []


def test_template_is_up_to_date(addon):
    known = {normalize(entry.msgid) for entry in template(addon)}
    found = {*python_texts(addon), *javascript_texts(addon), *xml_texts(addon)}
    assert sorted(text for text in found if normalize(text) not in known) == []


def normalize(text):
    return " ".join(text.split())


def sources(addon, pattern):
    return [path for path in addon.rglob(pattern) if not {"tests", "node_modules", "demo"} & set(path.parts)]


def python_texts(addon):
    for path in sources(addon, "*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if is_translation(node):
                yield node.args[0].value


def is_translation(node):
    """``self.env._("...")``, ``_("...")`` and ``_lt("...")``"""
    if not isinstance(node, ast.Call) or not node.args:
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", None))
    return name in ("_", "_lt") and isinstance(getattr(node.args[0], "value", None), str)


def javascript_texts(addon):
    for path in sources(addon, "*.js"):
        for _quote, text in JS_TEXT.findall(path.read_text(encoding="utf-8")):
            yield text.replace("\\", "")


def xml_texts(addon):
    for path in sources(addon, "*.xml"):
        for element in ElementTree.parse(path).getroot().iter():
            if element.tag == "menuitem" and element.get("name"):
                yield element.get("name")
            if element.tag in ("template", "t", "odoo", "record", "xpath", "attribute"):
                continue
            yield from (element.get(name) for name in XML_ATTRIBUTES if is_text(element.get(name)))


def is_text(value):
    return bool(value) and any(character.isalpha() for character in value)
