import type { AmiError } from 'amiable'
import { describe, expect, it } from 'vitest'
import { type ManualFleet, manualFleet } from '../../invariants/manual-fleet.ts'
import { turns } from '../../support/fake-pbx.ts'

const both = ['east', 'west']

async function readyFleet(...given: Parameters<typeof manualFleet>): Promise<ManualFleet> {
  const fleet = manualFleet(...given)
  await fleet.ready()
  return fleet
}

/** An action on a server that is not answered until it is told to be. */
async function pendingOn(
  { cluster, pbx }: ManualFleet,
  server: string,
): Promise<{ answer(): void; result: Promise<unknown> }> {
  pbx(server).silentFor.add('corestatus')
  const result = cluster.server(server).send('CoreStatus')
  result.catch(() => undefined)
  await turns()
  const { link } = pbx(server)
  const request = link.received.at(-1)
  return {
    result,
    answer: () => {
      if (request !== undefined) link.respond(request)
    },
  }
}

async function failure(promise: Promise<unknown>): Promise<AmiError> {
  return promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: AmiError) => error,
  )
}

describe('a server that is added', () => {
  it('I3 is connected if the others were told to connect, gets its share, and touches no other', async () => {
    const fleet = await readyFleet(['east'])
    const { cluster } = fleet
    const east = await pendingOn(fleet, 'east')
    const added = cluster.add('west', fleet.optionsOf('west'))
    expect(cluster.server('west')).toBe(added)
    await fleet.run(100)
    expect(added.state).toBe('ready')
    expect([...cluster.health().keys()]).toEqual(both)
    const answers = Array.from({ length: 4 }, () => cluster.send('Ping'))
    await Promise.all([...answers, turns()])
    expect(added.counters().actionsAnswered).toBeGreaterThanOrEqual(2)
    east.answer()
    await expect(east.result).resolves.toMatchObject({ ok: true })
    expect(cluster.server('east').counters().sessions).toBe(1)
  })

  it('is not connected before the cluster is told to connect', async () => {
    const fleet = manualFleet([])
    fleet.cluster.add('east', fleet.optionsOf('east'))
    await fleet.run(1000)
    expect(fleet.cluster.server('east').state).toBe('idle')
    await fleet.ready()
    expect(fleet.cluster.server('east').state).toBe('ready')
  })

  it('is refused under a name that is taken, and with options that cannot be: nothing has changed then', async () => {
    const fleet = await readyFleet(['east'])
    const { cluster } = fleet
    const before = cluster.server('east')
    expect(() => cluster.add('east', fleet.optionsOf('other'))).toThrow(
      expect.objectContaining({
        code: 'AMI_ARGUMENT',
        message: expect.stringMatching(/servers\.east.*replace/),
      }),
    )
    expect(() => cluster.add('west', { host: 'pbx', port: 0 } as never)).toThrow(
      expect.objectContaining({ code: 'AMI_ARGUMENT' }),
    )
    expect([...cluster.servers]).toEqual([['east', before]])
  })

  it('hears of a state listener as well', async () => {
    const fleet = await readyFleet(['east'])
    const heard: string[] = []
    fleet.cluster.onState(({ server, to }) => heard.push(`${server} ${to}`))
    fleet.cluster.add('west', fleet.optionsOf('west'))
    await fleet.run(100)
    await Promise.all([fleet.cluster.remove('west'), turns()])
    expect(heard).toEqual([
      'west connecting',
      'west authenticating',
      'west ready',
      'west closing',
      'west closed',
    ])
  })
})

