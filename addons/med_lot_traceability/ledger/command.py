"""The command line of the verifier: a dump and Python are all it needs."""

# pylint: disable=print-used

import argparse
import sys

from . import evidence
from .dump import DumpError, read_table
from .verify import ANCHOR_ROW, ANCHOR_TABLE, EVENT_ROW, EVENT_TABLE, HEAD_ROW, HEAD_TABLE, verify


def main(arguments=None, out=sys.stdout):
    """:return: 0 when the ledger is sound, 1 when it isn't, 2 when the dump can't be read"""
    options = _parser().parse_args(arguments)
    if chains := evidence.read_file(options.dump):
        return _check_files(chains, out)
    try:
        report = verify(
            read_table(options.dump, EVENT_TABLE, EVENT_ROW),
            list(read_table(options.dump, HEAD_TABLE, HEAD_ROW)),
            read_table(options.dump, ANCHOR_TABLE, ANCHOR_ROW),
            options.anchor,
        )
    except (DumpError, OSError) as error:
        print(error, file=out)
        return 2
    _print_report(report, out)
    return 1 if report.problem_count else 0


def _parser():
    parser = argparse.ArgumentParser(
        prog="verify-ledger",
        description="Verify the ledger of MedSuite in a database dump: pg_dump's SQL (also gzipped), "
        "its other formats where pg_restore is installed, or the zip of Odoo's database manager. "
        "Or the rows of a lot in its life-cycle file: the PDF, or the JSON file attached to it.",
    )
    parser.add_argument("dump", help="file or directory of the dump, or a life-cycle file")
    parser.add_argument(
        "--anchor",
        action="append",
        default=[],
        metavar="HASH",
        help="hash of an anchor as it was printed or sent elsewhere; it must be in the dump",
    )
    return parser


def _print_report(report, out):
    for problem in report.problems:
        print(f"- {problem}", file=out)
    if report.problem_count > len(report.problems):
        print(f"... and {report.problem_count - len(report.problems)} more.", file=out)
    print(
        f"{report.rows} rows in {report.chains} chains, {report.anchors} anchors: "
        + (f"{report.problem_count} problems." if report.problem_count else "sound."),
        file=out,
    )
    if report.last_anchor:
        print(f"Newest anchor: {report.last_anchor}", file=out)


def _check_files(chains, out):
    """Life-cycle files hold one chain each; its last hash is to be compared with the page, or the system."""
    status = 0
    for chain in chains:
        report = evidence.check(chain)
        for problem in report.problems:
            print(f"- {problem}", file=out)
        last = chain["rows"][-1]["hash"] if chain["rows"] else None
        verdict = f"{report.problem_count} problems." if report.problem_count else "sound."
        print(f"{chain['chain']}: {report.rows} rows: {verdict}", file=out)
        print(f"Hash of the last row: {last}", file=out)
        status = max(status, 1 if report.problem_count else 0)
    return status
