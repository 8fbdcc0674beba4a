import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * The CPU share of a client that has nothing to do: connected, or refused whenever it tries to connect. Measured once
 * V8 has shrunk the heap after the start, which it does of itself twice within half a minute.
 */
export async function measureIdle({ connect, reachable, settleMs, runMs }) {
  const attempt = reachable ? connect('idle') : connect('idle', await closedPort())
  if (reachable) await attempt
  else attempt.catch(() => undefined)
  await sleep(settleMs)
  const before = process.cpuUsage()
  await sleep(runMs)
  const { user, system } = process.cpuUsage(before)
  return { cpuShare: (user + system) / 1_000 / runMs }
}

async function closedPort() {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
