"""Workbooks with real dates and numbers. Plain Python: it knows nothing of Odoo."""

from .workbook import Column, Sheet, make_workbook
