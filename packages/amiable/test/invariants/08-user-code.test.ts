import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Dial, FleetServerOptions, Logger } from 'amiable'
import { leastCalls } from 'amiable'
import { describe, expect, it } from 'vitest'
import { turns } from '../support/fake-pbx.ts'
import { type Fleet, failureOf, nextState, readyFleet, startFleet, until } from './fleet.ts'
import { manualFleet } from './manual-fleet.ts'

const names = ['east', 'west', 'north']

/** Fails in every way that code can: by throwing whatever there is to throw, now and later. */
const failures: readonly (() => unknown)[] = [
  () => {
    throw new Error('thrown')
  },
  () => {
    throw undefined
  },
  () => {
    throw Object.create(null)
  },
  () => {
    throw new Proxy(new Error('of a proxy'), {
      get: () => {
        throw new Error('thrown by what was thrown')
      },
    })
  },
  () => Promise.reject(new Error('rejected')),
  () => ({
    // biome-ignore lint/suspicious/noThenProperty: a promise of somebody's own making is what is tested
    get then(): never {
      throw new Error('thrown by a getter')
    },
  }),
  () => ({
    // biome-ignore lint/suspicious/noThenProperty: a promise of somebody's own making is what is tested
    then: () => {
      throw new Error('thrown by a promise')
    },
  }),
]

/** Those that fail at once. */
const throwing = failures.slice(0, 4)

/** Each of the failures in turn. */
function failing(): () => never {
  let next = 0
  return () => {
    const fail = failures[next % failures.length]
    next += 1
    return fail?.() as never
  }
}

function failingLogger(): Logger {
  const fail = failing()
  return { debug: fail, info: fail, warn: fail, error: fail }
}

/** Runs something, and gives what reached the process meanwhile instead of whoever is responsible for it. */
async function escaped(work: () => Promise<void>): Promise<unknown[]> {
  const caught: unknown[] = []
  const take = (error: unknown): void => void caught.push(error)
  const kinds = ['uncaughtException', 'unhandledRejection'] as const
  const others = kinds.map((kind) => process.listeners(kind as 'uncaughtException'))
  for (const kind of kinds) process.removeAllListeners(kind).on(kind, take)
  try {
    await work()
    await turns(3)
  } finally {
    for (const [index, kind] of kinds.entries()) {
      process.removeAllListeners(kind)
      for (const listener of others[index] ?? []) process.on(kind, listener)
    }
  }
  return caught
}

/** Every server answers, and a listener that does not fail hears each of them once more. */
async function expectWell({ cluster, servers }: Fleet): Promise<void> {
  for (const [, result] of await cluster.broadcast('Ping')) expect(result.status).toBe('fulfilled')
  const heard: string[] = []
  const subscription = cluster.on('Newexten', (event) => void heard.push(event.server))
  for (const pbx of servers) pbx.event('Newexten')
  await until(() => heard.length >= servers.length)
  subscription.close()
  expect(heard.sort()).toEqual([...cluster.servers.keys()].sort())
}

/** Subscriptions of the cluster and of each server whose every function fails. */
function failEverywhere({ cluster }: Fleet): void {
  cluster.onState(failing())
  for (const client of cluster.servers.values()) client.onState(failing())
  for (const filter of [{ where: failing() }, {}]) {
    cluster.on('Flood', failing(), { ...filter, onGap: failing(), capacity: 20 })
    for (const client of cluster.servers.values()) client.on('*', failing(), { ...filter, onGap: failing() })
  }
}

