import { type AmiClusterOptions, AmiConnectionError } from 'amiable'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FakeLink } from '../support/fake-pbx.ts'
import { startFleet, until } from './fleet.ts'
import { type ManualFleet, manualFleet } from './manual-fleet.ts'

const many = Array.from({ length: 30 }, (_, index) => `pbx${index}`)

/** What a fleet did while somebody watched. */
interface Watched extends ManualFleet {
  /** When each server was dialed. */
  readonly dials: Map<string, number[]>
  /** Most servers between dialing and login at once. */
  readonly peak: () => number
  /** How each server takes a connection; by default it greets at once. */
  readonly takes: Map<string, (link: FakeLink) => void>
}

function watched(names: readonly string[], options: AmiClusterOptions = {}): Watched {
  const fleet = manualFleet(names, options)
  const dials = new Map<string, number[]>(names.map((name) => [name, []]))
  const takes = new Map<string, (link: FakeLink) => void>()
  let peak = 0
  for (const name of names) {
    fleet.pbx(name).onDial = (link) => {
      dials.get(name)?.push(fleet.clock.now())
      const takeIt = takes.get(name)
      if (takeIt === undefined) link.greet()
      else takeIt(link)
    }
  }
  fleet.cluster.onState(() => {
    const states = [...fleet.cluster.servers.values()].map(({ state }) => state)
    peak = Math.max(peak, states.filter((state) => /^(connecting|authenticating)$/.test(state)).length)
  })
  return { ...fleet, dials, takes, peak: () => peak }
}

/** Cuts every link in one turn of the event loop, and forgets what was dialed before. */
function killAll({ pbx, dials }: Watched): void {
  for (const [name, times] of dials) {
    times.length = 0
    pbx(name).link.cut(new AmiConnectionError('reset', 'reset'))
  }
}

function refuse(link: FakeLink): void {
  link.cut(new AmiConnectionError('refused', 'connect'))
}

/** Brings a fate on a server, and cuts its link. */
function befall({ takes, cluster, pbx, optionsOf }: Watched, name: string, fate: string): void {
  if (fate === 'is replaced') cluster.replace(name, optionsOf(name))
  else if (fate === 'refuses') takes.set(name, refuse)
  else if (fate === 'hangs') takes.set(name, () => undefined)
  else if (fate === 'is well') takes.delete(name)
  pbx(name).link.cut()
}

const states = ({ cluster }: ManualFleet): string[] => [...cluster.servers.values()].map(({ state }) => state)
const readyAll = (count: number): string[] => Array<string>(count).fill('ready')

