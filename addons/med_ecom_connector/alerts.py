"""What a shop's responsible is told of, in words: what is wrong, and what to do."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: cause: (what is wrong, what to do)
CAUSES = {
    "held": (
        _lt("%(count)s exchanges of %(shop)s wait for a person."),
        _lt("Open them: each says what happened and what to do."),
    ),
    "held_long": (
        _lt("%(count)s exchanges of %(shop)s have waited for a person for more than %(hours)s hours."),
        _lt("Open them: each says what happened and what to do. Customers may be waiting."),
    ),
    "dead": (
        _lt("%(count)s exchanges of %(shop)s were given up after days of failures."),
        _lt("Mend what they name, then release them."),
    ),
    "failing": (
        _lt("%(shop)s has been failing for %(minutes)s minutes: %(error)s"),
        _lt("Nothing to do if the shop is down: it heals by itself. Otherwise test the connection."),
    ),
    "auth": (
        _lt("%(shop)s refuses our credentials."),
        _lt("Enter them again on the page Connection of the shop, then test the connection."),
    ),
    "lag": (
        _lt("%(count)s exchanges of %(shop)s are due, the oldest for %(minutes)s minutes."),
        _lt("If this goes on, Odoo needs more cron workers (max_cron_threads) or another server."),
    ),
    "webhook_silence": (
        _lt("The last %(count)s new orders of %(shop)s came without a webhook."),
        _lt("Look whether the shop has switched its webhooks off. Orders still come in by asking."),
    ),
    "cron_stopped": (
        _lt("Scheduled jobs do not run: %(jobs)s."),
        _lt("Look at Settings / Technical / Scheduled Actions whether they are active, and at Odoo's log."),
    ),
    "files": (
        _lt("%(shop)s: %(count)s files that came by themselves can't be read, or have bad rows."),
        _lt("Open the files, mend what is bad and load them; or have the shop send them again."),
    ),
    "file_place": (
        _lt("%(shop)s: files can't be fetched or left (%(places)s)."),
        _lt("Open the place under Configuration / Places for Files: it says what is wrong."),
    ),
}
