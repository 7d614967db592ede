"""A thousand clients that send a byte now and then, and a healthy one beside them.

python3 slow.py URL COUNT SECONDS
"""

import asyncio
import resource
import sys
import time
from urllib.parse import urlsplit

URL, COUNT, SECONDS = urlsplit(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
HARD = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (HARD, HARD))
HEADER = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"a" * 10_000
BODY = b"POST /call/bench/shape HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n" + b" " * 10_000


async def slow(number, ended):
    text = HEADER if number % 2 else BODY
    reader, writer = await asyncio.open_connection(URL.hostname, URL.port)
    start = time.monotonic()
    try:
        writer.write(text[:60])
        for place in range(60, len(text)):
            writer.write(text[place:place + 1])
            try:
                # What comes is a refusal, or the end.
                await asyncio.wait_for(reader.read(1), 0.5)
                break
            except TimeoutError:
                continue
    except ConnectionError:
        pass
    writer.close()
    ended.append(time.monotonic() - start)


async def healthy():
    start = time.monotonic()
    reader, writer = await asyncio.open_connection(URL.hostname, URL.port)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    assert b" 200 " in answer[:20], answer[:200]
    return time.monotonic() - start


async def main():
    ended, latencies = [], []
    tasks = [asyncio.create_task(slow(number, ended)) for number in range(COUNT)]
    start = time.monotonic()
    while time.monotonic() - start < SECONDS:
        latencies.append(await healthy())
        await asyncio.sleep(0.05)
    latencies.sort()
    print(f"{len(ended)} of {COUNT} slow clients were ended, after {min(ended, default=0):.0f} to {max(ended, default=0):.0f} s")
    print(f"a healthy one: {latencies[len(latencies) // 2] * 1000:.1f} ms (median), {latencies[-1] * 1000:.1f} ms (slowest of {len(latencies)})")
    for task in tasks:
        task.cancel()


asyncio.run(main())
