"""Feeds asked for whether they have changed, by aiohttp alone: `python -m tests.benchmarks.peers.feed_asked JOB`.

No names are looked up, nothing is guarded, counted or stored. The job: `urls`, `etags`, `at_once`, and `unchanged`, how
many passes. What it says is JSON.
"""

import asyncio
import json
import sys
import time
from typing import Any

import aiohttp


async def _pass(session: aiohttp.ClientSession, asked: list[tuple[str, str]], at_once: int) -> None:
    line = iter(asked)

    async def one() -> None:
        for url, etag in line:
            headers = {"If-None-Match": etag, "Accept-Encoding": "gzip"}
            async with session.get(url, headers=headers, allow_redirects=False) as response:
                await response.read()
                if response.status != 304:
                    raise SystemExit(f"{url} answered {response.status}")

    await asyncio.gather(*(one() for _ in range(at_once)))


async def main(job: dict[str, Any]) -> dict[str, Any]:
    asked = list(zip(job["urls"], job["etags"], strict=True))
    passes = []
    connector = aiohttp.TCPConnector(force_close=True, limit=job["at_once"])
    async with aiohttp.ClientSession(connector=connector, auto_decompress=False) as session:
        await _pass(session, asked[:100], job["at_once"])
        for _ in range(job["unchanged"]):
            begun, cpu = time.perf_counter(), time.process_time()
            await _pass(session, asked, job["at_once"])
            passes.append([time.perf_counter() - begun, time.process_time() - cpu])
    return {"unchanged": passes}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(json.loads(sys.argv[1])))))
