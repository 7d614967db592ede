// What a Node server does for one request of CallSuite's documents, without the server: CPU time of the process.
//   node call.mjs PORT
import http from 'node:http'

const port = Number(process.argv[2])
const agent = new http.Agent({ keepAlive: true, maxSockets: 4096 })

function get(path) {
  return new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port, path, agent }, response => {
      const chunks = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())))
      response.on('error', reject)
    }).on('error', reject)
  })
}

async function agentCall() {
  return answer(await get('/items/7'))
}

async function fetchCall() {
  return answer(await (await fetch(`http://127.0.0.1:${port}/items/7`)).json())
}

const input = { id: 7, quantity: 3 }
function answer({ id, name, price, tags }) {
  const context = { ...input, item: { id, name, price, tags } }
  return {
    item: name, total: price * context.quantity, tags: tags.filter(tag => tag !== 'internal').join(', '),
    id: context.item.id,
  }
}

const order = { customer: { name: 'Ada', id: 17 }, items: [{ price: 2.5, quantity: 4 }, { price: 10, quantity: 1 }] }
async function shape() {
  const { customer, items } = order
  return {
    customer: customer.name, total: items.reduce((sum, item) => sum + item.price * item.quantity, 0),
    isLarge: items.length > 2,
  }
}

async function cost(once, concurrency, runs) {
  const each = runs / concurrency
  const start = process.cpuUsage()
  await Promise.all(Array.from({ length: concurrency }, async () => {
    for (let i = 0; i < each; i++) await once()
  }))
  const { user, system } = process.cpuUsage(start)
  return (user + system) / (each * concurrency)
}

const works = [
  ['Node 20: shape the input', shape, 200_000],
  ['Node 20: one call by http with a keep-alive agent, shaped', agentCall, 20_000],
  ['Node 20: one call by fetch, shaped', fetchCall, 10_000],
]
const samples = works.map(() => [[], []])
for (let round = 0; round < 6; round++) {
  for (const [index, [, once, runs]] of works.entries()) {
    for (const [column, concurrency] of [1, 200].entries()) {
      const value = await cost(once, concurrency, concurrency === 1 ? runs / 5 : runs)
      if (round > 0) samples[index][column].push(value)
    }
  }
}
for (const [index, [title]] of works.entries()) {
  const cells = samples[index].map(values => {
    values.sort((a, b) => a - b)
    return `${values[values.length >> 1].toFixed(1)} (${values[0].toFixed(1)})`
  })
  console.log(`| ${title} | ${cells.join(' | ')} |`)
}
agent.destroy()
process.exit(0)
