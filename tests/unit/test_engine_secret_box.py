"""Secrets at rest, and the key that opens them."""

import stat
import threading

import pytest
from hypothesis import given, settings, strategies as st

from engine import secret_box
from engine.secret_box import (
    PREFIX,
    SecretBox,
    WrongKeyError,
    begin_new_key,
    end_old_key,
    key_from_file,
    old_keys_from_file,
)

KEY = "0123456789abcdef"
texts = st.text(st.characters(exclude_categories=("Cs",)))


@given(text=texts, key=st.text(st.characters(exclude_categories=("Cs",)), min_size=16))
def test_opens_what_it_sealed(text, key):
    assert SecretBox(key).open(SecretBox(key).seal(text)) == text


def test_sealed_text_shows_nothing():
    sealed = {SecretBox(KEY).seal("sk_live_1234") for _ in range(3)}
    assert len(sealed) == 3
    assert all(text.startswith(PREFIX) and "sk_live" not in text for text in sealed)


@given(text=texts.filter(bool))
def test_another_key_does_not_open_it(text):
    with pytest.raises(WrongKeyError):
        SecretBox(KEY + "!").open(SecretBox(KEY).seal(text))


@given(noise=texts.filter(bool))
def test_what_was_never_sealed_does_not_open(noise):
    with pytest.raises(WrongKeyError):
        SecretBox(KEY).open(noise)


@settings(deadline=None)
@given(st.data())
def test_a_changed_character_does_not_open(data):
    sealed = SecretBox(KEY).seal("sk_live_1234")
    place = data.draw(st.integers(len(PREFIX), len(sealed) - 4))
    other = "A" if sealed[place] != "A" else "B"
    with pytest.raises(WrongKeyError):
        SecretBox(KEY).open(sealed[:place] + other + sealed[place + 1 :])


def test_nothing_stays_nothing():
    assert (SecretBox(KEY).seal(""), SecretBox(KEY).open(""), SecretBox(KEY).open(False)) == ("", "", "")


@pytest.mark.parametrize("key", ["", "short", "fifteen letters"])
def test_short_keys_are_refused(key):
    with pytest.raises(ValueError, match="at least 16"):
        SecretBox(key)


def test_the_key_file_is_made_once_for_its_owner_only(tmp_path):
    path = tmp_path / "new" / "folder" / "medsuite_secret.key"
    key = key_from_file(path)
    assert SecretBox(key).open(SecretBox(key).seal("x")) == "x"
    assert key_from_file(str(path)) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_key_written_by_hand_may_end_with_a_line_break(tmp_path):
    path = tmp_path / "key"
    path.write_text(f"{KEY}\n")
    assert key_from_file(path) == KEY


def test_a_worker_that_comes_in_between_wins(tmp_path, monkeypatch):
    """The file is never seen empty, and its first key stays."""
    path, keys = tmp_path / "key", []
    generate = secret_box.Fernet.generate_key

    def interrupted():
        monkeypatch.setattr(secret_box.Fernet, "generate_key", generate)
        keys.append(key_from_file(path))
        return generate()

    monkeypatch.setattr(secret_box.Fernet, "generate_key", interrupted)
    keys.append(key_from_file(path))
    assert keys == [path.read_text()] * 2


def test_many_workers_at_once_agree(tmp_path):
    barrier, keys = threading.Barrier(16), []

    def work():
        barrier.wait()
        keys.append(key_from_file(tmp_path / "key"))

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert keys == [(tmp_path / "key").read_text()] * 16
    assert [file.name for file in tmp_path.iterdir()] == ["key"]


def test_an_old_key_still_opens_but_no_longer_seals():
    both = SecretBox("the new key, long", KEY)
    old = SecretBox(KEY).seal("sk_live_1234")
    assert both.open(old) == "sk_live_1234"
    assert not both.is_current(old) and both.is_current(both.seal("x"))
    with pytest.raises(WrongKeyError):
        SecretBox(KEY).open(both.seal("x"))


def test_a_change_of_the_key_file_can_be_broken_off_anywhere(tmp_path):
    path = tmp_path / "medsuite_secret.key"
    first = key_from_file(path)
    begin_new_key(path)
    second = key_from_file(path)
    assert second != first and old_keys_from_file(path) == [first]
    begin_new_key(path)  # begun again after a crash
    assert (key_from_file(path), old_keys_from_file(path)) == (second, [first])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    end_old_key(path)
    assert (key_from_file(path), old_keys_from_file(path)) == (second, [])
    end_old_key(path)


def test_a_crash_between_the_two_files_leaves_the_key_readable(tmp_path):
    path = tmp_path / "medsuite_secret.key"
    first = key_from_file(path)
    (tmp_path / "medsuite_secret.key.old").hardlink_to(path)
    (tmp_path / "medsuite_secret.key.new").write_text("half writ")
    assert key_from_file(path) == first
    begin_new_key(path)
    assert old_keys_from_file(path) == [first] and key_from_file(path) != first
