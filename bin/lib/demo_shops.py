"""The demo company's second shop, which exchanges files, and what one week with it looks like. Runs in Odoo.

Every screen of the connector has something to show: orders that went well, one that is short, one that is
held, a late parcel, goods coming back, customers who may be one, and the rules behind all that.
"""

from __future__ import annotations

import base64
import csv
import io
from datetime import datetime, timedelta

STORE_NAME = "Tmall flagship store 天猫旗舰店"
ORDERS_HEADER = [
    *("订单编号", "订单状态", "订单创建时间", "付款时间"),
    *("收货人姓名", "联系手机", "收货城市", "收货地址", "邮编", "国家"),
    *("商家编码", "宝贝标题", "购买数量", "价格", "运费", "税率", "总金额", "币种"),
]
WANG = ("王芳", "13800138000", "杭州市", "西湖区文三路 1 号", "310012")
FANG = ("王芳", "13900009999", "杭州市", "西湖区文三路1号", "310012")
ZHAO = ("赵敏", "13911112222", "深圳市", "福田区深南大道 6008 号", "518034")
LIU = ("刘洋", "13700001111", "北京市", "朝阳区建国路 88 号", "100022")
CHEN = ("陈静", "13622223333", "广州市", "天河区体育西路 9 号", "510620")
#: Number, days ago, who, SKU, title, pieces, net price in CNY.
ORDERS = (
    ("2603180001", 6, WANG, "MSK-SUR-50", "医用外科口罩 50 只", 3, "60.00"),
    ("2603180002", 6, ZHAO, "GLU-STR-50", "血糖试纸 50 条", 2, "172.00"),
    ("2603190003", 5, LIU, "SYR-5ML-100", "一次性注射器 5ml", 2, "96.00"),
    ("2603200004", 3, CHEN, "LEN-DAY-30", "日抛隐形眼镜 -2.00", 2, "159.20"),
    ("2603210005", 1, FANG, "MSK-SUR-50", "医用外科口罩 50 只", 1, "60.00"),
    ("2603210006", 1, LIU, "LEN-DAY-30", "日抛隐形眼镜 -2.00", 5000, "159.20"),
    ("2603210007", 0, CHEN, "NEW-SKU-1", "新品 便携雾化器", 1, "399.00"),
)
#: Order, its tracking number, what the carrier said since: days ago, code, place.
SHIPPED = (
    ("2603180001", "SF1000000001", ((5, "picked_up", "深圳"), (3, "delivered", "杭州"))),
    ("2603180002", "SF1000000002", ((5, "picked_up", "深圳"), (4, "delivered", "深圳"))),
    ("2603190003", "SF1000000003", ((4, "picked_up", "深圳"), (2, "exception", "北京"))),
)
#: Order, return number, SKU, pieces, why.
RETURN = ("2603180002", "R-2603180002", "GLU-STR-50", 1, "包装破损")
#: Warehouse, country, first digits of the postcode, kilometres, cost of a parcel in euros.
REACHES = (
    ("SZX", "CN", "5", 40, 1.2),
    ("SZX", "CN", False, 1600, 2.4),
    ("SZX", "FR", False, 9800, 28.0),
    ("LYS", "FR", "69", 10, 4.9),
    ("LYS", "FR", False, 420, 6.9),
    ("LYS", "CN", False, 9800, 32.0),
)


def fill(env, warehouses: dict) -> None:
    """Open the shop and let its week happen, by the steps people take.

    :param env: Odoo environment of the superuser, in which there is stock
    :param warehouses: stock.warehouse by code
    """
    ShopWeek(env, warehouses).play()


