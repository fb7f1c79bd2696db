"""Which data of lots, batches and products are so weighty that the ledger takes down their changes."""

LOT_FIELDS = (
    "name",
    "product_id",
    "batch_id",
    "production_date",
    "expiration_date",
    "sterilisation_lot",
    "udi_raw",
    "udi_pi",
)
BATCH_FIELDS = ("name", "product_id", "production_date", "expiration_date", "sterilisation_lot")
PRODUCT_FIELDS = (
    "name",
    "is_medical_device",
    "device_class",
    "is_implant",
    "minimum_shelf_life_days",
    "tracking",
    "use_expiration_date",
)


def snapshot(records, names):
    """The values of these fields as texts for people and programs, to compare them later.

    :return: dict of record to dict of field name to value
    """
    known = [name for name in names if name in records._fields]
    return {record: {name: _plain(record, name) for name in known} for record in records}


def _plain(record, name):
    field = record._fields[name]
    value = record[name]
    if field.type == "many2one":
        return [value.id, value.display_name] if value else None
    if field.type in ("date", "datetime"):
        return str(value) if value else None
    return value or None


def differences(before, after):
    """:return: dict of field name to [old, new], for what changed"""
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}
