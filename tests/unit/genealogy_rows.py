"""Rows of the ledger to draw and to count."""

from datetime import datetime, timedelta

START = datetime(2026, 1, 1)


PLACES = {
    "supplier": ("supplier", "supplier"),
    "awaiting": ("internal", "awaiting"),
    "released": ("internal", "released"),
    "dispatch": ("internal", "dispatch"),
    "returns": ("internal", "returns"),
    "transit": ("transit", "transit"),
    "customer": ("customer", "customer"),
    "loss": ("inventory", "loss"),
    "production": ("production", "production"),
}


INSIDE = [name for name, (usage, _zone) in PLACES.items() if usage in ("internal", "transit")]


def move(source, target, quantity=1.0, *, lot=1, partner=0, day=0, **values):
    return {
        "id": 1,
        "kind": "move",
        "operation": None,
        "lot_id": lot,
        "source_lot_id": None,
        "product_id": 1,
        "uom_name": "Units",
        "quantity": quantity,
        "happened_on": START + timedelta(days=day),
        "from_usage": PLACES[source][0],
        "from_zone": PLACES[source][1],
        "to_usage": PLACES[target][0],
        "to_zone": PLACES[target][1],
        "document_model": "stock.picking",
        "document_id": day,
        "document_name": f"WH/{day}",
        "partner_ref": partner,
        "commercial_partner_ref": partner,
        "partner_name": f"Partner {partner}",
        **values,
    }


def made(lot, source_lot, quantity=1.0, document=7):
    return move("awaiting", "awaiting", quantity, lot=lot) | {
        "kind": "transformation",
        "source_lot_id": source_lot,
        "document_model": "mrp.production",
        "document_id": document,
        "document_name": f"MO/{document}",
    }


def lots(**roles):
    return {int(key[1:]): {"name": key, "product": "Pump", "role": role} for key, role in roles.items()}
