import { startSimulator } from '@amiable/simulator'
import { AmiCluster, type AmiEvent, AmiNoServerError, type Gap, leastCalls, leastPending } from 'amiable'
import { describe, expect, it } from 'vitest'
import { failureOf, nextState, optionsOf, readyFleet, startFleet, until } from '../invariants/fleet.ts'

const three = ['east', 'west', 'north']

describe('a cluster', () => {
  it('pain 20 I1 connects every server, sends to one of them, and hears all', async () => {
    await using fleet = await startFleet(three)
    const { cluster } = fleet
    const heard = new Set<string>()
    const calls = cluster.subscribe({ events: ['Newchannel'] })
    await expect(cluster.connect({ wait: 'all' })).resolves.toBe(cluster)
    for (const name of three) fleet.pbx(name).event('Newchannel', { Channel: `PJSIP/${name}` })
    for await (const event of calls) {
      expect(event.get('Channel')).toBe(`PJSIP/${event.server}`)
      heard.add(event.server)
      if (heard.size === 3) break
    }
    const answers = await Promise.all(Array.from({ length: 9 }, () => cluster.send('CoreStatus')))
    expect(answers.every(({ ok }) => ok)).toBe(true)
    for (const pbx of fleet.servers) {
      expect(pbx.received.filter(({ action }) => action === 'CoreStatus')).toHaveLength(3)
    }
  })

  it('is ready with any server, and takes in the others as they come', async () => {
    await using fleet = await startFleet(three)
    const { cluster } = fleet
    await Promise.all([fleet.pbx('west').stop(), fleet.pbx('north').stop()])
    await cluster.connect()
    expect(
      [...cluster.health()].filter(([, { status }]) => status === 'ready').map(([name]) => name),
    ).toEqual(['east'])
    const back = Promise.all([nextState(cluster, 'west', 'ready'), nextState(cluster, 'north', 'ready')])
    await Promise.all([fleet.pbx('west').start(), fleet.pbx('north').start()])
    await back
    const results = await cluster.broadcast('Ping')
    expect([...results.values()].map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
  })

  it('tells which login was refused, and works with the others', async () => {
    await using fleet = await startFleet(three, { own: { west: { secret: 'wrong' } } })
    const { cluster } = fleet
    expect(await failureOf(cluster.connect({ wait: 'all' }))).toMatchObject({
      code: 'AMI_AUTH',
      server: 'west',
    })
    await cluster.connect()
    await Promise.all(Array.from({ length: 10 }, () => cluster.send('Ping')))
    await until(() => cluster.health().get('west')?.status === 'auth-failed')
    const error = await failureOf(cluster.send('Ping', {}, { route: () => undefined }))
    if (!(error instanceof AmiNoServerError)) throw error
    const { west } = error.servers
    expect(west).toMatch(/^is auth-failed: .*refused/)
    expect(west).not.toContain('wrong')
  })

  it('I3 takes new credentials of one server while it runs, and lets nothing fail', async () => {
    await using fleet = await readyFleet(three, { own: { west: { timeouts: { actionMs: 20_000 } } } })
    const { cluster } = fleet
    const west = fleet.pbx('west')
    const sessions = cluster.server('east').counters().sessions
    west.lateAnswer('CoreStatus', 300)
    const waiting = cluster.server('west').send('CoreStatus')
    await west.nextRequest('CoreStatus')
    const old = cluster.server('west')
    const login = west.nextLogin()
    cluster.replace('west', { ...optionsOf(west), auth: 'plain' })
    await login
    await expect(waiting).resolves.toMatchObject({ ok: true })
    await until(() => old.state === 'closed')
    await cluster.server('west').connect()
    await cluster.server('west').send('Ping')
    expect(west.sessions).toHaveLength(1)
    expect(cluster.server('east').counters()).toMatchObject({ sessions, sessionsLost: 0, actionsLost: 0 })
    expect(old.counters().actionsLost).toBe(0)
  })

  it('I3 adds, drains and removes servers while it works, and loses no action', async () => {
    await using fleet = await readyFleet(['east', 'west'])
    await using spare = await startSimulator()
    const { cluster } = fleet
    let over = false
    let answered = 0
    const work = async (): Promise<void> => {
      while (!over) {
        await cluster.send('Ping')
        answered += 1
      }
    }
    const workers = Array.from({ length: 5 }, work)
    for (let round = 0; round < 5; round += 1) {
      const added = nextState(cluster, 'spare', 'ready')
      cluster.add('spare', optionsOf(spare))
      await added
      const before = answered
      await until(() => answered > before + 20)
      await cluster.drain('spare')
      const { actionsSent } = cluster.server('spare').counters()
      expect(actionsSent).toBeGreaterThan(3)
      await until(() => answered > before + 40)
      expect(cluster.server('spare').counters().actionsSent).toBe(actionsSent)
      await cluster.remove('spare')
    }
    over = true
    await Promise.all(workers)
    expect(spare.connections).toBe(5)
    expect([...cluster.health().keys()]).toEqual(['east', 'west'])
  })

  it('routes around a server that dies, tells what its actions came to, and hears it again', async () => {
    await using fleet = await readyFleet(['east', 'west'], { route: leastPending() })
    const { cluster } = fleet
    const told: string[] = []
    cluster.on('Hangup', (event: AmiEvent) => told.push(event.server), {
      onGap: ({ server, reason }: Gap) => told.push(`${server} ${reason}`),
    })
    const east = fleet.pbx('east')
    east.swallow('Hangup')
    const lost = cluster.server('east').send('Hangup', { Channel: 'PJSIP/1' })
    await east.nextRequest('Hangup')
    const down = nextState(cluster, 'east', 'waiting')
    await east.stop()
    await down
    expect(await failureOf(lost)).toMatchObject({
      code: 'AMI_CONNECTION',
      server: 'east',
      delivery: 'unknown',
    })
    await Promise.all(Array.from({ length: 20 }, () => cluster.send('Ping')))
    const back = nextState(cluster, 'east', 'ready')
    await east.start()
    await back
    east.event('Hangup')
    await until(() => told.length === 2)
    expect(told).toEqual(['east reconnect', 'east'])
  })

  it('counts the calls it placed until they are over, and places the next where there are fewest', async () => {
    await using fleet = await readyFleet(['east', 'west'], {
      route: leastCalls(),
      simulator: { dialplan: { 100: 'long', 200: 'busy' } },
    })
    const { cluster } = fleet
    const calls = (): (number | undefined)[] => {
      const { servers } = cluster.snapshot()
      return ['east', 'west'].map((name) => servers[name]?.calls)
    }
    const originate = (exten: string): Promise<unknown> =>
      cluster.send('Originate', {
        Channel: `PJSIP/${exten}`,
        Application: 'Wait',
        Data: '60',
        Async: true,
      })
    const channels = cluster.subscribe({ events: ['OriginateResponse'] })
    for (let index = 0; index < 4; index += 1) await originate('100')
    const up: AmiEvent[] = []
    for await (const event of channels) {
      up.push(event)
      if (up.length === 4) break
    }
    expect(up.map((event) => event.get('Response'))).toEqual(Array.from({ length: 4 }, () => 'Success'))
    expect(calls()).toEqual([2, 2])
    await originate('200')
    await until(() => calls().join() === '2,2')
    const [first] = up.filter(({ server }) => server === 'west')
    await cluster.server('west').send('Hangup', { Channel: first?.get('Channel') ?? '' })
    await until(() => calls().join() === '2,1')
    await originate('100')
    await until(() => calls().join() === '2,2')
  })

  it('prefers a server whose Asterisk has booted', async () => {
    await using fleet = await readyFleet(['east', 'west'])
    const { cluster } = fleet
    const east = fleet.pbx('east')
    await until(() => cluster.server('east').health().status === 'ready')
    await cluster.server('east').send('Ping')
    east.booting = true
    const back = nextState(cluster, 'east', 'ready')
    east.cutAll()
    await back
    expect(cluster.health().get('east')?.status).toBe('booting')
    const before = cluster.server('east').counters().actionsSent
    await Promise.all(Array.from({ length: 6 }, () => cluster.send('Ping')))
    expect(cluster.server('east').counters().actionsSent).toBeLessThanOrEqual(before + 1)
    east.finishBoot()
    await until(() => cluster.health().get('east')?.status === 'ready')
  })

  it('of a hundred servers connects all, asks all, and closes all', async () => {
    await using pbx = await startSimulator()
    const warnings: string[] = []
    const note = ({ message }: Error): void => {
      warnings.push(message)
    }
    process.on('warning', note)
    const names = Array.from({ length: 100 }, (_, index) => `pbx${index}`)
    await using cluster = new AmiCluster({
      dialsPerSecond: 1000,
      maxConcurrentDials: 20,
      servers: Object.fromEntries(names.map((name) => [name, optionsOf(pbx)])),
    })
    await cluster.connect({ wait: 'all', signal: AbortSignal.timeout(60_000) })
    const results = await cluster.broadcast('Ping')
    expect([...results.values()].every(({ status }) => status === 'fulfilled')).toBe(true)
    await Promise.all(Array.from({ length: 1000 }, () => cluster.send('Ping')))
    for (const { counters } of Object.values(cluster.snapshot().servers)) {
      expect(counters).toMatchObject({ attempts: 1, sessions: 1 })
      expect(counters.actionsAnswered).toBeGreaterThanOrEqual(11)
    }
    await cluster.close()
    await until(() => pbx.sessions.length === 0)
    process.off('warning', note)
    expect(pbx.connections).toBe(100)
    expect(warnings).toEqual([])
  })
})
