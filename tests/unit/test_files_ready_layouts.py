"""The ready layouts read files that look like the exports they are for."""

from decimal import Decimal

import pytest
from file_layouts import FIELDS, rows

from channels.file.mapping import parse_order
from engine.files.orders import group_orders, layout_part
from engine.files.records import read_rows
from engine.files.spec import ColumnSpec, LayoutSpec


def ready(layout_id):
    """A layout as Odoo makes it of the add-on's data."""
    (head,) = [row for row in rows("ecom.file.layout") if row["id"] == layout_id]
    columns = [row for row in rows("ecom.file.column") if row["layout_id:id"] == layout_id]
    by_xmlid = {"field_" + code.replace(".", "_"): field for code, field in FIELDS.items()}
    return LayoutSpec(
        tuple(
            ColumnSpec(
                by_xmlid[row["field_id:id"]],
                row["name"],
                row["date_format"],
                {
                    old.strip(): new.strip()
                    for old, _mark, new in (line.rpartition("=") for line in row["value_map"].splitlines())
                },
                row["default"],
                row["constant"],
            )
            for row in columns
        ),
        encoding=head["encoding"],
        timezone=head["timezone"],
    )


def sample(spec, *records, **always):
    """A file with all columns of a layout, filled from dicts of column name to text."""
    names = [column.name for column in spec.columns if column.name]
    for record in records:
        assert not set(record) - set(names), set(record) - set(names)
    lines = [names, *([str({**always, **record}.get(name, "")) for name in names] for record in records)]
    return "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines).encode(spec.encoding)


def read(spec, content):
    found = group_orders(read_rows(content, spec)[1], spec)
    assert not [error for order in found for row in order.rows for error in row.errors]
    return found


def whole(*parts):
    head, lines = {}, []
    for part in parts:
        head.update(part.head)
        lines += part.lines
    return parse_order({**head, "lines": lines})


@pytest.mark.parametrize("row", rows("ecom.file.layout"), ids=lambda row: row["id"])
def test_each_is_complete_and_honest(row):
    spec = ready(row["id"])
    codes = [column.field.code for column in spec.columns]
    assert len(codes) == len(set(codes))
    assert all(column.name or column.constant for column in spec.columns)
    objects = {"order": {"order", "order_line"}}.get(row["object"], {row["object"]})
    assert {column.field.object for column in spec.columns} <= objects
    if row["direction"] == "in":
        assert row["checked"] in ("documentation", "third_party", "guess") and len(row["checked_note"]) > 50


def test_shopify_repeats_an_order_in_rows():
    spec = ready("layout_shopify_orders")
    first = {
        "Name": "#1001",
        "Email": "anna@example.com",
        "Financial Status": "paid",
        "Paid at": "2026-03-01 10:00:00 +0200",
        "Currency": "EUR",
        "Shipping": "6.00",
        "Taxes": "18.50",
        "Total": "111.00",
        "Discount Code": "WELCOME",
        "Discount Amount": "15.00",
        "Created at": "2026-03-01 09:59:00 +0200",
        "Tax 1 Name": "TVA 20%",
        "Shipping Name": "Anna Klein",
        "Shipping Address1": "1 rue A",
        "Shipping Zip": "'75008",
        "Shipping Country": "FR",
    }
    content = sample(
        spec,
        {
            **first,
            "Lineitem quantity": 2,
            "Lineitem price": "45.00",
            "Lineitem sku": "A",
            "Lineitem name": "A",
        },
        {"Lineitem quantity": 1, "Lineitem price": "30.00", "Lineitem sku": "B", "Lineitem name": "B"},
        Name="#1001",
    )
    order = whole(*read(spec, content))
    assert (order.number, order.payment_state, order.status) == ("#1001", "paid", "open")
    assert order.created_at.isoformat() == "2026-03-01T07:59:00+00:00"
    assert order.shipping.zip == "75008"
    # 90 + 30 - 15 + 6 = 111: prices contain tax
    assert [line.price_includes_tax for line in order.lines] == [True, True]
    assert sum(line.total for line in (*order.lines, *order.shipping_lines)) == order.total == 111
    assert [line.discount for line in order.lines] == [Decimal("11.25"), Decimal("3.75")]
    gone = {**first, "Cancelled at": "2026-03-02 08:00:00 +0200"}
    cancelled = read(spec, sample(spec, gone, {}, **{"Name": "#1001", "Lineitem quantity": "1"}))
    assert cancelled[0].head["status"] == "cancelled"


