"""What errors say: in English to logs, and with what it takes to say it in another language."""

import ast
from pathlib import Path

import pytest

from channels import errors
from channels.sentences import _lt

CHANNELS = Path(errors.__file__).parent
NAMES = {
    name
    for name, one in vars(errors).items()
    if isinstance(one, type) and issubclass(one, errors.ChannelError)
}


def test_values_are_in_the_text_and_beside_it():
    sentence = _lt("%(count)s of %(text)s, 100%%", count=2, text="50% off")
    assert sentence == "2 of 50% off, 100%"
    assert (sentence.text, sentence.values) == (
        "%(count)s of %(text)s, 100%%",
        {"count": "2", "text": "50% off"},
    )
    assert _lt("100% sure") == "100% sure"


def test_what_is_kept_of_an_error():
    error = errors.RejectedError(_lt("No %(what)s.", what="room"), status=400, detail="full")
    assert error.told() == {
        "message": "No room.",
        "sentence": {"text": "No %(what)s.", "values": {"what": "room"}, "more": ""},
    }
    assert error.told(error.detail)["message"] == "No room. full"
    assert error.told("room")["sentence"]["more"] == "", "the sentence has it already"
    assert errors.PayloadError("lines[2]: is no number").told("x") == {"message": "lines[2]: is no number x"}


def test_what_a_shop_said_is_kept_in_part():
    told = errors.RejectedError(_lt("No: %(said)s", said="a" * 9000)).told("b" * 9000)
    assert len(str(told)) < 4 * errors.LONGEST + 200


@pytest.mark.parametrize(
    "path", sorted(CHANNELS.rglob("*.py")), ids=lambda path: str(path.relative_to(CHANNELS))
)
def test_every_error_says_it_so_that_it_can_be_translated(path):
    """But for what names fields of a payload, which nobody translates."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in NAMES and path.name != "reading.py":
            assert not isinstance(node.args[0], (ast.Constant, ast.JoinedStr)), f"line {node.lineno}"
