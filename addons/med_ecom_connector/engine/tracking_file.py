"""Tracking events out of a CSV file, as carriers' portals give them."""

import csv
import io
import re
from typing import NamedTuple

from .tracking_events import CODES, TrackingDataError, TrackingEvent, clean_text, read_time

#: Headers by what they mean, compared without case, blanks and signs.
HEADERS = {
    "number": ("trackingnumber", "tracking", "trackingno", "number", "waybill", "awb", "parcel", "运单号",
               "快递单号", "物流单号", "单号", "sendungsnummer", "numerodesuivi"),
    "code": ("code", "status", "state", "event", "状态", "物流状态", "statut"),
    "time": ("time", "date", "datetime", "timestamp", "eventtime", "时间", "日期", "zeit", "datum"),
    "place": ("place", "location", "city", "地点", "城市", "网点", "ort", "lieu"),
    "text": ("text", "description", "message", "details", "remark", "描述", "备注", "物流信息"),
}  # fmt: skip
#: Words for our codes, compared like the headers; the codes themselves count, too.
WORDS = {
    "label": ("labelcreated", "created", "announced", "已下单", "待揽收"),
    "picked_up": ("pickedup", "collected", "accepted", "已揽收", "揽收", "已揽件"),
    "in_transit": ("intransit", "transit", "shipped", "departed", "arrived", "运输中", "在途", "已发货"),
    "out_for_delivery": ("outfordelivery", "delivering", "派送中", "派件中", "派件"),
    "delivered": ("delivered", "signed", "签收", "已签收", "zugestellt", "livre"),
    "exception": ("exception", "failed", "failure", "undelivered", "problem", "异常", "问题件", "派送失败"),
    "returned": ("returned", "returntosender", "退回", "已退回", "退件"),
    "lost": ("lost", "丢失", "遗失"),
}
ENCODINGS = ("utf-8-sig", "gb18030", "latin-1")
_SIGNS = re.compile(r"[\W_]+")
_CODE_OF = {word: code for code, words in WORDS.items() for word in words} | {
    _SIGNS.sub("", code): code for code in CODES
}
MAX_ROWS = 20_000


class FileRow(NamedTuple):
    """A row of the file: its event, or what is wrong with it."""

    line: int
    cells: dict
    event: TrackingEvent | None = None
    problem: str = ""
    value: str = ""


def read_file(content, now, zone):
    """Read a CSV file of tracking events.

    :param bytes content: UTF-8 or GBK, with comma, semicolon or tab
    :param now: aware instant
    :param zone: ``tzinfo`` of times that name none
    :return: list of :class:`FileRow`, in the order of the file
    :raises TrackingDataError: no header for number, code and time, nothing in it, or too much
    """
    text = _decode(content)
    lines = text.splitlines()
    if not lines:
        raise TrackingDataError("unreadable")
    mark = max(",;\t", key=lines[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        columns = _find_columns(next(rows, []))
        read = [
            _read_row(
                rows.line_num, {name: row[at] for name, at in columns.items() if at < len(row)}, now, zone
            )
            for row in rows
            if any(cell.strip() for cell in row)
        ]
    except csv.Error:
        raise TrackingDataError("unreadable") from None
    if len(read) > MAX_ROWS:
        raise TrackingDataError("too_many", len(read))
    return read


def _decode(content):
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TrackingDataError("unreadable")  # pragma: no cover - latin-1 reads every byte


def _plain(text):
    return _SIGNS.sub("", text).lower()


def _find_columns(header):
    columns = {}
    for at, title in enumerate(header):
        for name, titles in HEADERS.items():
            if name not in columns and _plain(title) in titles:
                columns[name] = at
                break
    missing = [name for name in ("number", "code", "time") if name not in columns]
    if missing:
        raise TrackingDataError("no_columns", ", ".join(missing))
    return columns


def _read_row(line, cells, now, zone):
    cells = {name: clean_text(cell) for name, cell in cells.items()}
    try:
        number = cells.get("number")
        if not number:
            raise TrackingDataError("no_number")
        code = _CODE_OF.get(_plain(cells.get("code", "")))
        if not code:
            raise TrackingDataError("unknown_code", cells.get("code", ""))
        moment = read_time(cells.get("time", "").replace("/", "-"), now, zone)
    except TrackingDataError as error:
        return FileRow(line, cells, None, error.problem, error.value)
    return FileRow(
        line, cells, TrackingEvent(number, code, moment, cells.get("place", ""), cells.get("text", ""))
    )
