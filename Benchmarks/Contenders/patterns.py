"""The work of PatternsContest.swift in Python, with nothing but the standard library."""

import asyncio
import time


async def nothing():
    pass


async def timeouts(count):
    for _ in range(count):
        async with asyncio.timeout(60):
            await nothing()


async def semaphore(count):
    semaphore = asyncio.Semaphore(4)
    for _ in range(count):
        async with semaphore:
            await nothing()


async def contended(count):
    semaphore = asyncio.Semaphore(4)

    async def work():
        for _ in range(count // 64):
            async with semaphore:
                await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group:
        for _ in range(64):
            group.create_task(work())


async def concurrent_map(count):
    """What one writes by hand: workers that share an iterator."""
    elements = iter(range(count))
    results = [None] * count

    async def transform(element):
        return element + 1

    async def work():
        for element in elements:
            results[element] = await transform(element)

    async with asyncio.TaskGroup() as group:
        for _ in range(64):
            group.create_task(work())


async def sleeps(count):
    async def one():
        due = time.perf_counter() + 0.1
        await asyncio.sleep(0.1)
        return (time.perf_counter() - due) * 1000

    late = sorted(await asyncio.gather(*(one() for _ in range(count))))
    return f" ({late[count // 2]:.1f} ms, {late[-1]:.1f} ms late)"


async def main():
    works = [(100_000, timeouts), (200_000, semaphore), (64_000, contended), (1_000_000, concurrent_map), (10_000, sleeps)]
    for count, work in works:
        await work(count // 10)
        before = time.process_time()
        late = await work(count) or ""
        print(f"{round((time.process_time() - before) * 1e9 / count)}{late}", flush=True)


asyncio.run(main())
