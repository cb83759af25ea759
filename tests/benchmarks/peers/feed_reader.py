"""Feeds read by `reader`, by a process of its environment: `python feed_reader.py JOB`; it says what it found as JSON.

The job: `urls`, `workers` (of the first pass, of those after it), and `unchanged`, how many not-modified passes follow.
"""

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from reader import make_reader  # type: ignore[import-not-found]  # of its own environment


def main(job: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        reader = make_reader(str(Path(folder) / "reader.sqlite"))
        for url in job["urls"]:
            reader.add_feed(url)
        passes = []
        for number in range(1 + job["unchanged"]):
            begun, cpu = time.perf_counter(), time.process_time()
            reader.update_feeds(scheduled=False, workers=job["workers"][min(number, 1)])
            passes.append([time.perf_counter() - begun, time.process_time() - cpu])
        entries, broken = reader.get_entry_counts().total, reader.get_feed_counts(broken=True).total
        reader.close()
    if broken:
        raise SystemExit(f"{broken} feeds are broken")
    status = Path("/proc/self/status").read_text().splitlines()
    memory = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 1024
    return {"first": passes[0], "unchanged": passes[1:], "entries": entries, "memory": memory}


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
