import { explicit, failover, leastCalls, type Route } from 'amiable'
import { describe, expect, it } from 'vitest'
import { type ManualFleet, manualFleet } from '../../invariants/manual-fleet.ts'
import { turns } from '../../support/fake-pbx.ts'

async function readyFleet(...given: Parameters<typeof manualFleet>): Promise<ManualFleet> {
  const fleet = manualFleet(...given)
  await fleet.ready()
  return fleet
}

/** How many of an action each server got. */
function received(fleet: ManualFleet, names: readonly string[], action: string): number[] {
  return names.map(
    (name) =>
      fleet
        .pbx(name)
        .links.flatMap((link) => link.received)
        .filter((one) => one.action === action).length,
  )
}

const both = ['east', 'west']

describe('sending', () => {
  it('goes to one server, which the route picks: in turn by default', async () => {
    const fleet = await readyFleet(both)
    const answers = Array.from({ length: 10 }, () => fleet.cluster.send('CoreStatus'))
    await Promise.all([...answers, turns()])
    expect(received(fleet, both, 'CoreStatus')).toEqual([5, 5])
  })

  it('goes by the route of the cluster, or by that of this once', async () => {
    const fleet = await readyFleet(both, { route: explicit('west') })
    const answers = [
      fleet.cluster.send('CoreStatus'),
      fleet.cluster.send('CoreStatus', {}, { route: failover(['east']) }),
      fleet.cluster.send('CoreStatus', {}, { timeoutMs: 50 }),
    ]
    await Promise.all([...answers, turns()])
    expect(received(fleet, both, 'CoreStatus')).toEqual([1, 2])
  })

  it('passes every other option on', async () => {
    const fleet = await readyFleet(['east'])
    fleet.pbx('east').silentFor.add('corestatus')
    const mine = fleet.cluster.send('CoreStatus', {}, { actionId: 'mine', timeoutMs: 30 })
    mine.catch(() => undefined)
    await turns()
    expect(fleet.pbx('east').link.received.at(-1)?.actionId).toBe('mine')
    await fleet.run(30)
    await expect(mine).rejects.toMatchObject({ code: 'AMI_TIMEOUT', server: 'east', delivery: 'unknown' })
  })

  it('H8 goes to a degraded server when there is no ready one, and to the ready one when there is', async () => {
    const keepalive = { intervalMs: 1000, timeoutMs: 500, misses: 5, silenceMs: 60_000 }
    const fleet = await readyFleet(both, { defaults: { keepalive } })
    fleet.pbx('east').silentFor.add('ping')
    await fleet.run(2000)
    expect(fleet.cluster.health().get('east')?.status).toBe('degraded')
    const four = Array.from({ length: 4 }, () => fleet.cluster.send('CoreStatus'))
    await Promise.all([...four, turns()])
    expect(received(fleet, both, 'CoreStatus')).toEqual([0, 4])
    fleet.pbx('west').link.cut()
    await Promise.all([fleet.cluster.send('CoreStatus'), turns()])
    expect(received(fleet, both, 'CoreStatus')).toEqual([1, 4])
  })

  it('fails unsent without a server, naming each server and why', async () => {
    const fleet = await readyFleet(['lost', 'kept', 'late'], { route: explicit('nobody') })
    const { cluster } = fleet
    fleet.pbx('lost').onDial = () => undefined
    fleet.pbx('lost').link.cut()
    await cluster.drain('kept')
    cluster.add('busy', { ...fleet.optionsOf('busy'), dial: fleet.pbx('busy').dial })
    fleet.pbx('busy').onDial = () => undefined
    await expect(cluster.send('Ping')).rejects.toMatchObject({
      code: 'AMI_NO_SERVER',
      delivery: 'unsent',
      action: 'Ping',
      servers: {
        lost: expect.stringMatching(/^is waiting: .*closed.* \(next attempt in \d+ ms\)$/),
        kept: 'is draining',
        late: 'is ready, but the route did not pick it',
        busy: 'is connecting',
      },
      message: expect.stringContaining('kept is draining; late is ready'),
    })
  })

  it('rejects with what the route throws, and with AmiArgumentError for an answer that is no candidate', async () => {
    const fleet = await readyFleet(['east'])
    const boom: Route = () => {
      throw new Error('of the route')
    }
    await expect(fleet.cluster.send('Ping', {}, { route: boom })).rejects.toThrow('of the route')
    const stranger: Route = ([first]) => (first === undefined ? undefined : { ...first })
    await expect(fleet.cluster.send('Ping', {}, { route: stranger })).rejects.toMatchObject({
      code: 'AMI_ARGUMENT',
      delivery: 'unsent',
    })
    expect(received(fleet, ['east'], 'Ping')).toEqual([0])
  })

  it('never sends to a second server what the first one lost', async () => {
    const fleet = await readyFleet(both)
    for (const name of both) fleet.pbx(name).silentFor.add('originate')
    const call = fleet.cluster.send('Originate', { Channel: 'PJSIP/100' }, { route: failover(both) })
    call.catch(() => undefined)
    await turns()
    fleet.pbx('east').link.cut()
    await expect(call).rejects.toMatchObject({ server: 'east', delivery: 'unknown' })
    await fleet.run(60_000)
    expect(received(fleet, both, 'Originate')).toEqual([1, 0])
  })
})

