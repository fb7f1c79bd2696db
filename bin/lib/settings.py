"""What the user wrote in ``odoo.conf``."""

from __future__ import annotations

import configparser

import paths


def odoo_option(name: str) -> str:
    """Value of an option of odoo.conf; empty when it is absent, commented out or False."""
    parser = configparser.RawConfigParser()
    parser.read(paths.ODOO_CONF, encoding="utf-8")
    value = parser.get("options", name, fallback="").strip()
    return "" if value in ("False", "None") else value
