"""The channels there are. A new one adds its class here and nowhere else."""

from .file import FileChannel
from .medusa import MedusaChannel
from .shopify import ShopifyChannel
from .woocommerce import WooCommerceChannel

CHANNELS = {
    channel.code: channel for channel in (MedusaChannel, WooCommerceChannel, ShopifyChannel, FileChannel)
}