describe('a server that is replaced', () => {
  it('I3 takes actions under its new options at once, while what waits on the old one is still answered', async () => {
    const fleet = await readyFleet(both)
    const { cluster } = fleet
    const [old, other] = [cluster.server('east'), cluster.server('west')]
    const waiting = await pendingOn(fleet, 'east')
    const elsewhere = await pendingOn(fleet, 'west')
    const replaced = cluster.replace('east', fleet.optionsOf('spare'))
    expect(cluster.server('east')).toBe(replaced)
    expect([...cluster.health().keys()].sort()).toEqual(both)
    await fleet.run(1000)
    expect([old.state, replaced.state, other.state]).toEqual(['ready', 'ready', 'ready'])
    waiting.answer()
    await expect(waiting.result).resolves.toMatchObject({ ok: true })
    await turns()
    expect(old.state).toBe('closed')
    expect(fleet.pbx('east').open).toBe(0)
    elsewhere.answer()
    await expect(elsewhere.result).resolves.toMatchObject({ ok: true })
    expect(other.counters()).toMatchObject({ sessions: 1, sessionsLost: 0 })
  })

  it('logs in with its new credentials', async () => {
    const fleet = await readyFleet(['east'])
    fleet.cluster.replace('east', {
      ...fleet.optionsOf('east'),
      username: 'other',
      secret: 's2',
      auth: 'plain',
    })
    await fleet.run(100)
    const login = fleet.pbx('east').link.received.find(({ action }) => action === 'Login')
    expect([login?.headers.get('username'), login?.headers.get('secret')]).toEqual(['other', 's2'])
    expect(fleet.pbx('east').open).toBe(1)
  })

  it('gives up an old server at once that was not ready: nothing can wait on it', async () => {
    const fleet = manualFleet(['east'])
    fleet.pbx('east').silentFor.add('login')
    void fleet.cluster.connect().catch(() => undefined)
    await fleet.run(100)
    const old = fleet.cluster.server('east')
    expect(old.state).toBe('authenticating')
    fleet.cluster.replace('east', fleet.optionsOf('spare'))
    await fleet.run(100)
    expect(old.state).toBe('closed')
    expect(fleet.pbx('east').open).toBe(0)
    expect(fleet.cluster.server('east').state).toBe('ready')
  })

  it('does not come back when the old one dies with actions waiting: they fail, and it is closed', async () => {
    const fleet = await readyFleet(['east'])
    const old = fleet.cluster.server('east')
    const waiting = await pendingOn(fleet, 'east')
    fleet.cluster.replace('east', fleet.optionsOf('spare'))
    await fleet.run(100)
    fleet.pbx('east').link.cut()
    await expect(waiting.result).rejects.toMatchObject({ code: 'AMI_CONNECTION', delivery: 'unknown' })
    await fleet.run(60_000)
    expect(old.state).toBe('closed')
    expect(fleet.pbx('east').links).toHaveLength(1)
  })

  it('tells listeners of the new one only', async () => {
    const fleet = await readyFleet(['east'])
    const heard: string[] = []
    fleet.cluster.onState(({ to }) => heard.push(to))
    fleet.cluster.replace('east', fleet.optionsOf('spare'))
    await fleet.run(100)
    expect(heard).toEqual(['connecting', 'authenticating', 'ready'])
  })

  it('is connected where the old one was, also when the cluster was never told to connect', async () => {
    const fleet = manualFleet(both)
    await Promise.all([fleet.cluster.server('east').connect(), fleet.run(100)])
    for (const name of both) fleet.cluster.replace(name, fleet.optionsOf(`${name}2`))
    await fleet.run(100)
    expect(both.map((name) => fleet.cluster.server(name).state)).toEqual(['ready', 'idle'])
  })

  it('stays as it is when the name is unknown, or the new options cannot be', async () => {
    const fleet = await readyFleet(['east'])
    const before = fleet.cluster.server('east')
    expect(() => fleet.cluster.replace('west', fleet.optionsOf('west'))).toThrow(/servers\.west.*\(east\)/)
    expect(() => fleet.cluster.replace('east', { username: '' })).toThrow(
      expect.objectContaining({ code: 'AMI_ARGUMENT' }),
    )
    expect(fleet.cluster.server('east')).toBe(before)
    expect(before.state).toBe('ready')
  })

  it('may be replaced again and again: every old one goes, and the last one stays', async () => {
    const fleet = await readyFleet(['east'])
    await pendingOn(fleet, 'east')
    for (let time = 0; time < 20; time += 1) fleet.cluster.replace('east', fleet.optionsOf(`spare${time}`))
    await fleet.run(30_000)
    await fleet.run(1000)
    const open = Array.from({ length: 20 }, (_, time) => fleet.pbx(`spare${time}`).open)
    expect(open).toEqual([...Array.from({ length: 19 }, () => 0), 1])
    expect(fleet.pbx('east').open).toBe(0)
  })
})

