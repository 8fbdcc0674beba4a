import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { AmiEvent, Gap, HandlerErrorReport } from 'amiable'
import { describe, expect, it } from 'vitest'
import { type ManualFleet, manualFleet } from '../../invariants/manual-fleet.ts'
import { turns } from '../../support/fake-pbx.ts'

async function readyFleet(...given: Parameters<typeof manualFleet>): Promise<ManualFleet> {
  const fleet = manualFleet(...given)
  await fleet.ready()
  return fleet
}

const label = (event: AmiEvent): string => `${event.server} ${event.name}`

/** Errors of handlers, as the servers they are reported for. */
async function reported(during: () => Promise<void>): Promise<string[]> {
  const reports: string[] = []
  const note = (message: unknown): void => {
    const { server, event } = message as HandlerErrorReport
    reports.push(`${server} ${event}`)
  }
  subscribe('amiable:handler-error', note)
  try {
    await during()
  } finally {
    unsubscribe('amiable:handler-error', note)
  }
  return reports
}

const both = ['east', 'west']

describe('a subscription to a cluster', () => {
  it('pain 20 gets the events of every server under its name, also of servers that join later', async () => {
    const fleet = await readyFleet(both)
    const seen: string[] = []
    fleet.cluster.on('*', (event) => seen.push(label(event)))
    fleet.cluster.add('late', fleet.optionsOf('late'))
    await fleet.run(100)
    for (const name of ['late', 'west', 'east']) fleet.pbx(name).link.event('Hangup')
    await turns()
    expect(seen).toEqual(['late Hangup', 'west Hangup', 'east Hangup'])
  })

  it('made before anything is connected misses nothing', async () => {
    const fleet = manualFleet(both)
    const seen: string[] = []
    const gaps: Gap[] = []
    fleet.cluster.on('Hangup', (event) => seen.push(label(event)), { onGap: (gap) => gaps.push(gap) })
    await fleet.ready()
    fleet.pbx('east').link.event('Hangup')
    await turns()
    expect([seen, gaps]).toEqual([['east Hangup'], []])
  })

  it('takes servers in turn, so that one that floods delays no other by more than one event', async () => {
    const fleet = await readyFleet(['flood', 'quiet'])
    const subscription = fleet.cluster.subscribe({ events: ['Hangup'] })
    for (let index = 0; index < 1000; index += 1) fleet.pbx('flood').link.event('Hangup')
    fleet.pbx('quiet').link.event('Hangup')
    const seen: string[] = []
    for await (const event of subscription) {
      seen.push(event.server)
      if (event.server === 'quiet') break
    }
    expect(seen).toEqual(['flood', 'quiet'])
  })

  it('K6 drops events of the server that floods only, and counts them there', async () => {
    const fleet = await readyFleet(['flood', 'quiet'])
    const gaps: Gap[] = []
    const subscription = fleet.cluster.subscribe({ capacity: 5, onGap: (gap) => gaps.push(gap) })
    for (let index = 0; index < 100; index += 1) fleet.pbx('flood').link.event('DialEnd')
    for (let index = 0; index < 5; index += 1) fleet.pbx('quiet').link.event('Hangup')
    expect([subscription.size, subscription.dropped]).toEqual([10, 95])
    const { flood, quiet } = fleet.cluster.snapshot().servers
    expect(flood).toMatchObject({ counters: { eventsDropped: 95 }, health: { queuedEvents: 5 } })
    expect(quiet).toMatchObject({ counters: { eventsDropped: 0 }, health: { queuedEvents: 5 } })
    const seen: string[] = []
    void subscription.each((event) => seen.push(event.server))
    await turns()
    expect(seen.filter((server) => server === 'quiet')).toHaveLength(5)
    expect(gaps).toEqual([{ server: 'flood', reason: 'overflow', count: 95, names: { DialEnd: 95 } }])
  })

  it('tells a gap of the server whose link had been down', async () => {
    const fleet = await readyFleet(both)
    const told: string[] = []
    fleet.cluster.on('Hangup', (event) => told.push(label(event)), {
      onGap: ({ server, reason }) => told.push(`${server} (${reason})`),
    })
    fleet.pbx('west').link.cut()
    await fleet.run(1000)
    for (const name of both) fleet.pbx(name).link.event('Hangup')
    await turns()
    expect(told).toEqual(['west (reconnect)', 'east Hangup', 'west Hangup'])
  })

  it('tells a gap of the server that was replaced, and not of one that is new', async () => {
    const fleet = await readyFleet(['east'])
    const told: string[] = []
    fleet.cluster.on('Hangup', (event) => told.push(label(event)), {
      onGap: ({ server, reason }) => told.push(`${server} (${reason})`),
    })
    fleet.pbx('east').link.event('Hangup')
    fleet.cluster.replace('east', fleet.optionsOf('spare'))
    fleet.cluster.add('new', fleet.optionsOf('new'))
    await fleet.run(1000)
    fleet.pbx('spare').link.event('Hangup')
    fleet.pbx('new').link.event('Hangup')
    await turns()
    expect(told).toEqual(['east Hangup', 'east (reconnect)', 'east Hangup', 'new Hangup'])
  })

  it('hears nothing more of the old server once it is replaced', async () => {
    const fleet = await readyFleet(['east'])
    const { cluster } = fleet
    fleet.pbx('east').silentFor.add('originate')
    const seen: string[] = []
    cluster.on('Hangup', (event) => seen.push(String(event.get('Uniqueid'))))
    void cluster.send('Originate', { Channel: 'PJSIP/1' })
    await turns()
    cluster.replace('east', fleet.optionsOf('spare'))
    await fleet.run(100)
    fleet.pbx('east').link.event('Hangup', { Uniqueid: 'old' })
    fleet.pbx('spare').link.event('Hangup', { Uniqueid: 'new' })
    await turns()
    expect(fleet.pbx('east').open).toBe(1)
    expect(seen).toEqual(['new'])
  })

  it('still delivers what waited of a server that was removed, and counts it as dropped when it is let go', async () => {
    const fleet = await readyFleet(['gone', 'stays'])
    const { cluster } = fleet
    const kept = cluster.subscribe({ events: ['Hangup'] })
    const left = cluster.subscribe({ events: ['Hangup'] })
    for (let index = 0; index < 3; index += 1) fleet.pbx('gone').link.event('Hangup')
    const gone = cluster.server('gone')
    await Promise.all([cluster.remove('gone'), turns()])
    cluster.add('other', fleet.optionsOf('other'))
    await Promise.all([cluster.remove('other'), turns()])
    left.close()
    expect(gone.counters().eventsAbandoned).toBe(3)
    const seen: string[] = []
    void kept.each((event) => seen.push(label(event)))
    await turns()
    expect(seen).toEqual(['gone Hangup', 'gone Hangup', 'gone Hangup'])
    expect(kept.closed).toBe(false)
  })

  it('hears only the servers that it names, also those that join under these names', async () => {
    const fleet = await readyFleet(both)
    const seen: string[] = []
    fleet.cluster.on('Hangup', (event) => seen.push(event.server), { servers: ['west', 'late'] })
    for (const name of ['late', 'other']) fleet.cluster.add(name, fleet.optionsOf(name))
    await fleet.run(100)
    for (const name of ['east', 'west', 'late', 'other']) fleet.pbx(name).link.event('Hangup')
    await turns()
    expect(seen).toEqual(['west', 'late'])
    expect(fleet.cluster.server('east').counters().events).toBe(1)
  })

  it.each([{ servers: 'east' }, { servers: [1] }, { servers: null }])(
    'refuses %o in place of a list of names',
    (options) => {
      const { cluster } = manualFleet([])
      expect(() => cluster.subscribe(options as object)).toThrow(
        expect.objectContaining({ code: 'AMI_ARGUMENT', message: expect.stringContaining('servers') }),
      )
    },
  )

  it('with overflow close ends with the server that was too fast, and is reported for it', async () => {
    const fleet = await readyFleet(['quiet', 'flood'])
    const { cluster } = fleet
    const subscription = cluster.subscribe({ capacity: 2, overflow: 'close' })
    const reports = await reported(async () => {
      cluster.on('Hangup', () => undefined, { capacity: 2, overflow: 'close' })
      fleet.pbx('quiet').link.event('Hangup')
      for (let index = 0; index < 4; index += 1) fleet.pbx('flood').link.event('Hangup')
      await turns()
    })
    expect(reports).toEqual(['flood Hangup'])
    expect(cluster.server('flood').counters().handlerErrors).toBe(1)
    const seen: string[] = []
    await expect(subscription.each((event) => seen.push(event.server))).rejects.toMatchObject({
      code: 'AMI_BACKPRESSURE',
      server: 'flood',
    })
    expect(seen).toEqual(['quiet', 'flood', 'flood'])
  })
})

