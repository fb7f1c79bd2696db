from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..channels.errors import ChannelError
from ..exceptions import HoldExchange
from ..problems import ASKED_REMEDIES, PROBLEMS, WARNINGS
from .ecom_exchange_inbox import CRONS


class EcomStore(models.Model):
    _inherit = "ecom.store"

    def action_test_connection(self):
        """Log in, learn the shop's name and stock locations, and let waiting exchanges go on."""
        self.ensure_one()
        self.check_access("write")
        info = self._ask_shop(lambda channel: channel.test_connection())
        self._learn_locations(info.choices.get("stock_location", ()))
        self._resume()
        lines = [
            self.env._(
                "Connected to %(shop)s (%(channel)s %(version)s).",
                shop=info.name,
                channel=self.channel,
                version=info.version,
            )
        ]
        if info.currencies:
            lines.append(self.env._("Currencies: %s.", ", ".join(info.currencies)))
        # the one location there is has just been chosen
        warnings = [
            code for code in info.warnings if code != "stock_location_not_chosen" or not self.shop_location_id
        ]
        lines += [self.env._(WARNINGS[code]) for code in warnings]
        return self._notification("warning" if warnings else "success", " ".join(lines))

    def action_import_now(self):
        """Ask the shop for orders at once; the form shows how far it is."""
        self._check_may_run()
        # Order desk may start a run, not change the store or its flows.
        self.sudo().import_started_at = fields.Datetime.now()
        self._resume("poll", "order")
        return self._notification("info", self.env._("Importing: the progress bar shows how far it is."))

    def action_push_stock_now(self):
        """Compare every article with the shop and send what differs."""
        self._check_may_run()
        for store in self:
            count = store._ask_shop(lambda channel, store=store: store.sudo()._match_products())
        self._resume("stock", "price")
        return self._notification(
            "info", self.env._("%(count)s articles compared; what differs is on its way.", count=count)
        )

    def action_match_products(self):
        self._check_may_run()
        count = 0
        for store in self:
            count += store._ask_shop(lambda channel, store=store: store.sudo()._match_products())
        return self._notification(
            "success", self.env._("%(count)s articles read from the shop.", count=count)
        )

    def action_open_exchanges(self):
        self.ensure_one()
        state = self.env.context.get("exchange_state")
        name = "ecom_exchange_action_held" if state in ("held", "dead") else "ecom_exchange_action"
        action = self.env["ir.actions.act_window"]._for_xml_id(f"med_ecom_connector.{name}")
        action["context"] = {
            "search_default_store_id": self.id,
            **({f"search_default_{state}": 1} if state else {}),
        }
        return action

    def action_open_orders(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("med_ecom_connector.sale_order_action_shop")
        action["domain"] = [("ecom_store_id", "=", self.id)]
        return action

    def action_open_articles(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "med_ecom_connector.ecom_product_binding_action"
        )
        action["context"] = {"search_default_store_id": self.id}
        return action

    # === HELPERS === #

    def _check_may_run(self):
        if not self.env.user.has_group("med_lot_traceability.group_order_desk"):
            raise AccessError(self.env._("Only the order desk starts an exchange with the shop."))
        self.check_access("read")

    def _ask_shop(self, question):
        """Call the shop for somebody who waits for the answer.

        :raises UserError: with what happened and what to do
        """
        try:
            return question(self._channel())
        except ChannelError as error:
            code = error.code if error.code in PROBLEMS else "rejected"
            raise self._trouble(code, error.told(error.detail)) from error
        except HoldExchange as hold:
            raise self._trouble(hold.problem, hold.params) from hold

    def _trouble(self, problem, params):
        """:return: the error that tells a person what happened at this shop, and what to do"""
        happened, remedy = self.env["ecom.exchange"]._words_for(problem, params)
        if problem in ASKED_REMEDIES:
            remedy = self.env._(ASKED_REMEDIES[problem])
        text = f"{self.name}: {happened}\n{remedy}"
        return UserError(text)

    def _learn_locations(self, choices):
        known = {location.external_id: location for location in self.shop_location_ids}
        for external_id, name in choices:
            if external_id in known:
                known[external_id].name = name
            else:
                self.shop_location_ids.create({"store_id": self.id, "external_id": external_id, "name": name})
        if len(self.shop_location_ids) == 1 and not self.shop_location_id:
            self.shop_location_id = self.shop_location_ids

    def _resume(self, *flows):
        """End the pauses that failures caused and wake the crons."""
        # The flows are the engine's own; whoever may start a run may end a pause.
        paused = self.sudo().flow_ids.filtered(
            lambda flow: flow.paused_until and (not flows or flow.flow in flows)
        )
        paused.write({"paused_until": False, "failures": 0})
        waiting = (
            self.env["ecom.exchange"]
            .sudo()
            .search(
                [
                    ("store_id", "in", self.ids),
                    ("state", "=", "pending"),
                    ("problem", "in", ("auth", "network", "server", "throttled", "protocol")),
                ]
            )
        )
        waiting.next_try = fields.Datetime.now()
        # credentials were typed again, or the key is back
        self.env["ecom.exchange"].sudo().search(
            [("store_id", "in", self.ids), ("state", "=", "held"), ("problem", "=", "secret_key")]
        )._requeue()
        for kind in CRONS:
            if not flows or kind in flows:
                self.env["ecom.exchange"]._wake(kind)

    def _notification(self, kind, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self[:1].name,
                "message": message,
                "type": kind,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
