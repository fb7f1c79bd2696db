from . import fixture, tracking, transport_order, webhook