describe('errors of handlers', () => {
  it('F1 F6 are reported for the server whose event it was', async () => {
    const fleet = await readyFleet(both)
    const reports = await reported(async () => {
      fleet.cluster.on('Hangup', () => {
        throw new Error('of a handler')
      })
      fleet.cluster.on('DialEnd', async () => {
        throw new Error('of an asynchronous handler')
      })
      fleet.cluster.on('Newchannel', () => undefined, {
        where: () => {
          throw new Error('of a predicate')
        },
      })
      for (const name of ['Hangup', 'DialEnd', 'Newchannel']) fleet.pbx('west').link.event(name)
      fleet.pbx('east').link.event('Hangup')
      await turns()
    })
    expect(reports.sort()).toEqual(['east Hangup', 'west DialEnd', 'west Hangup', 'west Newchannel'])
    expect(fleet.cluster.server('west').counters().handlerErrors).toBe(3)
  })

  it('F6 are reported for a server that has left meanwhile, whatever has left since', async () => {
    const fleet = await readyFleet(both)
    const { cluster } = fleet
    let fail = (_error: Error): void => undefined
    const reports = await reported(async () => {
      cluster.on('Hangup', () => new Promise((_resolve, reject) => (fail = reject)))
      fleet.pbx('west').link.event('Hangup')
      await turns()
      await Promise.all([cluster.remove('west'), turns()])
      cluster.add('other', fleet.optionsOf('other'))
      await Promise.all([cluster.remove('other'), turns()])
      fail(new Error('late'))
      await turns()
    })
    expect(reports).toEqual(['west Hangup'])
  })

  it('F1 F6 of listeners to states are reported for the server, and stop nothing', async () => {
    const fleet = manualFleet(['east'])
    const heard: string[] = []
    const reports = await reported(async () => {
      fleet.cluster.onState(() => {
        throw new Error('of a listener')
      })
      fleet.cluster.onState(async () => {
        throw new Error('of an asynchronous listener')
      })
      fleet.cluster.onState(({ server, to }) => heard.push(`${server} ${to}`))
      await fleet.ready()
    })
    expect(heard).toEqual(['east connecting', 'east authenticating', 'east ready'])
    expect(reports).toHaveLength(6)
    expect(new Set(reports)).toEqual(new Set(['east (state)']))
  })
})

