"""Which columns are hashed, in which order, and how their text is written.

The order and the kinds are part of the format: rows written by format 1 must hash alike for ever. A column
that is added later makes format 2, and rows that say ``format = 1`` go on being hashed without it.
"""

INTEGER, TEXT, BOOLEAN, DECIMAL, DATE, DATETIME = "integer", "text", "boolean", "decimal", "date", "datetime"

FORMAT = 1

#: Everything in med_trace_event but the two hashes.
EVENT_COLUMNS = {
    "id": INTEGER,
    "format": INTEGER,
    "chain": TEXT,
    "sequence": INTEGER,
    "kind": TEXT,
    "operation": TEXT,
    "happened_on": DATETIME,
    "recorded_on": DATETIME,
    "user_id": INTEGER,
    "user_name": TEXT,
    "company_id": INTEGER,
    "product_id": INTEGER,
    "product_code": TEXT,
    "product_name": TEXT,
    "lot_id": INTEGER,
    "lot_name": TEXT,
    "batch_name": TEXT,
    "is_serial": BOOLEAN,
    "udi_di": TEXT,
    "udi": TEXT,
    "production_date": DATE,
    "expiration_date": DATETIME,
    "quantity": DECIMAL,
    "uom_name": TEXT,
    "location_id": INTEGER,
    "location_name": TEXT,
    "from_zone": TEXT,
    "from_usage": TEXT,
    "location_dest_id": INTEGER,
    "location_dest_name": TEXT,
    "to_zone": TEXT,
    "to_usage": TEXT,
    "document_model": TEXT,
    "document_id": INTEGER,
    "document_name": TEXT,
    "order_model": TEXT,
    "order_id": INTEGER,
    "order_name": TEXT,
    "move_line_ref": INTEGER,
    "partner_ref": INTEGER,
    "commercial_partner_ref": INTEGER,
    "partner_name": TEXT,
    "partner_address": TEXT,
    "release_status": TEXT,
    "old_status": TEXT,
    "new_status": TEXT,
    "zone": TEXT,
    "reason": TEXT,
    "report_name": TEXT,
    "report_hash": TEXT,
    "details": TEXT,
    "corrects_id": INTEGER,
    "source_lot_id": INTEGER,
}

#: Everything in med_trace_anchor but the two hashes.
ANCHOR_COLUMNS = {
    "id": INTEGER,
    "format": INTEGER,
    "sequence": INTEGER,
    "taken_on": DATETIME,
    "event_count": INTEGER,
    "last_event_id": INTEGER,
    "heads": TEXT,
}
