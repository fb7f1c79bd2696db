from odoo import api, models


class EcomHandler(models.AbstractModel):
    """What to do with the exchanges of one kind. A concrete handler is ``ecom.handler.<kind>``."""

    _name = "ecom.handler"
    _description = "Handler of shop exchanges"

    @api.model
    def _handle(self, exchanges):
        """Do the work of all rows and set each one's state.

        Raise to have the rows tried one by one; raise on a single row to hold or postpone it:
        :class:`~..exceptions.HoldExchange`, :class:`~..channels.errors.ChannelError`.

        :param exchanges: ``ecom.exchange`` of this kind, locked by us
        """
        for exchange in exchanges:
            self._handle_one(exchange)

    @api.model
    def _handle_one(self, exchange):
        """Do the work of one row, for kinds that are told one by one; see :meth:`_handle`."""
        raise NotImplementedError
