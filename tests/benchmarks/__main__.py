"""Run the benchmarks and print their report: `python -m tests.benchmarks [store start commands plan feeds ...]`.

`fairness:10` or `many:1000` gives a benchmark another number of what it plays, seeds or teams. The exit status is 1
where a row is missed.
"""

import asyncio
import importlib
import sys

from tests.benchmarks.report import header

ALL = ("store", "start", "commands", "plan", "feeds", "fairness", "many")


def main(names: list[str]) -> int:
    print(header(), flush=True)
    missed = 0
    for asked in names or ALL:
        name, _, number = asked.partition(":")
        measure = importlib.import_module(f"tests.benchmarks.{name}").run
        for row in asyncio.run(measure(int(number)) if number else measure()):
            print(row, flush=True)
            missed += not row.held
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
