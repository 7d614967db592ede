// The endpoints of the suite `serve` as one writes them by hand in Node.
//   node server.mjs PORT UPSTREAM http|fetch
import http from 'node:http';

const [port, upstream, client] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: 4096 });

function shape(order) {
  let total = 0;
  const names = [];
  for (const item of order.items) {
    total += item.price * item.count;
    names.push(item.name);
  }
  return { total, names, customer: order.customer.name };
}

function read(stream) {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk) => { text += chunk; });
    stream.on('end', () => resolve(text));
    stream.on('error', reject);
  });
}

function get(url) {
  return new Promise((resolve, reject) => {
    http.get(url, { agent }, (response) => read(response).then(resolve, reject)).on('error', reject);
  });
}

const order = client === 'fetch'
  ? async () => (await fetch(upstream)).json()
  : async () => JSON.parse(await get(upstream));

function send(response, value) {
  const text = JSON.stringify(value);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

async function answer(request, response) {
  switch (request.url) {
    case '/healthz':
      return send(response, { status: 'ok' });
    case '/call/bench/shape':
      return send(response, shape(JSON.parse(await read(request))));
    case '/call/bench/upstream':
      await read(request);
      return send(response, shape(await order()));
    case '/call/bench/heavy': {
      await read(request);
      let sum = 0;
      for (let round = 0; round < 10; round++) {
        sum = Array.from({ length: 300000 }, (_, number) => (number * 7) % 13).reduce((a, b) => a + b, 0);
      }
      return send(response, sum);
    }
    default:
      response.writeHead(404).end();
  }
}

http.createServer((request, response) => {
  answer(request, response).catch((error) => {
    response.writeHead(500).end(String(error));
  });
}).listen({ port: Number(port), host: '127.0.0.1', backlog: 4096 });
