"""What the ledger's rows about one lot add up to. Plain Python: it knows nothing of Odoo."""

from .book import Book, open_book
