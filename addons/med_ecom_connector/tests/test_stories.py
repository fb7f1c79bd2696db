"""The life stories of ``stories.py``, played on each channel's fake shop."""

from decimal import ROUND_HALF_UP, Decimal

from odoo.tests import Form, tagged

from . import stories, told
from .common import ShopCase, ShopifyCase, WooCommerceCase
from .returns_case import ReturnsCase

#: what runs after something happened in the shop, and after our own steps
NEWS = ("poll", "orders", "bookings")
CRONS = {
    "ship": ("shipments", "bookings"),
    "cancel here": ("cancels",),
    "refund here": ("refunds", "bookings"),
    "received": ("bookings",),
    "return": ("returns", "refunds", "bookings"),
    "come back": ("returns", "refunds", "bookings"),
}


class Stories(ReturnsCase):
    """Each story is a test method of its own, added below."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for rate in (5.0, 5.5):
            cls._create_tax(rate)
        cls._create_tax(20.0, price_include_override="tax_included")
        cls.env.ref("base.USD").active = True
        cls._create_lot(cls.pump, "SN-1")
        cls.warehouse_user = cls._create_user("warehouse")

    def setUp(self):
        super().setUp()
        self.store.responsible_id = self.order_desk

    def play(self, story):
        self.store.invoice_policy = story.policy
        basket = story.basket
        options = self.in_words_of_the_shop({**basket.options, **story.options})
        self.order = self.shop.place_order(list(basket.lines), **options)
        self.poll()
        self.run_cron("bookings")
        self.assertFalse(self.exchanges(state="held").mapped("message"))
        self.sale = self.sales()
        self.assert_total(self.of_channel(basket.total))
        for name, *arguments in story.steps:
            getattr(self, "tell_" + name.replace(" ", "_"))(*arguments)
            self.run_crons(*CRONS.get(name, NEWS))
        self.run_crons(*NEWS)
        self.check_end(story)

    def run_crons(self, *names):
        for name in names:
            self.run_cron(name)

    def of_channel(self, total):
        """The amount as this shop rounds it."""
        for basket in vars(stories).values():
            if isinstance(basket, stories.Basket) and basket.rounded and basket.total == total:
                return basket.rounded.get(self.CHANNEL, total)
        return total

    # --- how it must end ---

    def check_end(self, story):
        trouble = self.exchanges().filtered(lambda one: one.state != "done")
        self.assertFalse(trouble.mapped("problem_text"))
        self.assertEqual(len(self.sales()), 1)
        self.assertEqual(self.sale.state, story.state)
        self.assert_total(self.of_channel(story.total or story.basket.total))
        self.assertEqual(self.delivered(), story.delivered)
        self.check_money(story)
        self.check_recorded(story)

    def check_money(self, story):
        captured = self.sale.ecom_payment_ids.filtered(
            lambda one: one.state == "captured" or one.booked_amount
        )
        paid = self.cents(sum(captured.mapped("booked_amount")))
        refunds = self.sale.ecom_refund_ids.filtered(lambda one: one.state in ("open", "waiting", "done"))
        self.assertEqual(paid, Decimal(self.of_channel(story.paid)))
        self.assertEqual(self.cents(sum(refunds.mapped("amount"))), Decimal(story.refunded))

    def check_recorded(self, story):
        """Where the real shop was asked too, see ``told.py``."""

    def assert_total(self, expected):
        """Ours, the shop's and the one that was computed by hand agree to the cent."""
        self.assertEqual(self.cents(self.sale.amount_total), Decimal(expected))
        self.assertEqual(self.cents(self.their_order().total), Decimal(expected))

    def their_order(self):
        """The order as the shop has it now."""
        channel = self.store._channel()
        (raw,) = channel.fetch_orders([str(self.order["id"]).rsplit("/", 1)[-1]])
        return channel.parse_order(raw.payload)

    def delivered(self):
        quantities = {}
        for line in self.sale.order_line.filtered("product_id.is_storable"):
            sku = line.product_id.default_code
            quantities[sku] = quantities.get(sku, 0) + line.qty_delivered
        return quantities

    @staticmethod
    def cents(amount):
        exact = amount if isinstance(amount, Decimal) else Decimal(f"{amount:.6f}")
        return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)

    # --- what happens in the shop ---

    def in_words_of_the_shop(self, options):
        return options

    def tell_edit(self, index, quantity):
        self.shop.edit_line(self.order, index, quantity)

    def tell_price(self, index, quantity, price):
        self.shop.edit_line(self.order, index, quantity, price=price)

    def tell_add(self, sku, quantity):
        self.shop.add_line(self.order, sku, quantity)

    def tell_remove(self, index):
        self.shop.remove_line(self.order, index)

    def tell_exchange(self, index, quantity, sku, others):
        self.shop.exchange(self.order, [(index, quantity)], [(sku, others)], reason="damaged")

    def tell_move(self):
        self.shop.move(self.order, "Lyon", "69001")

    def tell_cancel(self):
        self.shop.cancel(self.order)

    def tell_capture(self, *amount):
        self.shop.capture(self.order, *amount)

    def tell_refund(self, amount):
        self.shop.refund(self.order, amount)

    # --- what happens here ---

    def tell_ship(self, quantities=None):
        picking = self.sale.picking_ids.filtered(
            lambda one: one.state == "assigned" and one.picking_type_code == "outgoing"
        )
        for move in picking.move_ids:
            if quantities is not None:
                move.quantity = quantities.get(move.product_id.default_code, 0)
            move.picked = bool(move.quantity)
        picking.with_context(skip_backorder=True, picking_ids_not_to_backorder=[]).button_validate()
        self.assertEqual(picking.state, "done")

    def tell_cancel_here(self):
        action = self.sale.with_user(self.order_desk).action_cancel()
        wizard = self.env["ecom.cancel.order"].with_user(self.order_desk).with_context(**action["context"])
        wizard.create({"reason": "No stock left"}).action_cancel_orders()

    def tell_refund_here(self, amount):
        wizards = self.env["ecom.refund.send"].with_user(self.order_desk)
        with Form(wizards.with_context(default_sale_order_id=self.sale.id)) as form:
            form.reason = "goodwill"
            form.amount = float(amount)
        form.record.action_send()

    def tell_received(self):
        self.assertEqual(self.sale.ecom_payment_ids.state, "authorized")
        self.sale.ecom_payment_ids.with_user(self.order_desk).action_received()

    def tell_return(self, index, quantity, amount, decision):
        known = self.sale.ecom_return_ids
        self.send_back(index, quantity, amount)
        self.run_crons(*NEWS)
        self._decide(self.sale.ecom_return_ids - known, decision)

    def tell_come_back(self, decision):
        self._decide(self.sale.ecom_return_ids, decision)

    def _decide(self, one, decision):
        self.assertEqual(one.state, "expected")
        picking = one.picking_ids.filtered(lambda picking: picking.state == "assigned")
        picking.move_ids.picked = True
        picking.with_user(self.warehouse_user).with_context(skip_backorder=True)._action_done()
        self.decide(one, decision, "as seen")

    def send_back(self, index, quantity, _amount):
        self.shop.request_return(self.order, [(index, quantity)], reason="damaged")


