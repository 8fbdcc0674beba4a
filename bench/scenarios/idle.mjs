import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const SETTLE_MS = 2_000

/** The CPU share of a client that has nothing to do: connected, or refused whenever it tries to connect. */
export async function measureIdle({ connect, reachable, runMs }) {
  const attempt = reachable ? connect('idle') : connect('idle', await closedPort())
  if (reachable) await attempt
  else attempt.catch(() => undefined)
  await sleep(SETTLE_MS)
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
