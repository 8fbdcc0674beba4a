import { describe, expect, it } from 'vitest'
import { turns } from '../support/fake-pbx.ts'
import { failureOf, nextState, readyFleet, spin, startFleet, turn } from './fleet.ts'
import { manualFleet } from './manual-fleet.ts'
import { type CoreFile, callsOf, coreFiles, importsOf } from './source-tree.ts'

/** All that the core needs of Node: none of these waits for a disk or another process. */
const modules = ['node:crypto', 'node:diagnostics_channel', 'node:dns', 'node:net', 'node:tls']
/** What it needs besides to read its options from a file, before there is a connection. */
const modulesOfConfig = ['node:fs/promises', 'node:path']

const servers = ['east', 'west', 'north']

/** Runs something, and tells what each turn of the event loop took meanwhile of the processor, in milliseconds. */
async function turnsOf(work: () => Promise<void>): Promise<number[]> {
  const took: number[] = []
  let over = false
  const watch = async (): Promise<void> => {
    while (!over) {
      const before = process.cpuUsage()
      await turn()
      const { user, system } = process.cpuUsage(before)
      took.push((user + system) / 1000)
    }
  }
  const watching = watch()
  await work()
  over = true
  await watching
  return took
}

describe('invariant 2: nothing in the data path blocks, and the work of one turn is bounded and measured', () => {
  it('no source calls what waits, or loads a module of Node that could', () => {
    const files = coreFiles('src', '.ts')
    const isConfig = ({ path }: CoreFile): boolean => path.startsWith('src/config/')
    const loadedBy = (some: readonly CoreFile[]): Set<string> =>
      new Set(some.flatMap((file) => importsOf(file).filter((name) => name.startsWith('node:'))))
    expect([...loadedBy(files.filter((file) => !isConfig(file)))].sort()).toEqual(modules)
    for (const name of loadedBy(files.filter(isConfig)))
      expect([...modules, ...modulesOfConfig]).toContain(name)
    const waiting = files.flatMap((file) =>
      callsOf(file)
        .filter((call) => /(Sync|^Atomics\.wait)$/.test(call))
        .map((call) => `${file.path} calls ${call}`),
    )
    expect(waiting).toEqual([])
  })

  it('A3 a name that is never resolved holds up neither the process nor the other servers', async () => {
    await using fleet = await startFleet(servers, {
      own: { north: { host: 'pbx.invalid', lookup: () => undefined } },
      defaults: { timeouts: { connectMs: 300 } },
    })
    const { cluster } = fleet
    const failed = nextState(cluster, 'north', 'waiting')
    const began = performance.now()
    const connecting = cluster.connect()
    expect(performance.now() - began).toBeLessThan(200)
    await connecting
    let over = false
    void failed.then(() => {
      over = true
    })
    let pings = 0
    const took = await turnsOf(async () => {
      while (!over) {
        await cluster.send('Ping')
        pings += 1
      }
    })
    expect(cluster.server('north').health().lastError).toMatchObject({ reason: 'dns' })
    expect(pings).toBeGreaterThan(20)
    expect(Math.max(...took)).toBeLessThan(100)
  })

  it('A4 close returns at once, though no server reads or answers', async () => {
    await using fleet = await readyFleet(servers, { defaults: { timeouts: { closeMs: 100 } } })
    for (const pbx of fleet.servers) pbx.blackHole()
    const sent = failureOf(fleet.cluster.send('Ping'))
    const began = performance.now()
    const closing = fleet.cluster.close()
    expect(performance.now() - began).toBeLessThan(200)
    expect(await sent).toMatchObject({ code: 'AMI_CLOSED' })
    await closing
  })

  it('A6 A8 a fleet with nothing to do has no timer but its pings, and a dead server one more', async () => {
    const { cluster, clock, pbx, ready, run } = manualFleet(servers, { defaults: { keepalive: {} } })
    await ready()
    // Past the deadlines of what each login asked, and before its first ping.
    await run(11_000)
    expect(clock.pending).toBe(3)
    pbx('north').onDial = () => undefined
    pbx('north').link.cut()
    expect(clock.pending).toBe(3)
    const { fired } = clock
    clock.advance(200)
    await turns()
    // The attempt, and no look at it before it is due.
    expect(clock.fired - fired).toBe(1)
    void cluster.close()
  })

  it('handlers get the budget of a turn, whichever subscriptions and servers they serve', async () => {
    const { cluster, clock, pbx, ready } = manualFleet(servers, { defaults: { delivery: { budgetMs: 4 } } })
    await ready()
    let handled = 0
    const work = (): void => {
      handled += 1
      clock.jump(1)
    }
    for (const server of servers) cluster.server(server).on('Hangup', work)
    cluster.on('Hangup', work)
    const read: number[] = []
    for (const server of servers) {
      for (let index = 0; index < 100; index += 1) pbx(server).link.event('Hangup')
    }
    expect(handled).toBe(0)
    while (handled < 600) {
      const before = handled
      await turn()
      read.push(handled - before)
    }
    // A subscription's very first slice is of one event; then a slice is one event, since each is dear.
    expect(Math.max(...read)).toBeLessThanOrEqual(4)
    expect(read.length).toBeGreaterThanOrEqual(150)
    void cluster.close()
  })

  it('a turn reads a bounded part of what a server has sent, and what it takes stays small', async () => {
    await using fleet = await readyFleet(servers)
    const { cluster } = fleet
    cluster.on('Flood', () => spin(0.05))
    const frame = `Event: Flood\r\nPrivilege: user,all\r\nPayload: ${'x'.repeat(400)}\r\n\r\n`
    // More than two megabytes wait in the kernel for whoever would read them all at once.
    const bytes = frame.repeat(10_000)
    const total = bytes.length * servers.length
    const received = (): number[] => servers.map((server) => cluster.server(server).counters().bytesReceived)
    const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
    const start = received()
    let most = 0
    const took = await turnsOf(async () => {
      for (const pbx of fleet.servers) pbx.raw(bytes)
      for (let before = start; sum(before) - sum(start) < total; ) {
        await turn()
        const now = received()
        most = Math.max(most, ...now.map((count, index) => count - (before[index] ?? 0)))
        before = now
      }
    })
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(262_144 + 65_536)
    // The handlers alone need a second and a half; each turn, the simulators' share of it included, is far from that.
    expect(Math.max(...took)).toBeLessThan(500)
  })
})