def _as_test(story):
    def test(self):
        if self.CHANNEL in story.skip:
            self.skipTest(story.skip[self.CHANNEL])
        self.play(story)

    test.__doc__ = story.name
    return test


for _number, _story in enumerate(stories.STORIES, 1):
    _name = _story.name.replace(",", "").replace(" ", "_")
    setattr(Stories, f"test_{_number:02d}_{_name}", _as_test(_story))


@tagged("post_install", "-at_install")
class TestStoriesMedusa(Stories, ShopCase):
    def in_words_of_the_shop(self, options):
        words = dict(options)
        words.pop("company", None)
        if words.pop("two_taxes", None):
            words["tax_rates"] = [(20, "TVA"), (5, "Eco")]
        rate = words.pop("dollars", None)
        if rate:
            words.update(currency="usd", exchange_rate=float(rate))
        if words.pop("gift_card", None):
            words["provider"] = "pp_giftcard_giftcard"
        if words.pop("on_delivery", None):
            words["provider"] = "pp_cod_cod"
        return words

    def check_recorded(self, story):
        self.assertEqual(told.told(self.their_order()), told.recorded("medusa")[story.name])

    def tell_capture(self, *amount):
        super().tell_capture(*amount)
        # a capture does not stamp the order as changed: a webhook, or this, brings it
        self.run_cron("compare")


@tagged("post_install", "-at_install")
class TestStoriesWooCommerce(Stories, WooCommerceCase):
    def in_words_of_the_shop(self, options):
        words = dict(options)
        words.pop("unpaid", None)
        words.pop("company", None)
        if words.pop("two_taxes", None):
            words["tax_rates"] = [(20, "TVA"), (5, "Eco")]
        if words.pop("dollars", None):
            words["currency"] = "USD"
        if words.pop("on_delivery", None):
            words.update(method="cod", status="processing")
        if words.get("inclusive") and words["shipping_price"]:
            # shipping is always kept net
            words["shipping_price"] = Decimal(words["shipping_price"]) / Decimal("1.2")
        return words

    def send_back(self, index, quantity, amount):
        """A return is a refund of lines of goods that have left."""
        net = self.cents(Decimal(amount) / Decimal("1.2"))
        self.shop.refund(self.order, amount, [(index, quantity, net, Decimal(amount) - net)])


@tagged("post_install", "-at_install")
class TestStoriesShopify(Stories, ShopifyCase):
    def in_words_of_the_shop(self, options):
        words = dict(options)
        if words.pop("two_taxes", None):
            words["tax_rate"] = (20, 5)
        rate = words.pop("dollars", None)
        if rate:
            words.update(currency="USD", rate=rate)
        if words.pop("gift_card", None):
            words["gateway"] = "gift_card"
        if words.get("on_delivery"):
            words["gateway"] = "Cash on Delivery (COD)"
        return words

    def tell_capture(self, *amount):
        # the total goes on to include what an edit took off; what is asked for does not
        exchanged = self.sale._shop_worth_of_returns(lambda one: one.in_exchange)
        booked = sum(self.sale.ecom_payment_ids.mapped("booked_amount"))
        missing = self.sale.amount_total - exchanged - booked
        self.shop.capture(self.order, *(amount or [missing]))