describe('a server that is removed', () => {
  it('I3 is closed, fails what waits on it, and touches no other', async () => {
    const fleet = await readyFleet(both)
    const { cluster } = fleet
    const gone = cluster.server('west')
    const waiting = await pendingOn(fleet, 'west')
    const elsewhere = await pendingOn(fleet, 'east')
    await Promise.all([cluster.remove('west'), turns()])
    expect(await failure(waiting.result)).toMatchObject({ code: 'AMI_CLOSED', delivery: 'unknown' })
    expect(gone.state).toBe('closed')
    expect(fleet.pbx('west').link.received.at(-1)?.action).toBe('Logoff')
    expect([...cluster.health().keys()]).toEqual(['east'])
    expect(() => cluster.server('west')).toThrow(/servers\.west: is not in the fleet \(east\)/)
    elsewhere.answer()
    await expect(elsewhere.result).resolves.toMatchObject({ ok: true })
  })

  it('can be added again under its name', async () => {
    const fleet = await readyFleet(['east'])
    await Promise.all([fleet.cluster.remove('east'), turns()])
    await expect(fleet.cluster.send('Ping')).rejects.toMatchObject({ code: 'AMI_NO_SERVER', servers: {} })
    fleet.cluster.add('east', fleet.optionsOf('east'))
    await fleet.run(100)
    const [answer] = await Promise.all([fleet.cluster.send('Ping'), turns()])
    expect(answer.ok).toBe(true)
  })

  it('takes those with it that it took the place of', async () => {
    const fleet = await readyFleet(['east'])
    const old = fleet.cluster.server('east')
    const waiting = await pendingOn(fleet, 'east')
    fleet.cluster.replace('east', fleet.optionsOf('spare'))
    await fleet.run(100)
    await Promise.all([fleet.cluster.remove('east'), turns()])
    expect(await failure(waiting.result)).toMatchObject({ code: 'AMI_CLOSED' })
    expect(old.state).toBe('closed')
    expect([fleet.pbx('east').open, fleet.pbx('spare').open]).toEqual([0, 0])
  })

  it('is refused for a name that the fleet has not', async () => {
    await expect(manualFleet([]).cluster.remove('east')).rejects.toMatchObject({
      code: 'AMI_ARGUMENT',
      message: 'servers.east: is not in the fleet',
    })
  })
})

