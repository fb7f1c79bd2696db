"""Recorded payloads of real shops."""

import json
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "payloads"


def load(shop, name):
    return json.loads((FOLDER / shop / f"{name}.json").read_text(encoding="utf-8"))


def names(shop, prefix="order-"):
    return sorted(file.stem for file in (FOLDER / shop).glob(f"{prefix}*.json"))
