from datetime import datetime

from .common import MedCommon

#: usage and zone of the places that test rows name
PLACES = {
    "supplier": ("supplier", "supplier"),
    "awaiting": ("internal", "awaiting"),
    "released": ("internal", "released"),
    "returns": ("internal", "returns"),
    "customer": ("customer", "customer"),
    "loss": ("inventory", "loss"),
    "production": ("production", "production"),
}


class TraceCommon(MedCommon):
    """Rows of the ledger, written as they are: the trace reads what is there, whoever wrote it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trace = cls.env["med.trace"]
        cls.supplier = cls.env["res.partner"].create({"name": "Maker Ltd", "ref": "SUP-77"})

    @classmethod
    def _insert(cls, lot, kind="move", **values):
        """A row about ``lot``; returns its id."""
        happened_on = values.pop("happened_on")
        vals = {"happened_on": happened_on, "recorded_on": happened_on, "uom_name": "Units", **values}
        return cls.env["med.trace.event"]._record([lot._prepare_event_vals(kind, **vals)]).id

    @classmethod
    def _move(cls, lot, source, target, quantity, day=1, partner=None, **values):
        """A row that says that ``quantity`` went from one place to another on a day of January 2026."""
        return cls._insert(
            lot,
            **{
                "happened_on": datetime(2026, 1, day),
                "quantity": quantity,
                "from_usage": PLACES[source][0],
                "from_zone": PLACES[source][1],
                "to_usage": PLACES[target][0],
                "to_zone": PLACES[target][1],
                "partner_ref": partner and partner.id,
                "commercial_partner_ref": partner and partner.commercial_partner_id.id,
                "partner_name": partner and partner.name,
                **values,
            },
        )

    @classmethod
    def _make(cls, lot, source_lot, quantity=1, day=5, **values):
        """A row that says that ``lot`` was made from ``quantity`` of ``source_lot``."""
        values = {"document_model": "mrp.production", "document_id": 9, **values}
        values.setdefault("document_name", f"MO/{values['document_id']}")
        return cls._insert(
            lot,
            kind="transformation",
            happened_on=datetime(2026, 1, day),
            quantity=quantity,
            source_lot_id=source_lot.id,
            **values,
        )

    def _balance(self, lot, **options):
        (answer,) = self.trace.trace("lot", lot.id, **options)["lots"]
        return answer["balance"]

    def _moves(self, answer):
        """The movements of the answer; creating and releasing a lot leaves rows of other kinds."""
        return [row for row in answer["rows"] if row["kind"] == "move"]

    def _ends(self, answer):
        return {(edge["source"], edge["target"]) for edge in answer["graph"]["edges"]}
