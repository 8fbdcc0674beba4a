import { AmiCluster } from 'amiable'
import { expect, it } from 'vitest'
import { FakePbx } from '../support/fake-pbx.ts'
import { LoopDelay } from './loop-delay.ts'

const SERVERS = 1000
const DIALS = { maxConcurrentDials: 20, dialsPerSecond: 1000 }

/** How many of these times lie within one second of each other, at most. */
function mostInOneSecond(times: readonly number[]): number {
  let first = 0
  let most = 0
  for (const [last, at] of times.entries()) {
    while (at - Number(times[first]) >= 1000) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}

it('S13 pain 24 a thousand servers that drop at once come back through the gate, and the event loop stays free', async () => {
  const pbx = new FakePbx()
  const names = Array.from({ length: SERVERS }, (_, at) => `s${at}`)
  await using cluster = new AmiCluster({
    ...DIALS,
    servers: Object.fromEntries(names.map((name) => [name, { host: name }])),
    defaults: {
      username: 'admin',
      secret: 'amp111',
      dial: pbx.dial,
      reconnect: { minMs: 50, maxMs: 500 },
      timeouts: { closeMs: 50 },
    },
  })
  const dialing = new Set<string>()
  const ready = new Set<string>()
  const dialedAt: number[] = []
  let peak = 0
  let onAllReady = (): void => undefined
  cluster.onState(({ server, to }) => {
    if (to === 'connecting') dialedAt.push(performance.now())
    if (to === 'connecting' || to === 'authenticating') dialing.add(server)
    else dialing.delete(server)
    if (to === 'ready') ready.add(server)
    else ready.delete(server)
    peak = Math.max(peak, dialing.size)
    if (ready.size === SERVERS) onAllReady()
  })
  await cluster.connect({ wait: 'all' })
  expect(ready.size).toBe(SERVERS)

  const delay = new LoopDelay()
  const back = new Promise<void>((resolve) => {
    onAllReady = resolve
  })
  for (const link of pbx.links) link.cut()
  await back
  const { p99, longest } = delay.end()

  expect(p99).toBeLessThan(20)
  // A thousand ends in a row, of which each costs so little that even all of them together hold up nobody.
  expect(longest).toBeLessThan(250)
  expect(peak).toBeLessThanOrEqual(DIALS.maxConcurrentDials)
  expect(mostInOneSecond(dialedAt)).toBeLessThanOrEqual(DIALS.dialsPerSecond + 1)
  const health = [...cluster.health().values()]
  expect(health.filter(({ state, failures }) => state === 'ready' && failures === 1)).toHaveLength(SERVERS)
  expect(cluster.snapshot()).toMatchObject({ dialing: 0, waitingToDial: 0 })
  expect(pbx.open).toBe(SERVERS)
}, 15_000)
