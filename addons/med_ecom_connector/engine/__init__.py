"""Plain Python of the exchange engine: no Odoo import, tested by pytest alone."""