describe('a server that is drained', () => {
  it('I3 gets nothing more from the route, and is drained when what waits on it is answered', async () => {
    const fleet = await readyFleet(both)
    const { cluster } = fleet
    const waiting = await pendingOn(fleet, 'east')
    let drained = false
    const draining = cluster.drain('east').then(() => {
      drained = true
    })
    const sent = cluster.server('east').counters().actionsSent
    const pings = Array.from({ length: 6 }, () => cluster.send('Ping'))
    await Promise.all([...pings, turns()])
    expect(cluster.server('east').counters().actionsSent).toBe(sent)
    expect(drained).toBe(false)
    expect(cluster.health().get('east')?.status).toBe('draining')
    const byName = cluster.server('east').send('Hangup', { Channel: 'PJSIP/1' })
    await Promise.all([byName, turns()])
    expect(drained).toBe(false)
    waiting.answer()
    await draining
    cluster.resume('east')
    expect(cluster.health().get('east')?.status).toBe('ready')
    const again = Array.from({ length: 2 }, () => cluster.send('Ping'))
    await Promise.all([...again, turns()])
    expect(cluster.server('east').counters().actionsSent).toBe(sent + 2)
  })

  it.each([
    ['nothing waits on it', async () => undefined],
    [
      'it dies',
      async (fleet: ManualFleet) => {
        await pendingOn(fleet, 'east')
        setImmediate(() => fleet.pbx('east').link.cut())
      },
    ],
    [
      'it is removed',
      async (fleet: ManualFleet) => {
        await pendingOn(fleet, 'east')
        setImmediate(() => void fleet.cluster.remove('east'))
      },
    ],
    [
      'what waits on it is given up',
      async (fleet: ManualFleet) => {
        await pendingOn(fleet, 'east')
        setImmediate(() => void fleet.run(30_000))
      },
    ],
    [
      'the cluster is closed',
      async (fleet: ManualFleet) => {
        await pendingOn(fleet, 'east')
        setImmediate(() => void fleet.cluster.close())
      },
    ],
  ])('is drained when %s', async (_how, prepare) => {
    const fleet = await readyFleet(both)
    await prepare(fleet)
    await fleet.cluster.drain('east')
  })

  it('stays drained over a reconnect, until it is resumed', async () => {
    const fleet = await readyFleet(both)
    await fleet.cluster.drain('east')
    fleet.pbx('east').link.cut()
    expect(fleet.cluster.health().get('east')?.status).toBe('waiting')
    await fleet.run(10_000)
    expect(fleet.cluster.health().get('east')).toMatchObject({ state: 'ready', status: 'draining' })
  })

  it('goes on draining when its wait is aborted', async () => {
    const fleet = await readyFleet(['east'])
    await pendingOn(fleet, 'east')
    const controller = new AbortController()
    const draining = fleet.cluster.drain('east', { signal: controller.signal })
    controller.abort()
    await expect(draining).rejects.toMatchObject({ code: 'AMI_ABORTED' })
    await expect(fleet.cluster.drain('east', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'AMI_ABORTED',
    })
    await expect(fleet.cluster.send('Ping')).rejects.toMatchObject({ servers: { east: 'is draining' } })
  })

  it('takes actions again once it is replaced', async () => {
    const fleet = await readyFleet(['east'])
    await fleet.cluster.drain('east')
    fleet.cluster.replace('east', fleet.optionsOf('spare'))
    await fleet.run(100)
    expect(fleet.cluster.health().get('east')?.status).toBe('ready')
  })

  it('is refused for a name that the fleet has not, as is to resume it', async () => {
    const { cluster } = manualFleet([])
    await expect(cluster.drain('east')).rejects.toMatchObject({ code: 'AMI_ARGUMENT' })
    expect(() => cluster.resume('east')).toThrow(expect.objectContaining({ code: 'AMI_ARGUMENT' }))
  })
})

