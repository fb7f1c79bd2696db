from . import fixture, webhook
