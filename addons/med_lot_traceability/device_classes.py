"""Risk classes of devices. Plain constants, no Odoo import."""

DEVICE_CLASSES = [("I", "Class I"), ("II", "Class II"), ("III", "Class III")]
