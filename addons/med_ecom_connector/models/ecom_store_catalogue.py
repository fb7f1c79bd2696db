from odoo import api, fields, models
from odoo.exceptions import UserError

from ..channels.errors import ChannelError
from ..channels.pictures import fetch_picture


class EcomStore(models.Model):
    """Which way a store's catalogue travels, and starting it."""

    _inherit = "ecom.store"

    catalogue_direction = fields.Selection(
        [
            ("none", "Not at all"),
            ("in", "From the shop to Odoo"),
            ("out", "From Odoo to the shop"),
        ],
        "Catalogue travels",
        default="none",
        required=True,
        tracking=True,
        help="Products, variants, pictures and categories. Stock always goes to the shop.",
    )
    catalogue_prices = fields.Selection(
        [
            ("none", "Leave prices alone"),
            ("list", "Sales price of the product"),
            ("pricelist", "Price list of this shop"),
        ],
        "Prices from the shop become",
        default="list",
        required=True,
    )
    picture_hosts = fields.Char(
        "Picture servers",
        help="Pictures are fetched from the shop's own address only. Name further servers on which it "
        "keeps its pictures, separated by commas, e.g. cdn.example.com",
    )
    review_count = fields.Integer("New from shop", compute="_compute_review_count")

    def _compute_review_count(self):
        counts = dict(
            self.env["product.template"]._read_group(
                [("ecom_review", "=", True), ("ecom_origin_id", "in", self.ids)],
                ["ecom_origin_id"],
                ["__count"],
            )
        )
        for store in self:
            store.review_count = counts.get(store, 0)

    @api.constrains("catalogue_direction", "catalogue_prices", "pricelist_id")
    def _check_catalogue(self):
        for store in self:
            into_pricelist = store.catalogue_direction == "in" and store.catalogue_prices == "pricelist"
            if into_pricelist and not store.pricelist_id:
                raise UserError(
                    self.env._(
                        "%(store)s: choose the price list that the shop's prices shall go into.",
                        store=store.name,
                    )
                )

    # === ACTIONS === #

    def action_import_catalogue(self):
        """Read the shop's products now; what is news is taken in right after."""
        self._check_may_run()
        self.ensure_one()
        count = self._ask_shop(lambda channel: self.sudo()._read_catalogue(channel))
        self._resume("product_in")
        return self._notification(
            "info", self.env._("%(count)s products are new or changed: they are on their way.", count=count)
        )

    def action_open_review(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("med_ecom_connector.product_review_action")
        action["domain"] = [("ecom_review", "=", True), ("ecom_origin_id", "=", self.id)]
        return action

    # === CRON === #

    @api.model
    def _cron_catalogue(self):
        """Once a night: take in what the shops changed. Webhooks bring single products at once."""
        stores = self._active_stores().filtered(lambda one: one.catalogue_direction == "in")
        for store in stores.filtered("can_read_products"):
            with store._alone_with_its_errors("product_in"):
                flow = store._flow("product_in")
                if not flow._is_paused():
                    store._read_catalogue(store._channel())
                    flow._succeeded()
                    self.env["ir.cron"]._commit_progress()

    def _read_catalogue(self, channel):
        """Queue the products that differ from what we took in.

        :return: how many were news
        :raises ChannelError: the pages read so far are lost, and read again next time
        """
        return sum(
            self.env["ecom.exchange"]._receive_products(self, page) for page in channel.iter_products()
        )

    # === HELPERS === #

    def _picture_hosts(self):
        named = [host.strip() for host in (self.picture_hosts or "").split(",")]
        return [*self._capabilities().picture_hosts, *filter(None, named)]

    def _notify_review(self):
        """One open activity for the responsible, however many products wait."""
        self.ensure_one()
        summary = self.with_context(lang=self.responsible_id.lang).env._("New products from the shop")
        user = self.responsible_id or self.env.user
        if not self.activity_ids.filtered(lambda one: one.summary == summary and one.user_id == user):
            self.activity_schedule("mail.mail_activity_data_todo", user_id=user.id, summary=summary)

    def _fetch_picture(self, url):
        """:return: the picture as bytes, or None with the reason in words"""
        settings = self._channel_settings()
        try:
            return fetch_picture(
                url, settings.base_url, self._picture_hosts(), None, settings.timeout, settings.verify_tls
            ), ""
        except ChannelError as error:
            return None, str(error)
