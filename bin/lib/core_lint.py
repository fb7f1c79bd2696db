"""The odoo command, with Odoo's list of modules cut down to ours, so that test_lint looks at nothing else.

Run by the virtual environment's Python; arguments as for the odoo command.
"""

import odoo.init
import odoo.cli
from odoo.modules import Manifest

import paths

all_manifests = Manifest.all_addon_manifests


def our_manifests():
    ours = set(paths.our_modules())
    return [manifest for manifest in all_manifests() if manifest.name in ours]


if __name__ == "__main__":
    Manifest.all_addon_manifests = staticmethod(our_manifests)
    odoo.cli.main()
