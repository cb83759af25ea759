"""Run the benchmarks and print their report: `python -m tests.benchmarks [store start commands plan feeds]`.

The exit status is 1 where a row is missed.
"""

import asyncio
import importlib
import sys

from tests.benchmarks.report import header

ALL = ("store", "start", "commands", "plan", "feeds")


def main(names: list[str]) -> int:
    print(header(), flush=True)
    missed = 0
    for name in names or ALL:
        for row in asyncio.run(importlib.import_module(f"tests.benchmarks.{name}").run()):
            print(row, flush=True)
            missed += not row.held
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
