import { settledRssBytes } from './memory.mjs'

/**
 * Many servers in one process: the time until all are logged in, and what one more connection costs in memory. A
 * tenth as many, opened before and not counted, pay for the code and for what the heap grows by at first.
 */
export async function measureScale({ connect, connections }) {
  const clients = await connectAll(connect, 'early', connections / 10)
  const before = await settledRssBytes()
  const startMs = performance.now()
  clients.push(...(await connectAll(connect, 'scale', connections)))
  const loggedInMs = performance.now() - startMs
  const after = await settledRssBytes()
  return { loggedInMs, rssBytesPerConnection: (after - before) / connections, clients: clients.length }
}

function connectAll(connect, name, count) {
  return Promise.all(Array.from({ length: count }, (_, i) => connect(`${name}-${i}`)))
}