def test_woocommerce_tells_tax_but_no_rate():
    spec = ready("layout_woocommerce_orders")
    common = {
        "Order Number": "501",
        "Order Status": "Processing",
        "Order Date": "2026-03-01 10:00",
        "First Name (Billing)": "Anna",
        "Last Name (Billing)": "Klein",
        "Address 1&2 (Billing)": "1 rue A",
        "Order Shipping Amount": "5.00",
        "Order Total Tax Amount": "21.00",
        "Order Total Amount": "126.00",
    }
    content = sample(
        spec,
        {"SKU": "A", "Item Name": "A", "Quantity (- Refund)": "2", "Item Cost": "40.00", "Item #": "1"},
        {"SKU": "B", "Item Name": "B", "Quantity (- Refund)": "1", "Item Cost": "20.00", "Item #": "2"},
        **common,
    )
    order = whole(*read(spec, content))
    assert [tax.rate for line in order.lines for tax in line.taxes] == [20, 20]
    assert sum(line.total for line in (*order.lines, *order.shipping_lines)) == order.total == 126
    assert (order.shipping.name, order.currency) == ("Anna Klein", "EUR")


def test_taobao_tells_an_order_in_two_files():
    head, items = ready("layout_taobao_orders"), ready("layout_taobao_items")
    assert (layout_part(head), layout_part(items)) == ("head", "lines")
    orders = sample(
        head,
        {
            "订单编号": '=""2540001112223334""',
            "买家会员名": "fang",
            "买家应付邮费": "10.00",
            "总金额": "608.00",
            "订单状态": "买家已付款，等待卖家发货",
            "收货人姓名": "王芳",
            "收货地址": "浙江省 杭州市 西湖区 文三路1号",
            "联系手机": "'13800138000",
            "订单创建时间": "2026-03-01 08:00:00",
            "订单付款时间": "2026-03-01 08:01:00",
        },
    )
    lines = sample(
        items,
        {"标题": "血氧仪", "价格": "299.00", "购买数量": 1, "商家编码": "PO-100"},
        {"标题": "压力袜", "价格": "99.67", "购买数量": 3, "商家编码": "CS-1-M"},
        订单编号="2540001112223334",
    )
    order = whole(*read(head, orders), *read(items, lines))
    assert order.number == "2540001112223334"
    assert (order.status, order.payment_state, order.currency) == ("open", "paid", "CNY")
    assert order.created_at.isoformat() == "2026-03-01T00:00:00+00:00"
    assert order.customer.phone == "13800138000"
    assert [line.sku for line in order.lines] == ["PO-100", "CS-1-M"]


def test_youzan_tells_what_each_article_really_cost():
    head, items = ready("layout_youzan_orders"), ready("layout_youzan_items")
    orders = sample(
        head,
        {
            "订单号": "E2026",
            "订单状态": "待发货",
            "订单创建时间": "2026-03-01 08:00:00",
            "运费": "0.00",
            "应收订单金额": "180.00",
            "收货人/提货人": "王芳",
            "详细收货地址/提货地址": "文三路1号",
            "收货人城市": "杭州市",
        },
    )
    lines = sample(
        items,
        {"商品名称": "袜", "规格编码": "CS-1-M", "商品数量": 2, "商品实际成交金额": "180.00"},
        订单号="E2026",
    )
    order = whole(*read(head, orders), *read(items, lines))
    assert (order.lines[0].unit_price, order.total) == (90, 180)


def test_jd_has_a_row_per_article():
    spec = ready("layout_jd_orders")
    common = {
        "订单号": "JD1",
        "下单时间": "2026-03-01 08:00:00",
        "结算金额": "190.00",
        "客户姓名": "王芳",
        "客户地址": "文三路1号",
    }
    content = sample(
        spec,
        {"货号": "A", "商品名称": "A", "订购数量": 1, "京东价": "90.00"},
        {"货号": "B", "商品名称": "B", "订购数量": 2, "京东价": "50.00"},
        **common,
    )
    order = whole(*read(spec, content))
    assert (len(order.lines), order.total) == (2, 190)
