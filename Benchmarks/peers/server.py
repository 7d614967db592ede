"""The endpoints of the suite `serve` as one writes them by hand with aiohttp.

python3 server.py PORT UPSTREAM
"""

import json
import sys

import aiohttp
from aiohttp import web

PORT, UPSTREAM = int(sys.argv[1]), sys.argv[2]


def shape(order):
    return {
        "total": sum(item["price"] * item["count"] for item in order["items"]),
        "names": [item["name"] for item in order["items"]],
        "customer": order["customer"]["name"],
    }


async def alive(request):
    return web.json_response({"status": "ok"})


async def shape_input(request):
    return web.json_response(shape(await request.json()))


async def shape_upstream(request):
    await request.read()
    async with request.app["client"].get(UPSTREAM) as response:
        return web.json_response(shape(json.loads(await response.read())))


async def client(app):
    app["client"] = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=4096))
    yield
    await app["client"].close()


app = web.Application()
app.add_routes([
    web.get("/healthz", alive),
    web.post("/call/bench/shape", shape_input),
    web.post("/call/bench/upstream", shape_upstream),
])
app.cleanup_ctx.append(client)
web.run_app(app, host="127.0.0.1", port=PORT, backlog=4096, print=None, access_log=None)