describe('calls', () => {
  const callsOf = ({ cluster }: ManualFleet): number[] =>
    Object.values(cluster.snapshot().servers).map(({ calls }) => calls)
  const place = async (fleet: ManualFleet, fields: object = { Async: true }): Promise<unknown> => {
    const answer = fleet.cluster
      .send('Originate', { Channel: 'PJSIP/100', ...fields })
      .catch((error) => error)
    await turns()
    return answer
  }

  it('that the cluster placed are counted by server, and leastCalls goes by them', async () => {
    const fleet = await readyFleet(both, { route: leastCalls() })
    for (let index = 0; index < 5; index += 1) await place(fleet)
    expect(callsOf(fleet)).toEqual([3, 2])
    const { link } = fleet.pbx('east')
    const placed = link.received.filter(({ action }) => action === 'Originate')
    for (const [index, { actionId: ActionID }] of placed.entries()) {
      link.event('OriginateResponse', { ActionID, Response: 'Success', Uniqueid: `17.${index}` })
    }
    for (const Uniqueid of ['17.0', '17.1', '17.9']) link.event('Hangup', { Uniqueid })
    expect(callsOf(fleet)).toEqual([1, 2])
    await place(fleet)
    expect(callsOf(fleet)).toEqual([2, 2])
  })

  it('count no more when they fail, are refused, were never sent, or the link is lost', async () => {
    const fleet = await readyFleet(['east'])
    const pbx = fleet.pbx('east')
    await place(fleet)
    pbx.link.event('OriginateResponse', {
      ActionID: pbx.link.received.at(-1)?.actionId ?? '',
      Response: 'Failure',
      Uniqueid: '<unknown>',
    })
    expect(callsOf(fleet)).toEqual([0])
    pbx.onRequest = (request, link) => link.respond(request, 'Error', 'Message: no\r\n')
    expect(await place(fleet)).toMatchObject({ code: 'AMI_REJECTED' })
    expect(callsOf(fleet)).toEqual([0])
    expect(await place(fleet, { Channel: 'PJSIP/1\r\nAction: Reload' })).toMatchObject({
      code: 'AMI_ARGUMENT',
    })
    expect(callsOf(fleet)).toEqual([0])
    pbx.onRequest = (request, link) => pbx.answer(request, link)
    await place(fleet)
    expect(callsOf(fleet)).toEqual([1])
    pbx.link.cut()
    await fleet.run(1000)
    expect(callsOf(fleet)).toEqual([0])
  })

  it('count on when nobody waits for the answer any more, until the server tells', async () => {
    const fleet = await readyFleet(['east'])
    const pbx = fleet.pbx('east')
    pbx.silentFor.add('originate')
    const call = fleet.cluster.send(
      'Originate',
      { Channel: 'PJSIP/1', Async: true },
      { timeoutMs: 50, actionId: 'c1' },
    )
    call.catch(() => undefined)
    await fleet.run(50)
    await expect(call).rejects.toMatchObject({ delivery: 'unknown' })
    expect(callsOf(fleet)).toEqual([1])
    pbx.link.event('OriginateResponse', { ActionID: 'c1', Response: 'Success', Uniqueid: '17.1' })
    pbx.link.event('Hangup', { Uniqueid: '17.1' })
    expect(callsOf(fleet)).toEqual([0])
  })

  it.each([
    ['that are not asynchronous count by the id of their channel', { ChannelId: 'lead-1' }, 1],
    ['that are not asynchronous, nor have an id, are not counted: nothing tells of their end', {}, 0],
    ['are asynchronous for every word that Asterisk takes for true', { async: 'YES' }, 1],
    ['are not asynchronous for any other word', { Async: 'maybe' }, 0],
  ])('%s', async (_what, fields, count) => {
    const fleet = await readyFleet(['east'])
    await place(fleet, fields)
    expect(callsOf(fleet)).toEqual([count])
    fleet.pbx('east').link.event('Hangup', { Uniqueid: 'lead-1' })
    expect(callsOf(fleet)).toEqual(['ChannelId' in fields ? 0 : count].flat())
  })
})

describe('broadcasting', () => {
  it('tells the result of every server, one each, also of those that fail or cannot be reached', async () => {
    const fleet = await readyFleet(['good', 'bad', 'gone'])
    const bad = fleet.pbx('bad')
    bad.onRequest = (request, link) => link.respond(request, 'Error', 'Message: no such command\r\n')
    fleet.pbx('gone').onDial = () => undefined
    fleet.pbx('gone').link.cut()
    const sent = fleet.cluster.broadcast('CoreStatus')
    await turns()
    const results = await sent
    expect([...results.keys()]).toEqual(['good', 'bad', 'gone'])
    expect(results.get('good')).toMatchObject({ status: 'fulfilled', value: { ok: true } })
    expect(results.get('bad')).toMatchObject({
      status: 'rejected',
      reason: { code: 'AMI_REJECTED', server: 'bad' },
    })
    expect(results.get('gone')).toMatchObject({
      status: 'rejected',
      reason: { reason: 'not-ready', server: 'gone', delivery: 'unsent' },
    })
  })

  it('never throws: a closed cluster fails for each server, one without servers tells of none', async () => {
    const fleet = await readyFleet(['east'])
    await Promise.all([fleet.cluster.close(), turns()])
    const results = await fleet.cluster.broadcast('Ping')
    expect(results.get('east')).toMatchObject({ status: 'rejected', reason: { code: 'AMI_CLOSED' } })
    expect(await manualFleet([]).cluster.broadcast('Ping')).toEqual(new Map())
  })
})
