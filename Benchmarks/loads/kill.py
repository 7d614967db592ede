"""Kills a server under load, starts it again, and checks that every run that was acknowledged ends.

python3 kill.py JUGGLER SIGNAL ROUNDS     (SIGNAL: KILL or TERM)
"""

import asyncio
import json
import os
import signal
import socket
import sys
import tempfile
import time

JUGGLER, SIGNAL, ROUNDS = sys.argv[1], getattr(signal, "SIG" + sys.argv[2]), int(sys.argv[3])
DEFINITION = """\
document: { dsl: '1.0.3', namespace: load, name: steps, version: '1.0.0' }
do:
  - first: { wait: { milliseconds: 30 } }
  - second: { wait: { milliseconds: 30 } }
  - third: { set: { done: true } }
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def request(port, method, path, body=b""):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        answer = await reader.read()
        head, _, text = answer.partition(b"\r\n\r\n")
        if not head:
            raise ConnectionError("no answer")
        return int(head.split()[1]), text
    finally:
        writer.close()


async def start(directory, port):
    process = await asyncio.create_subprocess_exec(
        JUGGLER, "serve", directory, "--port", str(port), "--store", f"sqlite:{directory}/juggler.db",
        "--log-level", "error", stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL)
    for _ in range(600):
        try:
            if (await request(port, "GET", "/readyz"))[0] == 200:
                return process
        except OSError:
            pass
        await asyncio.sleep(0.05)
    raise SystemExit("the server does not start")


async def load(port, acknowledged, stopped):
    while not stopped.is_set():
        try:
            status, text = await request(port, "POST", "/api/v1/workflows/load/steps/runs", b"{}")
            if status == 202:
                acknowledged.append(json.loads(text)["id"])
        except (OSError, ValueError):
            await asyncio.sleep(0.02)


async def main():
    with tempfile.TemporaryDirectory() as directory:
        with open(f"{directory}/steps.yaml", "w") as file:
            file.write(DEFINITION)
        port = free_port()
        acknowledged, stopped = [], asyncio.Event()
        process = await start(directory, port)
        clients = [asyncio.create_task(load(port, acknowledged, stopped)) for _ in range(20)]
        for _ in range(ROUNDS):
            await asyncio.sleep(2)
            process.send_signal(SIGNAL)
            await process.wait()
            process = await start(directory, port)
        await asyncio.sleep(1)
        stopped.set()
        await asyncio.gather(*clients)
        pending, states, start_time = set(acknowledged), {}, time.monotonic()
        while pending and time.monotonic() - start_time < 60:
            for run in list(pending):
                status, text = await request(port, "GET", f"/api/v1/runs/{run}")
                state = json.loads(text)["status"] if status == 200 else str(status)
                if state in ("completed", "faulted", "cancelled"):
                    pending.discard(run)
                    states[state] = states.get(state, 0) + 1
        process.send_signal(signal.SIGTERM)
        await process.wait()
        print(f"{len(acknowledged)} runs acknowledged over {ROUNDS} × SIG{sys.argv[2]}: {states}, {len(pending)} did not end")
        sys.exit(1 if pending or set(states) != {"completed"} else 0)


asyncio.run(main())
