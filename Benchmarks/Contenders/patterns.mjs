// The work of PatternsContest.swift in Node, with nothing but what Node brings.
import { setTimeout as sleep } from 'node:timers/promises'

// What one writes where a library is not wanted: Promise.race against a timer that is cleared.
async function withTimeout(milliseconds, operation) {
  const controller = new AbortController()
  let timer
  const expiry = new Promise((_, reject) => {
    timer = setTimeout(() => {
      controller.abort()
      reject(new Error('timed out'))
    }, milliseconds)
  })
  try {
    return await Promise.race([operation(controller.signal), expiry])
  } finally {
    clearTimeout(timer)
  }
}

class Semaphore {
  waiters = []
  constructor(permits) { this.free = permits }
  async acquire() {
    if (this.free > 0) { this.free--; return }
    await new Promise(resolve => this.waiters.push(resolve))
  }
  release() {
    const next = this.waiters.shift()
    if (next) next(); else this.free++
  }
  async withPermit(operation) {
    await this.acquire()
    try { return await operation() } finally { this.release() }
  }
}

async function concurrentMap(elements, limit, transform) {
  const results = new Array(elements.length)
  let next = 0
  async function work() {
    while (next < elements.length) {
      const index = next++
      results[index] = await transform(elements[index])
    }
  }
  await Promise.all(Array.from({ length: limit }, work))
  return results
}

const nothing = async () => {}
const turn = () => new Promise(resolve => setImmediate(resolve))

const works = [
  [100000, async count => { for (let i = 0; i < count; i++) await withTimeout(60000, nothing) }],
  [200000, async count => {
    const semaphore = new Semaphore(4)
    for (let i = 0; i < count; i++) await semaphore.withPermit(nothing)
  }],
  [64000, async count => {
    const semaphore = new Semaphore(4)
    await Promise.all(Array.from({ length: 64 }, async () => {
      for (let i = 0; i < count / 64; i++) await semaphore.withPermit(turn)
    }))
  }],
  [1000000, async count => {
    const elements = Array.from({ length: count }, (_, index) => index)
    await concurrentMap(elements, 64, async element => element + 1)
  }],
  [10000, async count => {
    const late = await Promise.all(Array.from({ length: count }, async () => {
      const due = performance.now() + 100
      await sleep(100)
      return performance.now() - due
    }))
    late.sort((a, b) => a - b)
    return ` (${late[count >> 1].toFixed(1)} ms, ${late[count - 1].toFixed(1)} ms late)`
  }],
]

for (const [count, work] of works) {
  await work(count / 10)
  const before = process.cpuUsage()
  const late = (await work(count)) ?? ''
  const used = process.cpuUsage(before)
  console.log(`${Math.round((used.user + used.system) * 1000 / count)}${late}`)
}
