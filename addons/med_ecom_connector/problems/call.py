"""What a call to the shop, or the work on its answer, failed with."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: code: (what happened, what to do)
CALL_PROBLEMS = {
    "rejected": (
        _lt("The shop refused what we sent: %(message)s"),
        _lt("Correct what the shop complains about, then release."),
    ),
    "not_found": (
        _lt("The shop does not know the record any more: %(message)s"),
        _lt("If it was deleted in the shop, dismiss this exchange; otherwise release to try again."),
    ),
    "network": (
        _lt("The shop can't be reached: %(message)s"),
        _lt(
            "Nothing to do if the shop is down: we try again by ourselves. Otherwise test the "
            "connection of the store."
        ),
    ),
    "throttled": (
        _lt("The shop asked us to slow down."),
        _lt("Nothing to do: we try again by ourselves."),
    ),
    "server": (
        _lt("The shop failed on its own side: %(message)s"),
        _lt("Nothing to do if it passes: we try again by ourselves. Otherwise look at the shop's log."),
    ),
    "protocol": (
        _lt("The shop's answer can't be read: %(message)s"),
        _lt("Nothing to do: we try again by ourselves."),
    ),
    "auth": (
        _lt("The shop refuses our credentials."),
        _lt(
            "Correct the credentials on the store and test the connection: waiting exchanges then "
            "go on by themselves."
        ),
    ),
    "secret_key": (
        _lt("The store's credentials were encrypted under another key."),
        _lt("Restore the key, or enter the credentials again on the store."),
    ),
    "refused_by_odoo": (
        _lt("Odoo refused it: %(message)s"),
        _lt("Mend the cause, then release."),
    ),
    "unexpected": (
        _lt("Something unexpected happened (%(error)s)."),
        _lt("Release to try again. If it comes back, send this exchange to your administrator."),
    ),
}

#: code: what to do where a person asked the shop and waits: nothing is tried again by itself then
ASKED_REMEDIES = {
    "rejected": _lt("Correct what the shop complains about, then try again."),
    "not_found": _lt("Check the address on the store, and whether the record is still in the shop."),
    "network": _lt("Check the address on the store and whether the shop is up, then try again."),
    "throttled": _lt("Wait a minute, then try again."),
    "server": _lt("Try again in a while. If it comes back, look at the shop's log."),
    "protocol": _lt(
        "Check the address on the store: a wrong one is answered by something else. If it is right, try "
        "again, and look at the shop's log if it comes back."
    ),
}
