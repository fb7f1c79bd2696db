"""What the public addresses have in common: a signed message of limited size, answered with JSON."""

from urllib.parse import urlencode

from werkzeug.exceptions import RequestEntityTooLarge

from odoo.http import request, route

#: Bytes. A webhook of WooCommerce with an order of 500 lines, or a carrier's thousand events, stay under it.
MAX_BODY = 2 * 1024 * 1024


def public_post(path):
    """Decorator of a route for machines that prove with a signature who they are."""
    return route(
        path,
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
        max_content_length=MAX_BODY,
    )


def read_body():
    """:return: the bytes of the message, or None where they are too many"""
    try:
        # kept, as Odoo calls the controller again when the transaction has to be repeated
        body = request.httprequest.get_data()
    except RequestEntityTooLarge:
        return None
    # a form Odoo has read itself, before it called us: the first ping of WooCommerce is one
    return body or urlencode(list(request.httprequest.form.items(multi=True))).encode()


def answer(status, text, **more):
    """:return: the response; ``text`` says in a word or two what became of the message"""
    return request.make_json_response({"status": text, **more}, status=status)