describe('the next event', () => {
  it('is the first of whichever server, and leaves no subscription behind', async () => {
    const fleet = await readyFleet(both)
    const next = fleet.cluster.once('Hangup', { where: (event) => event.get('Cause') === '16' })
    fleet.pbx('east').link.event('Hangup', { Cause: 17 })
    fleet.pbx('west').link.event('Hangup', { Cause: 16 })
    await turns()
    expect((await next).server).toBe('west')
    for (let index = 0; index < 5; index += 1) fleet.pbx('east').link.event('Hangup')
    expect(fleet.cluster.health().get('east')?.queuedEvents).toBe(0)
  })

  it('is of the servers named', async () => {
    const fleet = await readyFleet(both)
    const next = fleet.cluster.once('Hangup', { servers: ['west'] })
    for (const name of both) fleet.pbx(name).link.event('Hangup')
    await turns()
    expect((await next).server).toBe('west')
  })

  it('outlives the server that is removed, and comes of the others', async () => {
    const fleet = await readyFleet(both)
    const next = fleet.cluster.once('Hangup')
    await Promise.all([fleet.cluster.remove('east'), turns()])
    fleet.pbx('west').link.event('Hangup')
    await turns()
    expect((await next).server).toBe('west')
  })

  it('is not waited for when the signal aborts, or the cluster closes', async () => {
    const fleet = await readyFleet(both)
    const controller = new AbortController()
    const aborted = fleet.cluster.once('Hangup', { signal: controller.signal })
    const closed = fleet.cluster.once('Hangup')
    controller.abort()
    await expect(aborted).rejects.toMatchObject({ code: 'AMI_ABORTED' })
    await Promise.all([fleet.cluster.close(), turns()])
    await expect(closed).rejects.toMatchObject({ code: 'AMI_CLOSED' })
    await expect(fleet.cluster.once('Hangup')).rejects.toMatchObject({ code: 'AMI_CLOSED' })
  })
})

describe('a cluster that closes', () => {
  it('delivers what waits, of every server, then ends each subscription', async () => {
    const fleet = await readyFleet(both)
    const { cluster } = fleet
    const seen: string[] = []
    const release: (() => void)[] = []
    const done = cluster.subscribe({ events: ['Hangup'] }).each(async (event) => {
      seen.push(label(event))
      await new Promise<void>((resolve) => release.push(resolve))
    })
    for (const name of both) for (let time = 0; time < 2; time += 1) fleet.pbx(name).link.event('Hangup')
    await Promise.all([cluster.close(), turns()])
    for (let time = 0; time < 4; time += 1) {
      release[time]?.()
      await turns()
    }
    await done
    expect(seen).toEqual(['east Hangup', 'west Hangup', 'east Hangup', 'west Hangup'])
    const late = cluster.subscribe()
    expect(late.closed).toBe(true)
  })
})
