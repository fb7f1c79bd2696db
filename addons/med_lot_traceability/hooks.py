def post_init_hook(env):
    """Lots that were there before the module get their row in the table that the gate reads."""
    env["med.lot.status"]._ensure_lot_rows()
