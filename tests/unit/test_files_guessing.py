"""Layouts of files of orders, guessed from the file."""

import io
from datetime import date

import openpyxl
import pytest
from file_layouts import ORDER_FIELDS, layout
from file_orders import orders_of
from hypothesis import given, settings, strategies as st

from engine.files.guessing import guess_date_format, guess_encoding, guess_layout
from engine.files.orders import group_orders
from engine.files.records import read_rows
from engine.files.spec import FileError
from engine.files.writing import write_table

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


def test_days_with_and_without_a_time_are_both_read():
    assert guess_date_format(["2026年3月5日", "2026年3月15日 9:05", "soon"]) == (
        "YYYY年MM月DD日 hh:mm | YYYY年MM月DD日",
        True,
    )
    assert guess_date_format(["15/3/2026", "16/3/2026 9:05", "3/15/2026"]) == (
        "DD/MM/YYYY hh:mm | DD/MM/YYYY",
        True,
    ), "a wrong date is not read in the other order"


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


def test_dates_typed_as_text_into_a_workbook():
    book = openpyxl.Workbook()
    book.active.append(["Order Number", "Order Date", "SKU"])
    for typed in (date(2026, 3, 1), date(2026, 3, 2), "2026年3月6日"):
        book.active.append(["A-1", typed, "PO-100"])
    out = io.BytesIO()
    book.save(out)
    guess = guess_layout(out.getvalue(), ORDER_FIELDS)
    assert guess.layout.columns[1].date_format == "YYYY年MM月DD日"
    _header, rows = read_rows(out.getvalue(), guess.layout)
    days = [row.values["order.created_at"].date() for row in rows]
    assert days == [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 6)]


def test_a_number_that_the_workbook_rounded_is_no_order_number():
    book = openpyxl.Workbook()
    book.active.append(["Order Number", "Order Date", "SKU"])
    book.active.append([2540001234567890123.0, date(2026, 3, 1), "PO-100"])
    out = io.BytesIO()
    book.save(out)
    _header, (row,) = read_rows(out.getvalue(), guess_layout(out.getvalue(), ORDER_FIELDS).layout)
    assert [error.code for error in row.errors] == ["damaged"]


@pytest.mark.parametrize(
    ("numbers", "marks", "doubts"),
    [
        (("1.000", "12"), (".", ""), ("number_marks",)),
        (("1,000", "12"), (".", ","), ("number_marks",)),
        (("1,000", "12.50"), (".", ","), ()),
        (("1.000", "0.5"), (".", ""), ()),
        (("1,000,000", "1,500"), (".", ","), ()),
        (("0,250", "1,500"), (",", " "), ()),
        (("1.000", "12,50"), (",", "."), ()),
    ],
)
def test_a_number_that_may_be_a_thousand_times_as_much_is_a_doubt(numbers, marks, doubts):
    content = "Order Number;Order Date;SKU;Quantity\n" + "".join(
        f"A-{place};2026-03-01;7.100;{number}\n" for place, number in enumerate(numbers)
    )
    guess = guess_layout(content.encode(), ORDER_FIELDS)
    assert (guess.layout.decimal_mark, guess.layout.thousands_mark) == marks
    assert guess.doubts == doubts


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