describe('invariant 9: a reconnect storm cannot take over the process, nor hammer a server', () => {
  it('thirty that die at once come back a few at a time, and every one of them does', async () => {
    const fleet = watched(many, { maxConcurrentDials: 4, dialsPerSecond: 1000 })
    await fleet.ready()
    for (const name of many) {
      fleet.takes.set(name, (link) => void fleet.clock.setTimer(() => link.greet(), 400))
    }
    killAll(fleet)
    expect(states(fleet)).toEqual(Array(30).fill('waiting'))
    await fleet.run(1000)
    expect(fleet.cluster.snapshot()).toMatchObject({ dialing: 4, waitingToDial: 30 - 4 - 8 })
    await fleet.run(5000)
    expect(states(fleet)).toEqual(readyAll(30))
    expect(fleet.peak()).toBe(4)
    expect([...fleet.dials.values()].map(({ length }) => length)).toEqual(Array(30).fill(1))
    void fleet.cluster.close()
  })

  it('no second sees more attempts than the rate, however quickly each is over', async () => {
    const fleet = watched(many, { maxConcurrentDials: 1000, dialsPerSecond: 10 })
    await fleet.ready()
    killAll(fleet)
    await fleet.run(10_000)
    expect(states(fleet)).toEqual(readyAll(30))
    const times = [...fleet.dials.values()].flat().sort((one, other) => one - other)
    expect(times).toHaveLength(30)
    const busiest = Math.max(
      ...times.map((start) => times.filter((at) => at >= start && at < start + 1000).length),
    )
    expect(busiest).toBeLessThanOrEqual(10)
    expect(busiest).toBeGreaterThanOrEqual(9)
    void fleet.cluster.close()
  })

  it('H4 each server that stays away is tried less and less often, and the others at once', async () => {
    const fleet = watched(many)
    await fleet.ready()
    const dead = many.slice(0, 15)
    for (const name of dead) fleet.takes.set(name, refuse)
    killAll(fleet)
    await fleet.run(600_000)
    for (const name of many.slice(15)) {
      expect(fleet.dials.get(name)).toHaveLength(1)
      expect(fleet.cluster.server(name).health()).toMatchObject({ state: 'ready', failures: 0 })
    }
    for (const name of dead) {
      const times = fleet.dials.get(name) ?? []
      // 250 ms, doubled up to 30 s, and half of it on the average: some 45 attempts in ten minutes.
      expect(times.length).toBeGreaterThan(35)
      expect(times.length).toBeLessThan(50)
      const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0))
      expect(waits.at(-1)).toBeGreaterThanOrEqual(15_000)
      for (const [index, wait] of waits.slice(0, 6).entries()) {
        expect(wait).toBeGreaterThanOrEqual(125 * 2 ** (index + 1))
      }
    }
    void fleet.cluster.close()
  })

  it('H4 the waits of servers that died together are spread over their whole interval', async () => {
    let seed = 0
    const random = (): number => {
      seed = (seed * 69_069 + 1) % 4_294_967_296
      return seed / 4_294_967_296
    }
    const fleet = watched(many, { defaults: { random }, maxConcurrentDials: 1000, dialsPerSecond: 10_000 })
    await fleet.ready()
    killAll(fleet)
    const waits = [...fleet.cluster.health().values()].map(({ retryInMs }) => retryInMs ?? -1)
    expect(Math.min(...waits)).toBeLessThan(60)
    expect(Math.max(...waits)).toBeGreaterThan(190)
    expect(Math.max(...waits)).toBeLessThanOrEqual(250)
    expect(new Set(waits).size).toBeGreaterThan(15)
    void fleet.cluster.close()
  })

  it('H11 servers that refuse the login are asked every few minutes, and hold up no other', async () => {
    const fleet = watched(many)
    const wrong = many.slice(0, 29)
    for (const name of wrong) {
      fleet.pbx(name).onRequest = (request, link) => {
        if (request.action === 'Login') link.respond(request, 'Error', 'Message: Authentication failed\r\n')
        else fleet.pbx(name).answer(request, link)
      }
    }
    void fleet.cluster.connect()
    await fleet.run(3_600_000)
    expect(fleet.cluster.server('pbx29').state).toBe('ready')
    for (const name of wrong) {
      const { length } = fleet.dials.get(name) ?? []
      expect(length).toBeGreaterThanOrEqual(12)
      expect(length).toBeLessThanOrEqual(17)
    }
    void fleet.cluster.close()
  })

  it('H1 whatever becomes of an attempt, the next in line gets its place', async () => {
    const ways = [
      'refused',
      'no greeting',
      'no login',
      'wrong',
      'cut',
      'removed',
      'replaced',
      'closed',
      'throws',
    ]
    const fleet = watched([...ways, 'last'], { maxConcurrentDials: 1, dialsPerSecond: 1000 })
    const { cluster, takes, pbx, optionsOf } = fleet
    takes.set('refused', refuse)
    takes.set('no greeting', () => undefined)
    takes.set('cut', (link) => {
      link.greet()
      link.cut()
    })
    takes.set('removed', () => void cluster.remove('removed'))
    takes.set('replaced', () => void cluster.replace('replaced', optionsOf('replaced')))
    takes.set('closed', () => void cluster.server('closed').close())
    pbx('no login').onRequest = () => undefined
    pbx('wrong').onRequest = (request, link) => link.respond(request, 'Error')
    const { dial: _, ...rest } = optionsOf('throws')
    cluster.replace('throws', {
      ...rest,
      dial: () => {
        throw new Error('of a dial')
      },
    })
    void cluster.connect()
    await fleet.run(60_000)
    expect(cluster.server('last').state).toBe('ready')
    expect(cluster.servers.has('removed')).toBe(false)
    await cluster.close()
    expect(cluster.snapshot()).toMatchObject({ dialing: 0, waitingToDial: 0 })
  })

  it('none is forgotten, and never too many dial, whatever befalls them', async () => {
    const few = many.slice(0, 8)
    const fate = fc.record({
      name: fc.constantFrom(...few),
      fate: fc.constantFrom('cut', 'refuses', 'hangs', 'is well', 'is replaced'),
      ms: fc.integer({ min: 0, max: 4000 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { minLength: 5, maxLength: 40, size: 'max' }), async (fates) => {
        const fleet = watched(few, {
          maxConcurrentDials: 2,
          defaults: { timeouts: { connectMs: 1000, bannerMs: 1000 } },
        })
        await fleet.ready()
        for (const { name, fate: what, ms } of fates) {
          befall(fleet, name, what)
          await fleet.run(ms)
        }
        fleet.takes.clear()
        await fleet.run(60_000)
        expect(states(fleet)).toEqual(readyAll(8))
        expect(fleet.peak()).toBeLessThanOrEqual(2)
        void fleet.cluster.close()
      }),
      { numRuns: 15 },
    )
  })

  it('as the servers themselves see it: thirty that are killed, and come back at the same moment', async () => {
    let most = 0
    const unknown = (): number =>
      fleet.servers.flatMap(({ sessions }) =>
        sessions.filter((session) => session.alive && !session.loggedIn),
      ).length
    await using fleet = await startFleet(many, {
      maxConcurrentDials: 3,
      simulator: {
        loginDelayMs: 5,
        onSession: () => {
          most = Math.max(most, unknown())
        },
      },
    })
    const { cluster } = fleet
    await cluster.connect({ wait: 'all' })
    await Promise.all(fleet.servers.map((pbx) => pbx.stop()))
    await until(() => [...cluster.servers.values()].every(({ state }) => state !== 'ready'))
    await Promise.all(fleet.servers.map((pbx) => pbx.start()))
    await until(() => [...cluster.servers.values()].every(({ state }) => state === 'ready'))
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(3)
    for (const client of cluster.servers.values()) expect(client.counters().sessions).toBe(2)
  })
})
