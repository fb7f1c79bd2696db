import pytest

from channels.names import person_name


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("Anna", "Klein", "Anna Klein"),
        ("芳", "王", "王芳"),
        ("", "王", "王"),
        ("Fang", "王", "Fang 王"),
        (" Anna ", None, "Anna"),
        ("محمد", "علي", "محمد علي"),
    ],
)
def test_person_name(first, last, expected):
    assert person_name(first, last) == expected
