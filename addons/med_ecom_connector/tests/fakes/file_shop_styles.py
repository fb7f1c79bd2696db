"""How back offices export: which program, language, encoding, and files. Plain Python without Odoo."""

import csv
import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import openpyxl

from .file_shop_columns import CHINESE, ENGLISH, FRENCH

BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Style:
    """How a back office exports. ``words`` are what it calls a status or a means of payment."""

    name: str
    columns: dict
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    decimal_mark: str = "."
    is_xlsx: bool = False
    zone: timezone = UTC
    date_format: str = "%Y-%m-%d %H:%M:%S"
    words: dict = field(default_factory=dict)
    #: orders and their articles in two files
    is_split: bool = False
    #: refunds in a file of their own; otherwise the order's row says how much was given back so far
    lists_refunds: bool = False
    #: whether a row says when the order was last changed
    stamps_changes: bool = False

    def export(self, rows):
        table = [
            [self.columns[name] for name in rows[0]],
            *(list(map(self.cell, row.values())) for row in rows),
        ]
        return self.write_xlsx(table) if self.is_xlsx else self.write_csv(table)

    def cell(self, value):
        if isinstance(value, datetime):
            local = value.astimezone(self.zone).replace(microsecond=0, tzinfo=None)
            return local if self.is_xlsx else f"{local:{self.date_format}}"
        if isinstance(value, bool):
            return int(value)
        if value is None or self.is_xlsx:
            return float(value) if isinstance(value, Decimal) else value
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", self.decimal_mark)
        return self.words.get(value, value)

    def write_csv(self, table):
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=self.delimiter).writerows(table)
        return out.getvalue().encode(self.encoding)

    def write_xlsx(self, table):
        book, out = openpyxl.Workbook(), io.BytesIO()
        for row in table:
            book.active.append(row)
        book.save(out)
        return out.getvalue()


STYLES = (
    Style("csv", ENGLISH),
    Style(
        "gbk",
        CHINESE,
        encoding="gbk",
        zone=BEIJING,
        words={
            "open": "待发货",
            "completed": "已完成",
            "cancelled": "已取消",
            "paid": "已付款",
            "unpaid": "未付款",
            "authorized": "已授权",
            "partially_paid": "部分付款",
            "partially_refunded": "部分退款",
            "refunded": "已退款",
            "Cash on delivery": "货到付款",
        },
        lists_refunds=True,
    ),
    Style("xlsx", FRENCH, is_xlsx=True, stamps_changes=True),
    Style(
        "two files",
        FRENCH,
        encoding="cp1252",
        delimiter=";",
        decimal_mark=",",
        date_format="%d/%m/%Y %H:%M:%S",
        is_split=True,
        lists_refunds=True,
        stamps_changes=True,
    ),
)
