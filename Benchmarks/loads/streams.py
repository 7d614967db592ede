"""Holds idle event streams open against a server and says what each costs it.

python3 streams.py URL COUNT PID     (PID of the server; Linux)
"""

import asyncio
import resource
import sys
import time
from urllib.parse import urlsplit

URL, COUNT, PID = urlsplit(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
HARD = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (HARD, HARD))


def memory():
    with open(f"/proc/{PID}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


async def stream():
    reader, writer = await asyncio.open_connection(URL.hostname, URL.port)
    request = f"GET {URL.path} HTTP/1.1\r\nHost: {URL.hostname}\r\nAccept: text/event-stream\r\n\r\n"
    writer.write(request.encode())
    head = await reader.readuntil(b"\r\n\r\n")
    assert b" 200 " in head, head
    return reader, writer


async def call(path):
    start = time.monotonic()
    reader, writer = await asyncio.open_connection(URL.hostname, URL.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    assert b" 200 " in answer[:20], answer[:200]
    return time.monotonic() - start


async def main():
    await call("/healthz")
    before = memory()
    streams = []
    while len(streams) < COUNT:
        streams += await asyncio.gather(*[stream() for _ in range(min(200, COUNT - len(streams)))])
    await asyncio.sleep(1)
    after = memory()
    latencies = sorted([await call("/healthz") for _ in range(200)])
    print(f"{len(streams)} streams: {(after - before) / len(streams):.1f} KiB each, {after / 1024:.0f} MiB in all")
    print(f"beside them /healthz takes {latencies[100] * 1000:.1f} ms (median), {latencies[198] * 1000:.1f} ms (p99)")
    for _, writer in streams:
        writer.close()
    await asyncio.sleep(2)
    print(f"{memory() / 1024:.0f} MiB after they have gone")


asyncio.run(main())
