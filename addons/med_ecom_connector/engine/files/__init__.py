"""Tables in CSV and XLSX files: guessed, read, checked, written. No Odoo import."""
