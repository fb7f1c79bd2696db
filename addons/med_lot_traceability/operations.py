"""What kind of movement a line is: the third axis of the legality matrix, and a column of the ledger."""

OPERATIONS = [
    ("receipt", "Receipt"),
    ("internal", "Relocation"),
    ("delivery", "Delivery"),
    ("customer_return", "Customer Return"),
    ("supplier_return", "Return to Supplier"),
    ("hand_back", "Return to Its Owner"),
    ("scrap", "Scrap"),
    ("inventory", "Inventory Adjustment"),
    ("production", "Production and Repacking"),
]