describe('closing', () => {
  it('H14 is final and idempotent: nothing is added, replaced, sent or dialed afterwards', async () => {
    const fleet = await readyFleet(both)
    const { cluster } = fleet
    const closing = cluster.close()
    expect(cluster.close()).toBe(closing)
    await Promise.all([closing, turns()])
    await cluster[Symbol.asyncDispose]()
    expect(() => cluster.add('late', fleet.optionsOf('late'))).toThrow(
      expect.objectContaining({ code: 'AMI_CLOSED' }),
    )
    expect(() => cluster.replace('east', fleet.optionsOf('east'))).toThrow(
      expect.objectContaining({ code: 'AMI_CLOSED' }),
    )
    await expect(cluster.send('Ping')).rejects.toMatchObject({ code: 'AMI_CLOSED', delivery: 'unsent' })
    await fleet.run(600_000)
    expect(both.map((name) => [fleet.pbx(name).links.length, fleet.pbx(name).open])).toEqual([
      [1, 0],
      [1, 0],
    ])
    expect(fleet.clock.pending).toBe(0)
    expect([...cluster.health().values()].map(({ status }) => status)).toEqual(['closed', 'closed'])
  })

  it('H14 closes also what was replaced and still had actions waiting', async () => {
    const fleet = await readyFleet(['east'])
    const old = fleet.cluster.server('east')
    const waiting = await pendingOn(fleet, 'east')
    fleet.cluster.replace('east', fleet.optionsOf('spare'))
    await fleet.run(100)
    await Promise.all([fleet.cluster.close(), turns()])
    expect(old.state).toBe('closed')
    expect(await failure(waiting.result)).toMatchObject({ code: 'AMI_CLOSED' })
    expect([fleet.pbx('east').open, fleet.pbx('spare').open, fleet.clock.pending]).toEqual([0, 0, 0])
  })

  it('is over only when a server that is being removed is closed too', async () => {
    const fleet = await readyFleet(both)
    fleet.pbx('west').silentFor.add('logoff')
    const gone = fleet.cluster.server('west')
    void fleet.cluster.remove('west')
    let over = false
    void fleet.cluster.close().then(() => {
      over = true
    })
    await turns()
    expect([over, gone.state]).toEqual([false, 'closing'])
    await fleet.run(1000)
    expect([over, gone.state]).toEqual([true, 'closed'])
  })

  it('works before anything is connected, and without servers', async () => {
    const fleet = manualFleet(both)
    await fleet.cluster.close()
    await manualFleet([]).cluster.close()
    await fleet.run(1000)
    expect(both.map((name) => fleet.pbx(name).links.length)).toEqual([0, 0])
  })

  it.each(['connecting', 'authenticating', 'ready', 'closing', 'closed'])(
    'H12 H14 from a listener that hears of %s ends everything in good order, whatever it does next',
    async (state) => {
      const fleet = manualFleet(both)
      const { cluster } = fleet
      const closings: Promise<void>[] = []
      const thrown: unknown[] = []
      cluster.onState(({ to }) => {
        if (to !== state) return
        closings.push(cluster.close())
        try {
          cluster.add('late', fleet.optionsOf('late'))
        } catch (error) {
          thrown.push(error)
        }
        void cluster.send('Ping').catch((error) => thrown.push(error))
      })
      const heard: string[] = []
      cluster.onState(({ server, to }) => heard.push(`${server} ${to}`))
      void cluster.connect().catch(() => undefined)
      await fleet.run(100)
      closings.push(cluster.close())
      await Promise.all([...closings, fleet.run(100)])
      expect(new Set(closings).size).toBe(1)
      expect(thrown.length).toBeGreaterThan(0)
      for (const error of thrown) expect(error).toMatchObject({ code: 'AMI_CLOSED' })
      for (const name of both)
        expect(heard.filter((text) => text.startsWith(name)).at(-1)).toBe(`${name} closed`)
      expect([...cluster.servers.keys()]).toEqual(both)
      expect([fleet.pbx('east').open, fleet.pbx('west').open, fleet.clock.pending]).toEqual([0, 0, 0])
    },
  )
})

describe('health and snapshot', () => {
  it('I2 have the fleet’s real servers only, whatever these are called', async () => {
    const names = ['__proto__', 'constructor', '_cluster', 'east']
    const fleet = manualFleet([])
    for (const name of names) fleet.cluster.add(name, fleet.optionsOf(name))
    await Promise.all([fleet.cluster.connect({ wait: 'all' }), fleet.run(1000)])
    expect([...fleet.cluster.health().keys()]).toEqual(names)
    expect([...fleet.cluster.health().values()].map(({ server }) => server)).toEqual(names)
    expect(Object.keys(fleet.cluster.snapshot().servers)).toEqual(names)
    await expect(fleet.cluster.send('Ping', {}, { route: () => undefined })).rejects.toSatisfy(
      (error: { servers: object }) => Object.keys(error.servers).join() === names.join(),
    )
  })

  it('I2 have a server that was never connected', () => {
    const { cluster } = manualFleet(['east'])
    expect(cluster.health().get('east')).toMatchObject({ server: 'east', state: 'idle', status: 'idle' })
  })

  it('are copies: what happens later does not change them', async () => {
    const fleet = await readyFleet(['east'])
    const [health, snapshot, servers] = [
      fleet.cluster.health(),
      fleet.cluster.snapshot(),
      fleet.cluster.servers,
    ]
    const { east } = snapshot.servers
    const sent = east?.counters.actionsSent
    await Promise.all([fleet.cluster.send('Ping'), turns()])
    await Promise.all([fleet.cluster.remove('east'), turns()])
    expect(health.get('east')?.status).toBe('ready')
    expect(east?.counters.actionsSent).toBe(sent)
    expect(servers.has('east')).toBe(true)
    expect(fleet.cluster.servers.has('east')).toBe(false)
  })
})
