import type { Simulator } from '@amiable/simulator'
import type { AmiEvent } from 'amiable'
import { describe, expect, it } from 'vitest'
import { turns } from '../support/fake-pbx.ts'
import { type Fleet, nextState, readyFleet, spin, until } from './fleet.ts'
import { manualFleet } from './manual-fleet.ts'

const good = ['east', 'west', 'north', 'south']

/** How one server misbehaves, until it is told to stop. */
type Misdeed = (bad: Simulator, fleet: Fleet) => () => void

/** Does something again and again, once in every turn of the event loop. */
function everyTurn(deed: () => void): () => void {
  let going = true
  const again = (): void => {
    if (!going) return
    deed()
    setImmediate(again)
  }
  again()
  return () => {
    going = false
  }
}

const misdeeds: Record<string, Misdeed> = {
  'floods with events that nobody asked for': (bad) => {
    void bad.floodEvents({ count: 1_000_000, name: 'Unheard' })
    return () => bad.cutAll()
  },
  'floods with events whose handler is slow': (bad, { cluster }) => {
    cluster.on('Flood', () => spin(1))
    void bad.floodEvents({ count: 1_000_000 })
    return () => bad.cutAll()
  },
  'dies as soon as it is back': (bad) => {
    const stop = everyTurn(() => {
      for (const session of bad.sessions) if (session.loggedIn) session.reset()
    })
    return stop
  },
  'sends garbage': (bad) => everyTurn(() => bad.garbage('colon', 20_000)),
  'sends frames that are too long': (bad) => everyTurn(() => bad.oversize(20_000)),
  'lets its bytes trickle': (bad) => {
    bad.slowLoris(200)
    return everyTurn(() => bad.event('Hangup', { Channel: 'bad' }))
  },
  'neither reads nor writes nor hangs up': (bad, { cluster }) => {
    bad.blackHole()
    return everyTurn(() => {
      cluster
        .server('bad')
        .send('Setvar', { Variable: 'X', Value: 'x'.repeat(900) })
        .catch(() => undefined)
    })
  },
}

/** Pings every good server so often, and gives the times that the answers took, in order of length. */
async function pingTimes(fleet: Fleet, rounds: number): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(
      good.map(async (server) => {
        const began = performance.now()
        await fleet.cluster.server(server).send('Ping')
        times.push(performance.now() - began)
      }),
    )
  }
  return times.sort((one, other) => one - other)
}

const at = (times: readonly number[], share: number): number => times[Math.floor(times.length * share)] ?? 0

describe('invariant 4: a flooding, dying or slow server delays no other one', () => {
  it.each(Object.entries(misdeeds))(
    'one that %s leaves the answers of the others fast, and all their events',
    async (_what, misdeed) => {
      await using fleet = await readyFleet([...good, 'bad'], {
        defaults: { limits: { messageBytes: 8192, writeBufferBytes: 65_536 } },
      })
      const { cluster } = fleet
      const heard = new Map<string, string[]>(good.map((server) => [server, []]))
      cluster.on('Hangup', (event) => void heard.get(event.server)?.push(event.get('Channel') ?? ''), {
        servers: good,
      })
      const quiet = await pingTimes(fleet, 50)
      const stop = misdeed(fleet.pbx('bad'), fleet)
      for (let index = 0; index < 100; index += 1) {
        for (const server of good) fleet.pbx(server).event('Hangup', { Channel: `${index}` })
      }
      const disturbed = await pingTimes(fleet, 50)
      const wanted = Array.from({ length: 100 }, (_, index) => `${index}`)
      await until(() => [...heard.values()].every((channels) => channels.length >= 100))
      stop()
      for (const server of good) expect(heard.get(server)).toEqual(wanted)
      for (const server of good) {
        expect(cluster.server(server).counters()).toMatchObject({
          sessions: 1,
          sessionsLost: 0,
          anomalies: 0,
          eventsDropped: 0,
          actionsTimedOut: 0,
        })
      }
      // The flooding server itself runs in this process, and so does everybody's slow handler: its budget is 5 ms
      // a turn, and an answer takes a few turns.
      expect(at(disturbed, 0.5)).toBeLessThan(10 * at(quiet, 0.5) + 60)
      expect(at(disturbed, 0.95)).toBeLessThan(10 * at(quiet, 0.95) + 250)
    },
  )

  it('in a merged subscription one event of a quiet server stands behind one of the flooding one, not all', async () => {
    const { cluster, pbx, ready } = manualFleet([...good, 'bad'])
    await ready()
    const subscription = cluster.subscribe({ events: ['Hangup'] })
    for (let index = 0; index < 5000; index += 1) pbx('bad').link.event('Hangup')
    for (const server of good) pbx(server).link.event('Hangup')
    const order: string[] = []
    void subscription.each((event: AmiEvent) => order.push(event.server))
    await turns(4)
    expect(order.slice(0, 5).sort()).toEqual(['bad', 'east', 'north', 'south', 'west'])
    void cluster.close()
  })

  it('a full share of the flooding server costs no event of another', async () => {
    const { cluster, pbx, ready } = manualFleet([...good, 'bad'])
    await ready()
    const subscription = cluster.subscribe({ events: ['Hangup'], capacity: 100 })
    for (let index = 0; index < 100; index += 1) pbx('east').link.event('Hangup')
    for (let index = 0; index < 5000; index += 1) pbx('bad').link.event('Hangup')
    expect(subscription.dropped).toBe(4900)
    expect(cluster.server('bad').counters().eventsDropped).toBe(4900)
    const heard: string[] = []
    void subscription.each((event: AmiEvent) => heard.push(event.server))
    await turns(20)
    expect(heard.filter((server) => server === 'east')).toHaveLength(100)
    void cluster.close()
  })

  it('a handler that never ends holds up its own subscription alone', async () => {
    await using fleet = await readyFleet([...good, 'bad'])
    const { cluster } = fleet
    cluster.server('bad').on('Hangup', () => new Promise(() => undefined))
    const heard: string[] = []
    cluster.on('Hangup', (event) => heard.push(event.server))
    for (const pbx of fleet.servers) pbx.event('Hangup')
    await until(() => heard.length === 5)
    expect(heard.sort()).toEqual(['bad', ...good].sort())
  })

  it('H1 servers that accept and say nothing hold no place that a server needs which would be back at once', async () => {
    const dead = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6']
    const { cluster, pbx, run } = manualFleet([...dead, 'east'], { maxConcurrentDials: 2 })
    for (const name of dead) pbx(name).onDial = () => undefined
    void cluster.connect()
    // So long that the dead ones are known for it: each attempt takes the whole time-out.
    await run(240_000)
    expect(cluster.server('east').state).toBe('ready')
    expect(cluster.health().get('d1')?.failures).toBeGreaterThan(3)
    pbx('east').link.cut()
    await run(500)
    expect(cluster.server('east').state).toBe('ready')
    void cluster.close()
  })

  it('actions that are routed go round a server that is slow to come back', async () => {
    await using fleet = await readyFleet(good)
    const { cluster } = fleet
    await fleet.pbx('west').stop()
    if (cluster.server('west').state === 'ready') await nextState(cluster, 'west', 'waiting')
    const answers = await Promise.all(Array.from({ length: 40 }, () => cluster.send('Ping')))
    expect(new Set(answers.map(({ server }) => server))).toEqual(new Set(['east', 'north', 'south']))
    await fleet.pbx('west').start()
  })
})
