"""Signed webhooks of a shop, which say that an order was placed."""

import hashlib
import hmac
import json

SECRET = "bench-webhook-secret"


def body_of(order):
    return json.dumps({"name": "order.placed", "data": {"id": order}}).encode()


def headers_of(body):
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Medusa-Signature": f"sha256={signature}"}
