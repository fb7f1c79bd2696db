import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..engine.files.spec import FileError
from ..problems import FILE_PROBLEMS
from .ecom_file_layout import KINDS


class EcomFile(models.Model):
    """A file that came in or went out: what it held, what was read of it, and what became of it."""

    _name = "ecom.file"
    _description = "Shop file"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char("File name", required=True)
    store_id = fields.Many2one(
        "ecom.store",
        "Shop",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('channel', '=', 'file')]",
        default=lambda self: self._default_store(),
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    object = fields.Selection(KINDS, "Content", required=True, default="order")
    direction = fields.Selection([("in", "In"), ("out", "Out")], required=True, default="in", readonly=True)
    way = fields.Selection(
        [("upload", "Upload"), ("folder", "Folder"), ("sftp", "SFTP")],
        "Came by",
        required=True,
        default="upload",
        readonly=True,
    )
    source_id = fields.Many2one(
        "ecom.file.source", "Place", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    written_at = fields.Datetime(
        "Written there", readonly=True, copy=False, help="When the file was last changed at its place."
    )
    left_at = fields.Datetime("Left there", readonly=True, copy=False)
    layout_id = fields.Many2one(
        "ecom.file.layout",
        ondelete="restrict",
        domain="[('object', '=', object), ('direction', '=', direction)]",
        help="Empty: a layout that fits is looked for, otherwise one is guessed.",
    )
    content = fields.Binary("File", attachment=True, required=True)
    digest = fields.Char("SHA-256", compute="_compute_digest", store=True, index=True)
    state = fields.Selection(
        [
            ("draft", "Uploaded"),
            ("checked", "Checked"),
            ("loading", "Loading"),
            ("done", "Done"),
            ("failed", "Unreadable"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    problem = fields.Selection(
        lambda self: [(code, code.replace("_", " ").capitalize()) for code in FILE_PROBLEMS],
        readonly=True,
        copy=False,
    )
    problem_params = fields.Json(readonly=True, copy=False)
    message = fields.Char(compute="_compute_message")
    doubt = fields.Char(readonly=True, copy=False)
    loaded_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    loaded_at = fields.Datetime(readonly=True, copy=False)
    is_repeat = fields.Boolean("Seen before", compute="_compute_is_repeat")

    # === COMPUTE METHODS === #

    @api.model
    def _default_store(self):
        domain = [("company_id", "=", self.env.company.id), ("channel", "=", "file")]
        stores = self.env["ecom.store"].search(domain)
        return stores if len(stores) == 1 else stores.browse()

    @api.depends("content")
    def _compute_digest(self):
        for file in self:
            file.digest = hashlib.sha256(file._bytes()).hexdigest()

    @api.depends("problem", "problem_params")
    @api.depends_context("lang")
    def _compute_message(self):
        for file in self:
            words = FILE_PROBLEMS.get(file.problem)
            file.message = words and self.env._(words) % (file.problem_params or {})

    @api.depends("digest", "store_id")
    def _compute_is_repeat(self):
        for file in self:
            file.is_repeat = bool(
                file.digest
                and file.direction == "in"
                and self.search_count(
                    [
                        ("store_id", "=", file.store_id.id),
                        ("digest", "=", file.digest),
                        ("state", "=", "done"),
                        ("id", "<", file._origin.id or 0),
                    ],
                    limit=1,
                )
            )

    def _bytes(self):
        self.ensure_one()
        # the client asks for the size of large contents only, unless told otherwise
        return base64.b64decode(self.with_context(bin_size=False).content or b"")

    @api.constrains("object", "direction")
    def _check_importer(self):
        for file in self:
            if file.direction == "in" and f"ecom.file.importer.{file.object}" not in self.env:
                raise ValidationError(
                    self.env._(
                        "%(content)s go out only: prices are kept in Odoo's price lists, and a cancelled "
                        "order comes in with the orders.",
                        content=dict(KINDS)[file.object],
                    )
                )

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if any(file.state in ("loading", "done") for file in self):
            raise UserError(self.env._("A file that was loaded or sent is part of the record."))

    def write(self, vals):
        if {"content", "store_id", "object", "name"} & vals.keys() and any(
            file.state in ("loading", "done") for file in self
        ):
            raise UserError(self.env._("A file that was loaded or sent is part of the record."))
        return super().write(vals)

    # === HELPERS === #

    def _check_may_load(self):
        role = "warehouse" if set(self.mapped("object")) <= {"stock", "shipment"} else "order_desk"
        groups = ("med_lot_traceability.group_order_desk", f"med_lot_traceability.group_{role}")
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(self.env._("Only the order desk loads files of this kind."))
        for kind in set(self.mapped("object")):
            self.env[f"ecom.file.importer.{kind}"]._check_rights()
        self.check_access("write")

    def _fail(self, error):
        """Note why the file can't be read."""
        code = error.code if error.code in FILE_PROBLEMS else "not_csv"
        params = {name: str(value) for name, value in error.params.items()}
        self.write({"state": "failed", "problem": code, "problem_params": params})

    def _ensure_layout(self):
        """A layout that fits the file, or one guessed from it.

        :raises FileError: when nothing of the file was recognised
        """
        self.ensure_one()
        if self.layout_id:
            return
        layouts = self.env["ecom.file.layout"]
        content = self._bytes()
        self.layout_id = layouts._find_for(self.object, content)
        if not self.layout_id:
            name = self.env._("Guessed from %(file)s", file=self.name)
            # sudo: the warehouse loads files, too, but does not edit layouts; this one is the file's own
            guesser = layouts.sudo().with_company(self.company_id)
            self.layout_id, doubts = guesser._guess(self.object, content, name)
            self.doubt = " ".join(self.env._(FILE_PROBLEMS[code]) for code in doubts) or False

    @api.model
    def _download(self, name, content):
        """:return: action that hands a file to the browser, once"""
        attachment = self.env["ir.attachment"].create(
            {"name": name, "raw": content, "mimetype": "application/octet-stream"}
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }

    def action_download(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/ecom.file/{self.id}/content/{self.name}?download=true",
            "target": "download",
        }

    def _spec(self):
        """:raises FileError: without a layout that has columns"""
        if not self.layout_id.column_ids:
            raise FileError("no_layout")
        return self.layout_id._spec()
