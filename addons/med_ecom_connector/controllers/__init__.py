from . import fixture, tracking, webhook