class ShopWeek:
    def __init__(self, env, warehouses: dict):
        self.env = env
        self.warehouses = warehouses
        self.people = {user.login: user for user in env["res.users"].search([])}
        self.store = env["ecom.store"].create(
            {
                "name": STORE_NAME,
                "channel": "file",
                "warehouse_id": warehouses["SZX"].id,
                "responsible_id": self.people["order"].id,
                "invoice_policy": "shipment",
                "stock_buffer": 2,
            }
        )

    def play(self) -> None:
        self.set_rules()
        self.load("orders.csv", "order", [ORDERS_HEADER, *map(self.order_row, ORDERS)])
        self.run_crons("orders", "bookings")
        for number, tracking, _events in SHIPPED:
            self.ship(number, tracking)
        self.run_crons("shipments", "bookings")
        self.tell_of_parcels()
        self.ask_for_return()
        self.run_crons("orders", "returns", "bookings", "watch")
        self.act_as("order", "ecom.customer.suggestion").action_scan()

    def act_as(self, login: str, model: str):
        return self.env[model].with_user(self.people[login])

    def run_crons(self, *names: str) -> None:
        """Crons work on connections of their own: each side must see what the other has written."""
        self.env.cr.commit()
        for name in names:
            self.env.ref(f"med_ecom_connector.ir_cron_{name}").method_direct_trigger()
            self.env.cr.commit()
        self.env.invalidate_all()

    # --- rules and places ---

    def set_rules(self) -> None:
        country = {code: self.env["res.country"].search([("code", "=", code)]) for code in ("CN", "FR")}
        self.env["ecom.warehouse.reach"].create(
            [
                {
                    "warehouse_id": self.warehouses[code].id,
                    "country_id": country[where].id,
                    "zip_prefix": prefix,
                    "distance": distance,
                    "cost": cost,
                }
                for code, where, prefix, distance, cost in REACHES
            ]
        )
        self.env["ecom.allocation.rule"].create(
            {
                "name": "Customers in China, from the nearest warehouse",
                "store_ids": [(6, 0, self.store.ids)],
                "country_ids": [(6, 0, country["CN"].ids)],
                "criterion": "distance",
                "place_ids": [(0, 0, {"warehouse_id": self.warehouses["SZX"].id})],
            }
        )
        masks = self.env["product.product"].search([("default_code", "=", "MSK-SUR-50")])
        self.env["ecom.stock.share"].create(
            {"store_id": self.store.id, "product_id": masks.id, "buffer": 10, "share": 60}
        )
        self.env["ecom.retention.rule"].create({"kind": "order", "payload_days": 730, "attempt_days": 365})

    # --- files, as the order desk loads them ---

    def load(self, name: str, kind: str, rows: list) -> None:
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        content = base64.b64encode(text.getvalue().encode("gb18030"))
        file = self.act_as("order", "ecom.file").create(
            {"name": name, "store_id": self.store.id, "object": kind, "content": content}
        )
        file.action_check()
        if file.state != "checked" or file.bad_count:
            raise RuntimeError(f"{name}: {file.message or file.error_ids.mapped('display_name')}")
        file.action_load()

    def order_row(self, order: tuple) -> list:
        number, days, (name, phone, city, street, postcode), sku, title, pieces, price = order
        ordered = datetime.now() - timedelta(days=days, hours=2)
        total = round(pieces * float(price) * 1.13, 2)
        paid = f"{ordered + timedelta(minutes=3):%Y-%m-%d %H:%M:%S}"
        when = [f"{ordered:%Y-%m-%d %H:%M:%S}", paid]
        who = [name, phone, city, street, postcode, "CN"]
        return [number, "open", *when, *who, sku, title, pieces, price, "0", "13", f"{total:.2f}", "CNY"]

    def ask_for_return(self) -> None:
        asked = f"{datetime.now() - timedelta(hours=3):%Y-%m-%d %H:%M:%S}"
        header = ["订单编号", "退货单号", "商家编码", "数量", "退货原因", "申请时间"]
        self.load("returns.csv", "return", [header, [*RETURN, asked]])

    # --- the warehouse, and what carriers say ---

    def ship(self, number: str, tracking: str) -> None:
        order = self.env["sale.order"].search([("client_order_ref", "=", number)])
        picking = order.picking_ids.with_user(self.people["warehouse"])
        picking.action_mark_picked()
        picking._set_tracking_numbers({picking.ecom_parcel_ids: tracking})
        answer = picking.with_context(skip_backorder=True).button_validate()
        if answer is not True or picking.state != "done":
            raise RuntimeError(f"{number} was not shipped: {answer}")

    def tell_of_parcels(self) -> None:
        """The carrier's file, as its portal gives it."""
        rows = [["tracking number", "code", "time", "place"]]
        for _number, tracking, events in SHIPPED:
            for days, code, place in events:
                moment = datetime.now() - timedelta(days=days)
                rows.append([tracking, code, f"{moment:%Y-%m-%d %H:%M:%S}", place])
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        self.act_as("warehouse", "ecom.tracking.import").create(
            {"file": base64.b64encode(text.getvalue().encode()), "file_name": "carrier.csv"}
        ).action_load()