describe("invariant 8: nothing a user's code throws breaks dispatch or the link", () => {
  it('F1 F4 F6 E9 everything at once: listeners, predicates, gaps, state, routes and the logger, through a flood and a loss', async () => {
    await using fleet = await startFleet(names, {
      defaults: { logger: failingLogger() },
      route: failing(),
    })
    const { cluster } = fleet
    const failed = await escaped(async () => {
      failEverywhere(fleet)
      await cluster.connect({ wait: 'all' })
      const heard: string[] = []
      cluster.on('Hangup', ({ server }) => void heard.push(server))
      await Promise.all(fleet.servers.map((pbx) => pbx.floodEvents({ count: 300 })))
      for (let index = 0; index < 100; index += 1) for (const pbx of fleet.servers) pbx.event('Hangup')
      for (const pbx of fleet.servers) pbx.garbage('colon', 300)
      await until(() => heard.length >= 300)
      expect(names.map((name) => heard.filter((server) => server === name).length)).toEqual([100, 100, 100])
      const back = names.map((name) => nextState(cluster, name, 'ready'))
      for (const pbx of fleet.servers) pbx.cutAll()
      await Promise.all(back)
      await expectWell(fleet)
    })
    expect(failed).toEqual([])
    for (const name of names) {
      const { handlerErrors, logFailures, sessions, sessionsLost } = cluster.server(name).counters()
      expect([sessions, sessionsLost]).toEqual([2, 1])
      expect(handlerErrors).toBeGreaterThan(200)
      expect(logFailures).toBeGreaterThan(2)
    }
  })

  it('a route that fails, or its load function, fails its action alone, and no link', async () => {
    await using fleet = await readyFleet(names)
    const { cluster } = fleet
    const failed = await escaped(async () => {
      for (let index = 0; index < failures.length; index += 1) {
        const route = failures[index] as () => never
        const results = await Promise.allSettled([
          cluster.send('Ping', {}, { route }),
          cluster.send('Ping', {}, { route: leastCalls(route) }),
          cluster.send('Ping'),
        ])
        const [byRoute, , byDefault] = results.map(({ status }) => status)
        expect([byRoute, byDefault]).toEqual(['rejected', 'fulfilled'])
      }
      // The same, with nobody who awaits it.
      for (const fail of failures) void cluster.send('Ping', {}, { route: fail as () => never })
      await expectWell(fleet)
    })
    expect(failed).toEqual([])
    expect(cluster.server('east').counters().sessionsLost).toBe(0)
  })

  it('a secret that cannot be had is asked for again, and no other server waits', async () => {
    let asked = 0
    const fails = failing()
    const secret = (): string => {
      asked += 1
      return asked <= failures.length ? fails() : 'amp111'
    }
    await using fleet = await startFleet(names, { own: { north: { secret } } })
    const { cluster } = fleet
    const causes: unknown[] = []
    cluster.onState(({ server, to, cause }) => {
      if (server === 'north' && to === 'waiting' && cause !== undefined) causes.push(cause)
    })
    const failed = await escaped(async () => {
      await cluster.connect({ wait: 'all' })
      await expectWell(fleet)
    })
    expect(failed).toEqual([])
    expect(causes).toHaveLength(failures.length)
    for (const cause of causes) expect(cause).toMatchObject({ code: 'AMI_CONNECTION', reason: 'secret' })
    expect(cluster.server('north').counters().attemptsFailed).toBe(failures.length)
    expect(cluster.server('east').counters().attemptsFailed).toBe(0)
  })

  it("a connection of one's own may fail when it is made, written to, and ended", async () => {
    for (const [index, fail] of failures.entries()) {
      const { cluster, pbx, optionsOf, run } = manualFleet(['east'], { maxConcurrentDials: 1 })
      let dials = 0
      const dial: Dial = (handlers) => {
        dials += 1
        if (dials === 1) throwing[index % throwing.length]?.()
        const link = pbx('own').dial(handlers)
        if (dials === 2) Object.assign(link, { failure: new Error('EPIPE') })
        if (dials === 3) Object.assign(link, { destroy: fail })
        return link
      }
      const options: FleetServerOptions = { ...optionsOf('own'), dial }
      const own = cluster.add('own', options)
      const failed = await escaped(async () => {
        void cluster.connect()
        await run(20_000)
        expect([...cluster.health().values()].map(({ state }) => state)).toEqual(['ready', 'ready'])
        const sent = failureOf(own.send('Ping'))
        pbx('own').onRequest = () => undefined
        await turns()
        pbx('own').link.send('Response: Goodbye\r\n\r\n')
        expect(await sent).toMatchObject({ code: 'AMI_CONNECTION' })
        pbx('own').onRequest = (request, link) => pbx('own').answer(request, link)
        await run(20_000)
        expect(own.state).toBe('ready')
      })
      expect(failed).toEqual([])
      void cluster.close()
    }
  })

  it("a look-up of one's own may throw, or reject", async () => {
    // What Node cannot read is no error that a look-up can give.
    for (const fail of failures.filter((_, index) => index !== 3 && index < 5)) {
      await using fleet = await startFleet(['east', 'west'], {
        own: { west: { host: 'pbx.invalid', lookup: fail as () => void } },
      })
      const { cluster } = fleet
      const failed = await escaped(async () => {
        await cluster.connect()
        await until(() => cluster.server('west').counters().attemptsFailed > 2)
        expect((await cluster.send('Ping')).ok).toBe(true)
      })
      expect(failed).toEqual([])
      expect(cluster.server('west').health().lastError).toMatchObject({ reason: 'dns' })
    }
  })

  it('a loop that throws, or fields that cannot be read, end with themselves', async () => {
    await using fleet = await readyFleet(names)
    const { cluster } = fleet
    const broken = {
      get Channel(): string {
        throw new Error('of a field')
      },
    }
    const failed = await escaped(async () => {
      await expect(cluster.send('Hangup', broken)).rejects.toThrow('of a field')
      const loop = async (): Promise<void> => {
        for await (const event of cluster.subscribe({ events: ['Hangup'] })) throw new Error(event.server)
      }
      const looping = expect(loop()).rejects.toThrow('west')
      fleet.pbx('west').event('Hangup')
      await looping
      await expectWell(fleet)
    })
    expect(failed).toEqual([])
    for (const name of names)
      expect(cluster.server(name).health()).toMatchObject({ pendingActions: 0, queuedEvents: 0 })
  })

  it("F5 a subscriber of a diagnostics channel that throws is the process's affair, and the core goes on", async () => {
    await using fleet = await readyFleet(names)
    const { cluster } = fleet
    const channels = ['state', 'status', 'action', 'attempt', 'drop', 'anomaly', 'handler-error']
    let thrown = 0
    const fail = (): never => {
      thrown += 1
      throw new Error('of a subscriber')
    }
    const failed = await escaped(async () => {
      for (const channel of channels) subscribe(`amiable:${channel}`, fail)
      cluster.on('Flood', failing(), { capacity: 5 })
      await Promise.all(fleet.servers.map((pbx) => pbx.floodEvents({ count: 100 })))
      const back = names.map((name) => nextState(cluster, name, 'ready'))
      for (const pbx of fleet.servers) pbx.garbage('text', 100)
      for (const pbx of fleet.servers) pbx.halfMessage()
      await Promise.all(back)
      await expectWell(fleet)
      for (const channel of channels) unsubscribe(`amiable:${channel}`, fail)
    })
    // Node hands each throw to the process, apart from whoever published.
    expect(failed).toHaveLength(thrown)
    expect(thrown).toBeGreaterThan(20)
    expect(cluster.server('east').counters()).toMatchObject({ sessions: 2, sessionsLost: 1 })
  })
})
