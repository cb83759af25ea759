"""Every number from 1 to 80 has its test, and none is let off."""

import importlib
from pathlib import Path
from typing import Any

from tests.feeds.bad_inputs.numbers import ALL

HERE = Path(__file__).parent


def found() -> list[Any]:
    modules = [importlib.import_module(f"{__package__}.{path.stem}") for path in sorted(HERE.glob("test_*.py"))]
    return [test for module in modules for name, test in vars(module).items() if name.startswith("test_")]


def test_no_number_is_missing() -> None:
    numbers = {test.bad_input for test in found() if hasattr(test, "bad_input")}
    assert sorted(ALL - numbers) == []
    assert numbers <= ALL


def test_no_number_is_let_off() -> None:
    marks = {(test.bad_input, mark.name) for test in found() if hasattr(test, "bad_input") for mark in test.pytestmark}
    assert {name for _, name in marks} == {"parametrize"}
