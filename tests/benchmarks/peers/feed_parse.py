"""feedparser alone, without its sanitiser: `python -m tests.benchmarks.peers.feed_parse JOB`.

The documents are in memory, and in that of each process of the pool: nothing is fetched, sent, judged or stored. The
job: `folder`, `processes`. What it says is JSON.
"""

import io
import json
import multiprocessing
import os
import sys
import time
from pathlib import Path
from typing import Any

import feedparser

_documents: list[bytes] = []


def _parse(number: int) -> int:
    body = io.BytesIO(_documents[number])
    headers = {"content-type": "application/xml; charset=utf-8"}
    return len(
        feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False, response_headers=headers).entries
    )


def main(job: dict[str, Any]) -> dict[str, Any]:
    _documents.extend(path.read_bytes() for path in sorted(Path(job["folder"]).glob("*.xml")))
    with multiprocessing.get_context("fork").Pool(job["processes"]) as pool:
        pool.map(_parse, range(20 * job["processes"]), 10)  # each is warm
        begun, cpu = time.perf_counter(), _cpu()
        entries = sum(pool.imap_unordered(_parse, range(len(_documents)), 10))
        seconds, cpu = time.perf_counter() - begun, _cpu() - cpu
    return {"first": [seconds, cpu], "entries": entries}


def _cpu() -> float:
    """Seconds of processor time of the pool's processes so far (Linux's /proc)."""
    ticks = 0
    for child in multiprocessing.active_children():
        fields = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
