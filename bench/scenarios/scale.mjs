import { settledRssBytes } from './memory.mjs'

/**
 * Many servers in one process: the time until all are logged in, and what one more connection costs in memory. A
 * tenth as many, opened before and not counted, pay for the code and for what the heap grows by at first.
 */
export async function measureScale({ connectAll, connections }) {
  const early = await connectAll(usernames('early', connections / 10))
  const before = await settledRssBytes()
  const startMs = performance.now()
  const late = await connectAll(usernames('scale', connections))
  const loggedInMs = performance.now() - startMs
  const after = await settledRssBytes()
  const clients = early.clients.length + late.clients.length
  return { loggedInMs, rssBytesPerConnection: (after - before) / connections, clients }
}

function usernames(name, count) {
  return Array.from({ length: count }, (_, i) => `${name}-${i}`)
}
