"""Tables as files for spreadsheets, with real dates and numbers. Plain Python: it knows nothing of Odoo."""

from .csv_file import make_csv
from .workbook import Column, Sheet, make_workbook
