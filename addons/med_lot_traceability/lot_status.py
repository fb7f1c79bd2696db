"""The release status of a lot: its values, who may change what into what, and when a reason is due.

The table is data on purpose: the next rule (zones, operations) becomes another column, not another method.
"""

RELEASE_STATUSES = [
    ("quarantine", "Quarantine"),
    ("released", "Released"),
    ("hold", "On Hold"),
    ("rejected", "Rejected"),
    ("recalled", "Recalled"),
]

#: What people see: a lot that waits or is released, but whose expiry has passed, is "expired".
#: A decision against a lot (hold, rejection, recall) stays visible after its expiry.
EFFECTIVE_STATUSES = [*RELEASE_STATUSES, ("expired", "Expired")]
STATUSES_THAT_EXPIRE = ("quarantine", "released")

INSPECTOR = "med_lot_traceability.group_inspector"
QUALITY_MANAGER = "med_lot_traceability.group_quality_manager"

#: (from, to) -> the group that may do it. A pair that is missing is never allowed; a recall is final.
TRANSITIONS = {
    ("quarantine", "released"): INSPECTOR,
    ("quarantine", "rejected"): INSPECTOR,
    ("quarantine", "hold"): QUALITY_MANAGER,
    ("quarantine", "recalled"): QUALITY_MANAGER,
    ("released", "quarantine"): QUALITY_MANAGER,
    ("released", "hold"): QUALITY_MANAGER,
    ("released", "rejected"): QUALITY_MANAGER,
    ("released", "recalled"): QUALITY_MANAGER,
    ("hold", "released"): QUALITY_MANAGER,
    ("hold", "quarantine"): QUALITY_MANAGER,
    ("hold", "rejected"): QUALITY_MANAGER,
    ("hold", "recalled"): QUALITY_MANAGER,
    ("rejected", "quarantine"): QUALITY_MANAGER,
    ("rejected", "recalled"): QUALITY_MANAGER,
}

#: The only change that speaks for itself: its evidence is the inspection report.
WITHOUT_REASON = {("quarantine", "released")}

#: Device classes whose lots may be released without an inspection report.
CLASSES_WITHOUT_REPORT = ("I",)
