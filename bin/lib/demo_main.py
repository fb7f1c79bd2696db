"""The inside of ``bin/demo``, run by the virtual environment's Python once ``bin/setup`` has made it."""

from __future__ import annotations

import argparse
import signal
import sys

import demo_live
import demo_once
import postgres
from console import Failure, run_main
from demo_round import CheckFailed
from odoo_session import OdooError
from shop_api import ShopError

ODOO_PORT = 8069
SHOP_PORT = 9000
DESCRIPTION = """The demo: PostgreSQL, Odoo with the demo company, and a real web shop in which customers buy.

bin/demo          open for business until Ctrl-C; prints where to log in
bin/demo --once   one whole round without a person: exit code 0 only if everything holds
"""


def parse_arguments() -> argparse.Namespace:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("bin/demo", description=DESCRIPTION, formatter_class=layout)
    parser.add_argument("--once", action="store_true", help="one round, checked, on databases of its own")
    parser.add_argument("--port", type=int, help=f"Odoo's port (default {ODOO_PORT}; with --once a free one)")
    parser.add_argument(
        "--shop-port", type=int, help=f"the shop's (default {SHOP_PORT}; with --once a free one)"
    )
    return parser.parse_args()


def main() -> int:
    arguments = parse_arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop in order, as for Ctrl-C
    server = postgres.ensure_running()
    try:
        if arguments.once:
            return demo_once.run(arguments.port, arguments.shop_port)
        return demo_live.run(arguments.port or ODOO_PORT, arguments.shop_port or SHOP_PORT)
    except (OdooError, ShopError, CheckFailed) as error:
        reason = f"the demo does not work: {error}"
        raise Failure(reason, "look into var/log/server-*.log and var/log/shop-*.log") from error
    finally:
        if server["started"]:
            postgres.stop_if_unused()


if __name__ == "__main__":
    sys.exit(run_main(main))
