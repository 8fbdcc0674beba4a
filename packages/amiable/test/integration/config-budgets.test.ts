import { startSimulator } from '@amiable/simulator'
import { AmiCluster } from 'amiable'
import { expect, it } from 'vitest'
import { deferred } from '../../src/util/deferred.ts'
import { connectedTo } from '../support/simulated-client.ts'

const EVENTS = 3000
const padding = 'x'.repeat(400)

/** Takes events until all have come; the first few keep the loop busy for longer than a turn's budget. */
function counting(): { handle: () => void; done: Promise<void> } {
  const all = deferred<void>()
  let taken = 0
  const handle = (): void => {
    taken += 1
    if (taken <= 10) for (const until = performance.now() + 3; performance.now() < until; );
    if (taken === EVENTS) all.resolve()
  }
  return { handle, done: all.promise }
}

it('what the budgets of one client cut off is counted, and nothing is lost by it', async () => {
  await using pbx = await startSimulator()
  await using ami = await connectedTo(pbx, {
    limits: { readBytesPerTurn: 65_536 },
    delivery: { budgetMs: 1 },
  })
  expect(ami.counters()).toMatchObject({ readBudgetsSpent: 0, deliveryBudgetsSpent: 0 })
  const { handle, done } = counting()
  ami.on('Padded', handle)
  for (let sent = 0; sent < EVENTS; sent += 1) pbx.event('Padded', { Padding: padding })
  await done
  const { readBudgetsSpent, deliveryBudgetsSpent, eventsDropped } = ami.counters()
  expect(readBudgetsSpent).toBeGreaterThan(0)
  expect(deliveryBudgetsSpent).toBeGreaterThan(0)
  expect(eventsDropped).toBe(0)
})

it('what the budget of a fleet cuts off is counted in its snapshot', async () => {
  await using pbx = await startSimulator()
  await using cluster = new AmiCluster({
    defaults: { username: 'admin', secret: 'amp111', delivery: { budgetMs: 1 } },
    servers: { east: { host: pbx.host, port: pbx.port, limits: { readBytesPerTurn: 65_536 } } },
  })
  await cluster.connect()
  expect(cluster.snapshot().deliveryBudgetsSpent).toBe(0)
  const { handle, done } = counting()
  cluster.on('Padded', handle)
  for (let sent = 0; sent < EVENTS; sent += 1) pbx.event('Padded', { Padding: padding })
  await done
  const { deliveryBudgetsSpent, servers } = cluster.snapshot()
  const { east } = servers
  expect(deliveryBudgetsSpent).toBeGreaterThan(0)
  expect(east?.counters.readBudgetsSpent).toBeGreaterThan(0)
})
