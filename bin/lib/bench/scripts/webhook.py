"""Run by ``odoo shell``; see ``bench/webhook.py``. Makes the shop that the webhooks are for."""
# ruff: noqa: F821 - ``env`` comes from the shell

import json
import os

store = env["ecom.store"].create(
    {
        "name": "Bench",
        "channel": "medusa",
        "base_url": "http://127.0.0.1:9",
        "webhook_secret": os.environ["BENCH_SECRET"],
    }
)
env["ir.module.module"].update_list()
env["ir.module.module"].search([("name", "=", "bench_route")]).button_immediate_install()
env.cr.commit()
print("BENCH-RESULT", json.dumps({"path": f"/ecom/webhook/{store.webhook_token}"}))
