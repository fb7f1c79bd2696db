"""What tests of files share: a store that takes files, and orders in one."""

import base64

from .common import ShopCase

HEADER = (
    "订单编号,订单创建时间,收货人姓名,收货地址,联系手机,商家编码,宝贝标题,购买数量,价格,运费,总金额,币种,国家"
)
ORDER = (
    "{no},2026-03-01 08:00:00,王芳,杭州市西湖区文三路1号,13800138000,"
    "{sku},血氧仪,{quantity},100.00,0,{total},EUR,CN"
)


class FileCase(ShopCase):
    """A shop that only exports and imports files."""

    FAKE = None
    CHANNEL = "file"

    def setUp(self):
        # without the shop that answers over a network
        super(ShopCase, self).setUp()
        self.store = self.env["ecom.store"].create(
            {
                "name": "File shop",
                "channel": "file",
                "warehouse_id": self.warehouse.id,
                "responsible_id": self.order_desk.id,
            }
        )

    @staticmethod
    def rows(*rows):
        filled = [{"sku": "PO-100", "quantity": 1, "total": "100.00", **row} for row in rows]
        return "\r\n".join([HEADER, *(ORDER.format(**row) for row in filled)])

    def upload(self, text, name="orders.csv", encoding="gbk", user=None, **vals):
        content = text.encode(encoding) if isinstance(text, str) else text
        files = self.env["ecom.file"].with_user(user or self.order_desk)
        return files.create(
            {"name": name, "store_id": self.store.id, "content": base64.b64encode(content), **vals}
        )

    def load(self, text, **vals):
        file = self.upload(text, **vals)
        file.action_check()
        self.assertEqual(file.state, "checked", file.message)
        file.action_load()
        self.run_cron("orders")
        return file

    def counts(self, file):
        return (file.new_count, file.changed_count, file.same_count, file.bad_count)
