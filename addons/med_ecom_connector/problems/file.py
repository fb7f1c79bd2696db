"""What can be wrong with a file, a row or a cell, in words."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: the file as a whole
FILE_PROBLEMS = {
    "empty": _lt("The file is empty."),
    "too_large": _lt("The file is too large (%(size)s MB; at most %(limit)s MB). Split it."),
    "too_many_rows": _lt("The file has more than %(limit)s rows. Split it."),
    "too_many_columns": _lt("The file has more than %(limit)s columns. Is the delimiter right?"),
    "old_excel": _lt("This is an old Excel file (.xls). Save it as .xlsx or CSV and upload it again."),
    "wrong_format": _lt("The file is not %(format)s, as its layout says. Choose another layout, or none."),
    "encoding_unknown": _lt("There is no encoding “%(encoding)s”. Choose one in the layout."),
    "encoding_wrong": _lt(
        "The file is not written in %(encoding)s (byte %(position)s). Choose another encoding in the layout."
    ),
    "delimiter_wrong": _lt("The layout's delimiter must be one character."),
    "not_csv": _lt("The file can't be read as CSV. Look at delimiter and quote in the layout."),
    "not_xlsx": _lt("The workbook is damaged. Open it in a spreadsheet program and save it again."),
    "no_sheet": _lt("The workbook has no sheet “%(sheet)s”, only: %(sheets)s."),
    "no_header": _lt("The file has no row %(row)s, where the layout expects the column names."),
    "no_column": _lt("The file lacks the columns: %(columns)s. It has: %(found)s."),
    "no_field": _lt(
        "No column of the file was recognised as: %(fields)s. Add it to the layout, then check again."
    ),
    "no_layout": _lt("No column of the file was recognised. Make a layout for it, then check again."),
    "number_marks": _lt(
        "A number like 1.000 or 1,000 may be one or one thousand: compare the preview, and say in the layout "
        "which marks the file has."
    ),
    "day_or_month": _lt("Day and month can't be told apart in a date column: look at it in the layout."),
}

#: a cell, or a row as a whole
CELL_PROBLEMS = {
    "required": _lt("“%(column)s” must not be empty."),
    "too_long": _lt("The text is longer than %(limit)s characters."),
    "damaged": _lt("“%(value)s” was rounded by a spreadsheet program: the original digits are lost."),
    "not_allowed": _lt("“%(value)s” is none of: %(allowed)s."),
    "not_number": _lt("“%(value)s” is not a number with the layout's marks."),
    "not_integer": _lt("“%(value)s” is not a whole number."),
    "not_boolean": _lt("“%(value)s” is neither yes nor no."),
    "not_date": _lt("“%(value)s” is not a date like %(format)s."),
    "differs": _lt("“%(value)s” differs from “%(first)s” in an earlier row of the same order."),
    "line_twice": _lt("The line “%(value)s” is in an earlier row of the order, with other values."),
    "no_lines": _lt("The order %(number)s has no lines."),
    "field_missing": _lt(
        "“%(field)s” is missing: fill its column, or give it a column or a default value in the layout."
    ),
    "payload": _lt("The order can't be read: %(message)s"),
    "sku_unknown": _lt("No product has the internal reference “%(value)s”."),
    "order_unknown": _lt("The shop has no order “%(value)s”."),
    "not_tracked": _lt("The product “%(value)s” is not tracked by lot or serial number."),
    "lot_missing": _lt("The product “%(value)s” is tracked: name its lot or serial number."),
    "country_unknown": _lt("There is no country “%(value)s”: use a code of two letters."),
    "not_above_zero": _lt("“%(value)s” must be more than zero."),
    "negative": _lt("“%(value)s” is negative."),
    "twice": _lt("“%(value)s” is in the file twice."),
    "shipment_unknown": _lt(
        "Nothing was shipped for the order “%(value)s” that still lacks a tracking number."
    ),
    "return_elsewhere": _lt("Nothing of “%(value)s” was shipped for this order."),
    "lot_elsewhere": _lt("The lot “%(value)s” was not shipped for this order."),
    "refund_differs": _lt(
        "The refund “%(value)s” is known with another amount: %(known)s. A refund that was booked does not "
        "change; give what was paid more a number of its own."
    ),
    "stock_differs": _lt(
        "“%(value)s”: %(here)s are here or on their way in, the file says %(told)s. A file is no stock "
        "count: correct the quantity by a count in the warehouse, or take the row out."
    ),
}

#: a folder or server that files come from or go to
PLACE_PROBLEMS = {
    "base_missing": _lt(
        "No base directory for files is set on this server: set “medsuite_file_base” in odoo.conf, or "
        "MEDSUITE_FILE_BASE in the environment, to a directory that exists."
    ),
    "outside": _lt("“%(folder)s” lies outside the base directory for files."),
    "name_taken": _lt("Another file called “%(name)s” is there already: move it away."),
    "folder_missing": _lt("The folder “%(folder)s” does not exist."),
    "refused": _lt("Reading or writing was refused: %(message)s"),
    "too_large": _lt("A file is larger than %(limit)s MB."),
    "unreachable": _lt("The server can't be reached: %(message)s"),
    "host_key_missing": _lt("The server's key is not known yet: press “Ask for the key” and compare it."),
    "host_key_differs": _lt(
        "The server shows another key than the known one. Somebody may stand between: nothing was sent. "
        "Ask whoever runs the server before you accept a new key."
    ),
    "login_refused": _lt("The server refuses user name, password or key."),
    "key_unreadable": _lt("The private key can't be read: it must be OpenSSH or PEM, without a passphrase."),
    "secret_key": _lt("The password was encrypted under another key: enter it again."),
}
