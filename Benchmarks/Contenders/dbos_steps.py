"""Workflows of five trivial steps on DBOS, its system database in SQLite.

Usage: dbos_steps.py FOLDER. Each line on standard input, "CONCURRENCY RUNS", is answered by one line: a JSON object with the
steps a second, the CPU time of this process for a step in microseconds, and the milliseconds that a run took (p50, p99).
Each number of runs at a time is tried with threads and with asyncio the first time; the faster way counts, then and later.
"""

import asyncio
import json
import logging
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from dbos import DBOS, DBOSConfig

config: DBOSConfig = {
    "name": "five-steps",
    "system_database_url": f"sqlite:///{sys.argv[1]}/dbos.sqlite",
    "log_level": "ERROR",
    "run_admin_server": False,
}
DBOS(config=config)


@DBOS.step()
def add(total: int, number: int) -> int:
    return total + number


@DBOS.workflow()
def five_steps(total: int) -> int:
    for number in range(1, 6):
        total = add(total, number)
    return total


@DBOS.step()
async def add_async(total: int, number: int) -> int:
    return total + number


@DBOS.workflow()
async def five_steps_async(total: int) -> int:
    for number in range(1, 6):
        total = await add_async(total, number)
    return total


def timed(order: int) -> float:
    start = time.perf_counter()
    assert five_steps(order) == order + 15
    return time.perf_counter() - start


def with_threads(concurrency: int, runs: int) -> list[float]:
    with ThreadPoolExecutor(max_workers=concurrency) as pool:
        return list(pool.map(timed, range(runs)))


def with_asyncio(concurrency: int, runs: int) -> list[float]:
    async def worker(orders: list[int]) -> list[float]:
        times = []
        for order in orders:
            start = time.perf_counter()
            assert await five_steps_async(order) == order + 15
            times.append(time.perf_counter() - start)
        return times

    async def main() -> list[float]:
        parts = await asyncio.gather(*(worker(list(range(first, runs, concurrency))) for first in range(concurrency)))
        return [time for part in parts for time in part]

    return asyncio.run(main())


def used() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(way, concurrency: int, runs: int) -> dict:
    start, start_used = time.perf_counter(), used()
    times = sorted(way(concurrency, runs))
    seconds, cpu = time.perf_counter() - start, used() - start_used
    return {
        "stepsASecond": runs * 5 / seconds,
        "microsecondsOfCPU": cpu * 1e6 / (runs * 5),
        "p50": times[len(times) // 2] * 1e3,
        "p99": times[len(times) * 99 // 100] * 1e3,
    }


def main() -> None:
    logging.disable(logging.ERROR)
    DBOS.launch()
    with_threads(1, 1)
    print("ready", flush=True)
    faster: dict[int, list] = {}
    for line in sys.stdin:
        concurrency, runs = map(int, line.split())
        results = [
            (measure(way, concurrency, runs), way) for way in faster.get(concurrency, (with_threads, with_asyncio))
        ]
        result, way = max(results, key=lambda result: result[0]["stepsASecond"])
        faster[concurrency] = [way]
        print(json.dumps(result), flush=True)
    DBOS.destroy()


main()
