"""What must not harm: forged and repeated webhooks, and an Odoo that is down while customers buy."""

import json

import requests
import websocket

from demo_customers import BUYERS
from demo_round import wait_for


def test_wrong_signature_is_refused_and_leaves_no_trace(quiet, game, rpc, system):
    before = rpc.count("ecom.exchange")
    body = json.dumps({"name": "order.placed", "data": {"id": "order_forged"}})
    headers = {"Content-Type": "application/json", "X-Medusa-Signature": "sha256=" + "0" * 64}
    assert requests.post(system.webhook_url, data=body, headers=headers, timeout=30).status_code == 401
    assert requests.post(system.webhook_url, data=body, timeout=30).status_code == 401
    assert rpc.count("ecom.exchange") == before


def test_unknown_webhook_address(odoo_server):
    answer = requests.post(f"{odoo_server.url}/ecom/webhook/nobody", data="{}", timeout=30)
    assert answer.status_code == 404


def test_oversized_webhook_is_refused(system):
    answer = requests.post(system.webhook_url, data=b"x" * (3 * 1024 * 1024), timeout=30)
    assert answer.status_code == 413


def test_webhook_of_an_order_the_shop_does_not_know(quiet, game, rpc):
    assert game.post_webhook({"name": "order.placed", "data": {"id": "order_unheard_of"}}) == 200
    unseen = ("problem", "=", "order_not_visible")
    waiting = [("external_id", "=", "order_unheard_of"), ("state", "=", "pending"), unseen]
    wait_for("Odoo looked for it, and will look again", lambda: rpc.count("ecom.exchange", waiting))
    assert rpc.count("sale.order") == quiet["sale.order"]


def test_websockets_and_requests_share_one_address(system, rpc):
    session = "; ".join(f"{cookie.name}={cookie.value}" for cookie in rpc.http.cookies)
    address = system.url.replace("http:", "ws:") + "/websocket?version=19.0-2"
    socket = websocket.create_connection(address, cookie=session, origin=system.url, timeout=30)
    assert socket.connected
    socket.close()
    assert requests.get(f"{system.url}/web/health", timeout=30).json() == {"status": "pass"}


def test_order_placed_while_odoo_was_down_comes_in_afterwards(quiet, game, odoo_server):
    odoo_server.stop()
    try:
        sale = game.check_out(BUYERS[2], {"ICE-GEL-S": 2})
    finally:
        odoo_server.start()
    game.wait_until_confirmed(sale)
    game.wait_until_quiet()
    game.wait_until_stock_agrees()
