"""Files of orders: guessed, read, grouped, and brought into the channel's neutral form."""

from datetime import date
from decimal import Decimal

import pytest
from file_layouts import layout
from file_orders import orders_of

from engine.files.orders import layout_part
from engine.files.reading import read_table
from engine.files.records import read_rows
from engine.files.spec import FileError, LayoutSpec
from engine.files.writing import write_file, write_table


def payload(order, **more):
    return {**order.head, **more, "lines": order.lines}


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
def test_a_header_below_a_title_is_written_where_it_is_read(form):
    """Bad rows go out and come back by the layout of the file they were in."""
    spec = layout({"Name": "stock.name"}, format=form, header_row=3)
    content = write_table(["Name", "Error"], [["Glove", "too few"]], spec)
    header, (row,) = read_rows(content, spec)
    assert (header, row.number, row.values) == (["Name", "Error"], 4, {"stock.name": "Glove"})


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_formula_of_a_customer_runs_in_a_spreadsheet(form):
    spec = layout({"Name": "stock.name"}, format=form)
    content = write_file([{"stock.name": "=cmd|' /C calc'!A0"}, {"stock.name": "+33 6 12"}], spec)
    cells = [cells[0] for _number, cells in read_table(content, spec)]
    assert cells == ["Name", "'=cmd|' /C calc'!A0", "+33 6 12"]
