def post_init_hook(env):
    """Lots that were there before the module get their row in the table that the gate reads."""
    env["med.lot.status"]._ensure_lot_rows()


def uninstall_hook(env):
    """What the ledger made beside the tables of its models. With rows in it, uninstalling is refused."""
    env.cr.execute("DROP TABLE med_trace_head")
    env.cr.execute("DROP FUNCTION med_trace_refuse, med_trace_only_forward CASCADE")
