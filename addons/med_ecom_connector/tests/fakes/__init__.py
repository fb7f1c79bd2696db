"""Fake shops: small HTTP servers on the loopback, without Odoo, for unit and Odoo tests alike."""
