"""The two ways in which pg_dump writes rows: COPY lines and the VALUES of an INSERT."""

import re

COPY_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
#: A text in single quotes (quotes doubled), or a bare word: number, NULL, true.
LITERAL = re.compile(r"\s*(?:(E?)'((?:[^']|'')*)'(?:::[\w ]+)?|([^\s,()';]+))\s*", re.DOTALL)


def split_copy_line(line):
    """The values of a line in PostgreSQL's COPY text format.

    :param line: without its line feed
    :return: list of texts, None for NULL
    """
    return [None if value == "\\N" else _unescape(value) for value in line.split("\t")]


def _unescape(value):
    if "\\" not in value:
        return value
    return ESCAPED.sub(lambda match: COPY_ESCAPES.get(match[1], match[1]), value)


def read_values(text, lines):
    """The rows after VALUES, up to the semicolon, in which texts may go over several lines.

    :param text: stream of the rest of the first line
    :param lines: iterator of the lines that follow, advanced as far as the statement goes
    :return: generator of lists of texts, None for NULL
    """
    rest = text.read()
    while True:
        while (end := _end_of_row(rest)) is None:
            rest += next(lines)
        yield _parse_row(rest[:end])
        rest = rest[end:].lstrip()
        if rest.startswith(";"):
            return
        rest = rest.removeprefix(",")


def _end_of_row(text):
    """Where the parenthesis that opens the row closes, or None if it isn't in this text."""
    quoted = False
    for position, character in enumerate(text):
        if character == "'":
            quoted = not quoted
        elif character == ")" and not quoted:
            following = text[position + 1 :].lstrip()
            return position + 1 if following else None
    return None


def _parse_row(text):
    values = []
    position = text.index("(") + 1
    while True:
        match = LITERAL.match(text, position)
        values.append(_value(*match.groups()))
        position = match.end()
        if text[position] == ")":
            return values
        position += 1


def _value(escape, quoted, bare):
    if quoted is None:
        return None if bare.upper() == "NULL" else bare
    value = quoted.replace("''", "'")
    return _unescape(value) if escape else value
