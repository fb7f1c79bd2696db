"""docker-compose.yml: valid by the specification's schema, and complete. CI has no containers to run it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"


@pytest.fixture(scope="module")
def compose():
    return YAML(typ="safe").load(COMPOSE)


def test_follows_the_specifications_schema():
    """The schema is the one of compose-spec that check-jsonschema carries along."""
    check = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        str(COMPOSE),
    ]
    done = subprocess.run(check, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_schema_check_finds_mistakes(tmp_path):
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(COMPOSE.read_text().replace("restart: unless-stopped", "restarts: sometimes"))
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(wrong)]
    assert subprocess.run(check, capture_output=True).returncode == 1


def test_every_lasting_service_has_a_health_check(compose):
    for name, service in compose["services"].items():
        assert ("healthcheck" in service) == (name != "install"), name


def test_mounted_files_exist(compose):
    for service in compose["services"].values():
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (ROOT / source).exists(), volume
            else:
                assert source in compose["volumes"]


def test_only_the_proxy_is_published(compose):
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]


def test_images_are_the_official_ones(compose):
    inline = compose["services"]["odoo"]["build"]["dockerfile_inline"]
    assert inline.startswith("FROM odoo:19.0\n")
    assert compose["services"]["db"]["image"].startswith("postgres:")


def test_phonenumbers_is_the_version_we_test_with(compose):
    inline = compose["services"]["odoo"]["build"]["dockerfile_inline"]
    pin = re.search(r"^phonenumbers==\S+", (ROOT / "requirements.txt").read_text(), re.M)[0]
    assert pin in inline


def test_no_secret_is_written_down(compose):
    text = COMPOSE.read_text()
    assert "POSTGRES_PASSWORD:" not in text
    assert all(set(secret) == {"file"} for secret in compose["secrets"].values())


def test_proxy_sends_live_messages_to_the_second_port():
    caddyfile = (ROOT / "docker" / "Caddyfile").read_text()
    assert re.search(r"handle /websocket \{\s+reverse_proxy odoo:8072\s+\}", caddyfile)
