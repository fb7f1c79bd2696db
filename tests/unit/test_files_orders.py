"""Files of orders: guessed, read, grouped, and brought into the channel's neutral form."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from file_layouts import FIELDS, ORDER_FIELDS, layout
from hypothesis import given, settings, strategies as st

from channels.errors import PayloadError
from channels.file.mapping import parse_order
from engine.files.guessing import guess_date_format, guess_encoding, guess_layout
from engine.files.orders import group_orders, layout_part
from engine.files.reading import read_table
from engine.files.records import read_rows
from engine.files.spec import FileError, LayoutSpec
from engine.files.writing import write_file, write_table

STREETS = "浙江省杭州市西湖区文三路1号", "上海市浦东新区世纪大道2号"
CHINESE = (
    "订单编号,订单创建时间,收货人姓名,收货地址,联系手机,商家编码,宝贝标题,购买数量,价格,运费,币种\r\n"
    f"'2540001,2026-03-01 08:00:00,王芳,{STREETS[0]},13800138000,PO-100,血氧仪,2,299.00,0,CNY\r\n"
    f"'2540001,2026-03-01 08:00:00,王芳,{STREETS[0]},13800138000,CS-1-M,压力袜,1,99.00,0,CNY\r\n"
    f"'2540002,2026-03-01 09:30:00,李强,{STREETS[1]},13900139000,CS-1-M,压力袜,3,99.00,10,CNY\r\n"
)
FRENCH = (
    "N° de commande;Date de commande;Nom du destinataire;Adresse de livraison;Code postal;Ville;Pays;"
    "Référence;Désignation;Quantité;Prix unitaire TTC;Devise\n"
    "F-1;13/02/2026 10:00;Élodie Lefèvre;2 rue de la Paix;01000;Bourg-en-Bresse;FR;"
    "PO-100;Oxymètre;1;1 049,90;EUR\n"
)


def orders_of(content, spec):
    return group_orders(read_rows(content, spec)[1], spec)


def payload(order, **more):
    return {**order.head, **more, "lines": order.lines}


# --- guessing ---


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_chinese_export_is_read_in_any_encoding(encoding):
    content = CHINESE.encode(encoding)
    guess = guess_layout(content, ORDER_FIELDS, "Asia/Shanghai")
    assert guess.unknown == () and guess.doubts == ()
    orders = orders_of(content, guess.layout)
    assert [order.number for order in orders] == ["2540001", "2540002"]
    assert [line["sku"] for line in orders[0].lines] == ["PO-100", "CS-1-M"]
    assert orders[0].head["shipping_name"] == "王芳"
    assert orders[0].head["created_at"] == "2026-03-01T00:00:00+00:00"


@pytest.mark.parametrize(("encoding", "found"), [("latin-1", "cp1252"), ("utf-8", "utf-8")])
def test_a_french_export(encoding, found):
    content = FRENCH.encode(encoding)
    guess = guess_layout(content, ORDER_FIELDS, "Europe/Paris")
    assert guess.layout.encoding == found
    assert (guess.layout.delimiter, guess.layout.decimal_mark) == (";", ",")
    (order,) = orders_of(content, guess.layout)
    assert not order.is_bad
    assert order.head["created_at"] == "2026-02-13T09:00:00+00:00"
    assert order.lines[0]["unit_price"] == "1049.9"
    assert order.head["shipping_zip"] == "01000"


def test_day_and_month_that_can_not_be_told_apart_are_a_doubt():
    content = FRENCH.replace("13/02", "03/02").encode()
    assert guess_layout(content, ORDER_FIELDS).doubts == ("day_or_month",)


def test_one_wrong_date_does_not_spoil_the_guess():
    values = ["2026/3/1 08:00", "2026/2/30 08:00", "2026/12/1 08:00"]
    assert guess_date_format(values) == ("YYYY/MM/DD hh:mm", True)
    assert guess_date_format(["soon", "2026/12/1"]) == ("", True)


def test_a_header_below_a_title_is_found():
    guess = guess_layout(("Export of March\n\n" + CHINESE).encode(), ORDER_FIELDS)
    assert guess.layout.header_row == 3


def test_an_xlsx_keeps_numbers_and_dates():
    book = openpyxl.Workbook()
    book.active.append(["Order Number", "Order Date", "SKU", "Quantity", "Price", "Currency", "Remark"])
    book.active.append([1001, date(2026, 3, 1), "PO-100", 2, 49.9, "EUR", None])
    out = io.BytesIO()
    book.save(out)
    guess = guess_layout(out.getvalue(), ORDER_FIELDS)
    assert (guess.layout.format, guess.unknown) == ("xlsx", ("Remark",))
    (order,) = orders_of(out.getvalue(), guess.layout)
    assert (order.number, order.lines[0]["unit_price"]) == ("1001", "49.9")


def test_guess_of_the_encoding():
    assert guess_encoding("élève;coût".encode("cp1252")) == "cp1252"
    assert guess_encoding("只有汉字".encode("gbk")) == "gb18030"
    assert guess_encoding(b"plain") == "utf-8"


@settings(max_examples=150)
@given(
    content=st.one_of(
        st.binary(max_size=400), st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace"))
    )
)
def test_any_bytes_are_a_table_or_a_file_error(content):
    try:
        guess = guess_layout(content, ORDER_FIELDS)
        group_orders(read_rows(content, guess.layout)[1], guess.layout)
    except FileError as error:
        assert error.code


@settings(max_examples=60)
@given(place=st.integers(0, 5000), value=st.integers(0, 255))
def test_a_damaged_workbook_is_a_file_error(place, value):
    spec = layout({"SKU": "stock.sku"}, format="xlsx")
    content = bytearray(write_table(["SKU"], [["A"]], spec))
    content[place % len(content)] = value
    try:
        read_rows(bytes(content), spec)
    except FileError as error:
        assert error.code


# --- reading ---

SIMPLE = {
    "No": "order.number",
    "When": "order.created_at",
    "Cur": ("order.currency", {"constant": "EUR"}),
    "Name": "order.shipping_name",
    "Street": "order.shipping_street",
    "Total": "order.total",
    "SKU": "order_line.sku",
    "Qty": "order_line.quantity",
    "Price": "order_line.unit_price",
}


def simple(*rows):
    return ("No,When,Name,Street,Total,SKU,Qty,Price\n" + "\n".join(rows)).encode()


def test_later_rows_of_an_order_may_leave_its_fields_empty():
    spec = layout(SIMPLE)
    (order,) = orders_of(simple("1,2026-01-01,Ann,Rd 1,30,A,1,10", "1,,,,,B,2,10"), spec)
    assert not order.is_bad and len(order.lines) == 2


def test_errors_name_their_cell():
    spec = layout(SIMPLE)
    orders = orders_of(
        simple(
            "1,2026-01-01,Ann,Rd 1,30,A,one,10",
            "1,,Bob,,,B,1,10",
            "2,,Ann,Rd 1,10,A,1,10",
            ",2026-01-01,Ann,Rd 1,10,A,1,10",
            "3,2026-01-01,Ann,Rd 1,10,A,1,10",
        ),
        spec,
    )
    found = [
        (row.number, error.column, error.code)
        for order in orders
        for row in order.rows
        for error in row.errors
    ]
    assert found == [
        (2, 6, "not_number"),
        (3, 2, "differs"),
        (4, 1, "required"),
        (5, 0, "required"),
    ]
    assert [order.is_bad for order in orders] == [True, True, True, False]


def test_mended_cells_stand_for_those_of_the_file():
    spec = layout(SIMPLE)
    content = simple("1,2026-01-01,Ann,Rd 1,30,A,one,10")
    _header, rows = read_rows(content, spec, {(2, 6): "1"})
    assert rows[0].values["order_line.quantity"] == 1 and not rows[0].errors


def test_a_column_that_must_be_there():
    with pytest.raises(FileError, match="no_column") as caught:
        orders_of(b"No,When\n1,2026-01-01", layout(SIMPLE))
    assert caught.value.params["columns"] == "Qty"


@pytest.mark.parametrize(
    ("content", "changes", "code"),
    [
        (b"", {}, "empty"),
        (b"\xd0\xcf\x11\xe0...", {}, "old_excel"),
        (b"PK\x03\x04....", {}, "wrong_format"),
        (b"PK\x03\x04....", {"format": "xlsx"}, "not_xlsx"),
        ("é".encode("latin-1"), {"encoding": "utf-8"}, "encoding_wrong"),
        (b"a", {"encoding": "rot13"}, "encoding_unknown"),
        (b"a", {"delimiter": ",,"}, "delimiter_wrong"),
        (b"a," * 600, {}, "too_many_columns"),
    ],
)
def test_unreadable_files(content, changes, code):
    with pytest.raises(FileError) as caught:
        read_table(content, LayoutSpec((), **changes))
    assert caught.value.code == code


def test_which_part_of_an_order_a_file_tells():
    assert layout_part(layout(SIMPLE)) == "whole"
    assert layout_part(layout({"No": "order.number", "When": "order.created_at"})) == "head"
    assert layout_part(layout({"No": "order.number", "SKU": "order_line.sku"})) == "lines"


# --- amounts ---


def order_with(lines, **head):
    return parse_order(
        {
            "number": "1",
            "created_at": "2026-01-01T00:00:00+00:00",
            "currency": "EUR",
            "shipping_name": "Ann",
            "shipping_street": "Rd 1",
            **head,
            "lines": lines,
        }
    )


def line(**vals):
    return {"sku": "A", "name": "Thing", "quantity": "2", **vals}


@pytest.mark.parametrize(
    ("head", "included", "total"),
    [
        # 2 x 60 with 20 % inside, 6 of shipping: 126 to pay
        ({"tax_rate": "20", "total": "126", "shipping_amount": "6"}, True, "126"),
        # the same on top
        ({"tax_rate": "20", "total": "151.2", "shipping_amount": "6"}, False, "151.2"),
        ({"tax_rate": "20", "price_includes_tax": False}, False, "144"),
        ({"tax_name": "TVA 5,5%", "price_includes_tax": False}, False, "126.6"),
        ({}, True, "120"),
    ],
)
def test_whether_prices_contain_tax_is_found_from_the_total(head, included, total):
    order = order_with([line(unit_price="60")], **head)
    assert order.lines[0].price_includes_tax is included
    assert order.total == Decimal(total)
    assert sum(part.total for part in (*order.lines, *order.shipping_lines)) == Decimal(total)


def test_a_discount_on_the_order_is_spread_to_the_cent():
    lines = [line(sku=sku, quantity="1", unit_price="10") for sku in "ABC"]
    order = order_with(lines, discount="10", price_includes_tax=True)
    assert [part.discount for part in order.lines] == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]
    assert order.total == 20


def test_the_only_article_costs_what_was_paid_less_shipping():
    order = order_with([line()], total="110", shipping_amount="10")
    assert order.lines[0].unit_price == 50
    with pytest.raises(PayloadError, match="unit_price"):
        order_with([line(), line()], total="110")


def test_two_lines_of_an_article_keep_ids_of_their_own():
    order = order_with([line(unit_price="1"), line(unit_price="2"), line(line_id="x", unit_price="2")])
    assert [part.external_id for part in order.lines] == ["A", "A (2)", "x"]


def test_paid_at_means_paid_unless_the_file_says_otherwise():
    assert order_with([line(unit_price="1")], paid_at="2026-01-01").payment_state == "paid"
    assert order_with([line(unit_price="1")]).payment_state == "unpaid"
    with pytest.raises(PayloadError, match="payment_state"):
        order_with([line(unit_price="1")], payment_state="maybe")


@given(
    change=st.dictionaries(
        st.sampled_from([field.name for field in ORDER_FIELDS] + ["lines", "read_at"]),
        st.one_of(st.none(), st.text(max_size=20), st.booleans(), st.integers(), st.just("-1"), st.just([])),
    ),
    line_change=st.dictionaries(
        st.sampled_from([field.name for code, field in FIELDS.items() if code.startswith("order_line")]),
        st.one_of(
            st.none(), st.text(max_size=20), st.booleans(), st.just("0"), st.just("-1"), st.just("1e9")
        ),
    ),
)
def test_any_payload_is_an_order_or_a_payload_error(change, line_change):
    head = {"number": "1", "created_at": "2026-01-01", "currency": "EUR", "shipping_name": "Ann"}
    try:
        parse_order({**head, "lines": [line(unit_price="5") | line_change], **change})
    except PayloadError as error:
        assert str(error)


# --- writing ---


def test_a_shipment_file_in_gbk_reads_back():
    columns = {
        "订单编号": "shipment.order_number",
        "物流公司": "shipment.carrier",
        "有效期": "shipment.expiry",
        "数量": "shipment.quantity",
    }
    spec = layout(columns, encoding="gb18030")
    row = {
        "shipment.order_number": "007",
        "shipment.carrier": "顺丰",
        "shipment.expiry": date(2027, 1, 31),
        "shipment.quantity": Decimal("2"),
    }
    content = write_file([row], spec)
    assert content.decode("gbk").splitlines() == ["订单编号,物流公司,有效期,数量", "007,顺丰,2027-01-31,2"]
    assert read_rows(content, spec)[1][0].values == row


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_formula_of_a_customer_runs_in_a_spreadsheet(form):
    spec = layout({"Name": "stock.name"}, format=form)
    content = write_file([{"stock.name": "=cmd|' /C calc'!A0"}, {"stock.name": "+33 6 12"}], spec)
    cells = [cells[0] for _number, cells in read_table(content, spec)]
    assert cells == ["Name", "'=cmd|' /C calc'!A0", "+33 6 12"]
