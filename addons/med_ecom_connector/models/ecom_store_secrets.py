import os

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import config

from ..engine.secret_box import (
    SecretBox,
    WrongKeyError,
    begin_new_key,
    end_old_key,
    key_from_file,
    old_keys_from_file,
)

#: Fields with this prefix hold sealed secrets, whatever the model.
SEALED = "sealed_"


class EcomStore(models.Model):
    _inherit = "ecom.store"

    @api.model
    def _secret_box(self):
        """The box under the key from the environment, ``odoo.conf``, or a file beside the file store.

        While keys change, ``MEDSUITE_SECRET_KEY_OLD`` or ``medsuite_secret_key_old`` still opens.
        """
        key, old = self._given_keys()
        if key:
            return SecretBox(key, *filter(None, [old]))
        path = self._key_path()
        return SecretBox(key_from_file(path), *old_keys_from_file(path))

    @api.model
    def _given_keys(self):
        """:return: tuple (key, old key) from the environment or ``odoo.conf``, empty where there is none"""
        return tuple(
            os.environ.get(f"MEDSUITE_SECRET_KEY{suffix.upper()}")
            or config.get(f"medsuite_secret_key{suffix}")
            for suffix in ("", "_old")
        )

    @api.model
    def _key_path(self):
        return f"{config['data_dir']}/medsuite_secret.key"

    # === ROTATION (bin/rotate-key) === #

    @api.model
    def _begin_rotation(self):
        """A new key in the file, with the old one beside it; nothing to do when the keys are given."""
        if not self._given_keys()[0]:
            begin_new_key(self._key_path())

    @api.model
    def _end_rotation(self):
        if not self._given_keys()[0]:
            end_old_key(self._key_path())

    @api.model
    def _rotate_secrets(self):
        """Seal every secret of this database under the current key, all or none.

        :return: number of secrets that were sealed under an older one
        :raises UserError: when one can't be opened; none is changed then
        """
        box = self._secret_box()
        count = 0
        for record, name in self._sealed_secrets():
            sealed = record[name]
            if not box.is_current(sealed):
                try:
                    record[name] = box.seal(box.open(sealed))
                except WrongKeyError:
                    raise UserError(
                        self.env._(
                            "%(record)s: its secret opens neither under the new key nor the old one. "
                            "Give the key it was sealed under as old key, or type the secret again.",
                            record=record.display_name,
                        )
                    ) from None
                count += 1
        return count

    @api.model
    def _sealed_secrets(self):
        """:return: list of (record, field name) of everything sealed, in all models"""
        found = []
        for model in self.env.registry.values():
            names = [name for name, field in model._fields.items() if name.startswith(SEALED) and field.store]
            if names and model._auto and not model._abstract:
                # Secrets are nobody's to read; this only seals them anew.
                records = self.env[model._name].sudo().with_context(active_test=False)
                for record in records.search([]):  # pylint: disable=no-search-all
                    found += [(record, name) for name in names if record[name]]
        return found
