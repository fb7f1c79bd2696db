import fnmatch
import os

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import config

from ..channels.file.folder import Folder
from ..channels.file.places import PlaceError
from ..channels.file.sftp import Sftp
from ..channels.file.sftp_login import SftpSettings, server_key
from ..engine.secret_box import WrongKeyError
from ..problems import PLACE_PROBLEMS
from .ecom_file_exporter import OUTBOX_KINDS
from .ecom_file_layout import KINDS
from .ecom_store import HIDDEN


class EcomFileSource(models.Model):
    """A folder or SFTP server that files are fetched from or left on, by themselves."""

    _name = "ecom.file.source"
    _description = "Place for shop files"
    _inherit = ["mail.thread"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    store_id = fields.Many2one(
        "ecom.store",
        "Shop",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('channel', '=', 'file')]",
        default=lambda self: self.env["ecom.file"]._default_store(),
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    direction = fields.Selection([("in", "In"), ("out", "Out")], required=True, default="in")
    object = fields.Selection(KINDS, "Content", required=True, default="order")
    layout_id = fields.Many2one(
        "ecom.file.layout",
        ondelete="restrict",
        domain="[('object', '=', object), ('direction', '=', direction)]",
        help="In: empty, to have it found or guessed. Out: how files are written.",
    )
    pattern = fields.Char(default="*", required=True, help="Names of the files to fetch, as orders_*.csv")
    auto_load = fields.Boolean(
        "Load by itself", help="Load what is good as soon as it is fetched; otherwise a person looks first."
    )
    way = fields.Selection([("folder", "Folder"), ("sftp", "SFTP")], required=True, default="folder")
    folder = fields.Char(
        required=True,
        default=".",
        tracking=True,
        help="Folder: below the base directory in odoo.conf. SFTP: on the server.",
    )
    host = fields.Char("Server", tracking=True)
    port = fields.Integer(default=22)
    user_name = fields.Char()
    host_key = fields.Char(
        "Server's key",
        tracking=True,
        copy=False,
        help="As in known_hosts: type and key. Only a server that shows it is told the password.",
    )
    password = fields.Char(
        compute="_compute_password", inverse="_inverse_password", groups="base.group_system", copy=False
    )
    private_key = fields.Text(
        compute="_compute_private_key",
        inverse="_inverse_private_key",
        groups="base.group_system",
        copy=False,
        help="Instead of a password. Kept encrypted, never shown again.",
    )
    sealed_password = fields.Char(groups="base.group_system", copy=False)
    sealed_private_key = fields.Char(groups="base.group_system", copy=False)
    last_run = fields.Datetime(readonly=True, copy=False)
    problem = fields.Char(readonly=True, copy=False)
    problem_params = fields.Json(readonly=True, copy=False)
    message = fields.Char("Trouble", compute="_compute_message")
    seen = fields.Json(readonly=True, copy=False, help="Size and time of files at the last look.")

    # === COMPUTE METHODS === #

    # one compute each: fields that share one are blanked together when one is written
    @api.depends("sealed_password")
    def _compute_password(self):
        for source in self:
            source.password = HIDDEN if source.sealed_password else False

    @api.depends("sealed_private_key")
    def _compute_private_key(self):
        for source in self:
            source.private_key = HIDDEN if source.sealed_private_key else False

    def _inverse_password(self):
        for source in self:
            source._seal("password", source.password)

    def _inverse_private_key(self):
        for source in self:
            source._seal("private_key", source.private_key)

    def _seal(self, name, typed):
        typed = (typed or "").strip()
        if typed != HIDDEN:
            self[f"sealed_{name}"] = self.env["ecom.store"]._secret_box().seal(typed)

    @api.depends("problem", "problem_params")
    @api.depends_context("lang")
    def _compute_message(self):
        for source in self:
            words = PLACE_PROBLEMS.get(source.problem)
            params = {"message": "", "folder": "", "name": "", **(source.problem_params or {})}
            happened = words and self.env._(words)
            source.message = happened and happened % params

    @api.constrains("direction", "object", "layout_id", "way", "host")
    def _check_complete(self):
        for source in self:
            if source.direction == "out" and (source.object not in OUTBOX_KINDS or not source.layout_id):
                raise ValidationError(
                    self.env._(
                        "By themselves go out: shipments, stock, prices, cancellations, refunds and "
                        "decisions on returns, in a layout to be chosen."
                    )
                )
            if source.way == "sftp" and not source.host:
                raise ValidationError(self.env._("“%(source)s” needs a server.", source=source.name))

    @api.constrains("way", "folder")
    def _check_folder(self):
        for source in self.filtered(lambda one: one.way == "folder"):
            try:
                source._place()
            except PlaceError as error:
                raise ValidationError(source._words(error)) from None

    # === PLACE === #

    @api.model
    def _file_base(self):
        """The directory that whoever runs the server allows files in."""
        return os.environ.get("MEDSUITE_FILE_BASE") or config.get("medsuite_file_base") or "/nonexistent"

    def _place(self):
        """:raises PlaceError: when it can't be used at all"""
        self.ensure_one()
        if self.way == "folder":
            return Folder(self._file_base(), self.folder)
        return Sftp(self._sftp_settings(), self.folder)

    def _sftp_settings(self):
        # Whoever may run a source need not see its secrets; they stay behind this method.
        source = self.sudo()
        box = self.env["ecom.store"]._secret_box()
        try:
            password, key = box.open(source.sealed_password), box.open(source.sealed_private_key)
        except WrongKeyError:
            raise PlaceError("secret_key") from None
        return SftpSettings(
            host=source.host or "",
            port=source.port or 22,
            user=source.user_name or "",
            password=password or "",
            private_key=key or "",
            host_key=source.host_key or "",
        )

    def _wanted(self, found):
        return fnmatch.fnmatch(found.name.casefold(), (self.pattern or "*").casefold())

    @api.model
    def _words(self, error):
        params = {
            "message": "",
            "folder": "",
            "name": "",
            **{key: str(value) for key, value in error.params.items()},
        }
        happened = self.env._(PLACE_PROBLEMS[error.code])
        return happened % params

    # === ACTIONS === #

    def action_ask_key(self):
        """Take the key that the server shows now; the administrator compares it before using it."""
        self.ensure_one()
        self.check_access("write")
        try:
            self.host_key = server_key(self._sftp_settings())
        except PlaceError as error:
            raise UserError(self._words(error)) from error
        return True

    def action_test(self):
        """Look into the place, and say what is there."""
        self.ensure_one()
        self.check_access("write")
        try:
            with self._place().opened() as place:
                names = [found.name for found in place.list()]
        except PlaceError as error:
            raise UserError(self._words(error)) from error
        shown = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
        return self.store_id._notification(
            "success", self.env._("%(count)s files are there. %(names)s", count=len(names), names=shown)
        )

    def action_run(self):
        """Fetch or leave files now; what must be safe first is put away, or left, right after."""
        for source in self:
            source.check_access("write")
            source._run()
        self.env.ref("med_ecom_connector.ir_cron_file_sources").sudo()._trigger()
        return True
