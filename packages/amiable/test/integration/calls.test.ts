import { type Simulator, startSimulator } from '@amiable/simulator'
import {
  type AmiClient,
  AmiCluster,
  type Call,
  type CallOutcome,
  leastCalls,
  type OriginateFields,
} from 'amiable'
import { describe, expect, it } from 'vitest'
import { clientOf, connectedTo } from '../support/simulated-client.ts'

const to = (Channel: string): OriginateFields => ({ Channel, Application: 'Wait', Data: '1' })
const said = (outcome: CallOutcome): string =>
  outcome.kind === 'failed' ? `failed ${outcome.cause}` : outcome.kind

/** Originates to a server that answers, and then tells what the test has it tell. */
async function scripted(
  pbx: Simulator,
  client: AmiClient,
  events: (ids: { actionId: string; one: string; two: string }) => void,
): Promise<Call> {
  const told = new Promise<void>((resolve) => {
    pbx.script('Originate', (request, session) => {
      session.respond(request, { Message: 'Originate successfully queued' })
      events({
        actionId: request.actionId ?? '',
        one: request.get('ChannelId') ?? '',
        two: request.get('OtherChannelId') ?? '',
      })
      resolve()
    })
  })
  const call = client.originate(to('PJSIP/100'), { evidenceMs: 40 })
  await told
  return call
}

describe('what became of a call', () => {
  it.each([
    ['Local/answer@cust', 'answered', 16],
    ['Local/busy@cust/n', 'busy', 17],
    ['Local/congestion@cust', 'congested', 34],
    ['Local/noanswer@cust', 'no-answer', 19],
    ['PJSIP/answer', 'answered', 16],
    ['PJSIP/busy', 'busy', 17],
    ['PJSIP/congestion', 'congested', 34],
    ['PJSIP/noanswer', 'no-answer', 19],
  ])('pain 3 is told of %s: %s', async (channel, kind, cause) => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    const call = client.originate(to(channel))
    const outcome = await call.outcome
    expect(said(outcome)).toBe(kind)
    expect(outcome.evidence.response?.message).toBe('Originate successfully queued')
    const { dialStatus } = outcome.evidence
    if (kind === 'answered' || kind === 'busy') expect(dialStatus).toBe(kind === 'busy' ? 'BUSY' : 'ANSWER')
    expect(await call.answered).toBe(kind === 'answered')
    const { hangup, lost, timings } = await call.ended
    expect(hangup?.cause).toBe(cause)
    expect(lost).toBeUndefined()
    expect(timings.setupMs).toBeGreaterThanOrEqual(0)
    expect(call.channels).toEqual([])
  })

  it('pain 3 is a failure without a cause where there was no channel, when none comes', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    const call = client.originate(to('PJSIP/nosuch'), { evidenceMs: 20 })
    expect(said(await call.outcome)).toBe('failed undefined')
    expect(await call.dialing).toBe(false)
    expect((await call.ended).hangup).toBeUndefined()
  })

  it('pain 3 waits for an OriginateResponse that comes after the hang-up', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    const call = await scripted(pbx, client, ({ actionId, one }) => {
      pbx.event('Newchannel', { Uniqueid: one, Linkedid: one, Channel: 'PJSIP/100-1' })
      pbx.event('Hangup', { Uniqueid: one, Cause: 17, 'Cause-txt': 'User busy' })
      pbx.event('OriginateResponse', { ActionID: actionId, Response: 'Failure', Reason: 0, Uniqueid: one })
    })
    expect(said(await call.outcome)).toBe('busy')
  })

  it('pain 3 is told by the hang-up where the OriginateResponse never comes', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    const call = await scripted(pbx, client, ({ one }) => {
      pbx.event('Newchannel', { Uniqueid: one, Linkedid: one, Channel: 'PJSIP/100-1' })
      pbx.event('Hangup', { Uniqueid: one, Cause: 21, 'Cause-txt': 'Call Rejected' })
    })
    const outcome = await call.outcome
    expect(said(outcome)).toBe('failed 21')
    expect(outcome.evidence.originateResponse).toBeUndefined()
  })

  it('pain 3 is the failure of this call where its id was taken, whatever becomes of the other', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    const call = await scripted(pbx, client, ({ actionId }) => {
      pbx.event('OriginateResponse', {
        ActionID: actionId,
        Response: 'Failure',
        Reason: 0,
        Uniqueid: 'other',
      })
      pbx.event('Hangup', { Uniqueid: 'other', Cause: 16 })
    })
    expect(said(await call.outcome)).toBe('failed undefined')
  })

  it('pain 14 lasts as long as any channel that came of it', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    const call = await scripted(pbx, client, ({ actionId, one }) => {
      pbx.event('Newchannel', { Uniqueid: one, Linkedid: one, Channel: 'PJSIP/100-1' })
      pbx.event('OriginateResponse', { ActionID: actionId, Response: 'Success', Reason: 4, Uniqueid: one })
      pbx.event('Newchannel', { Uniqueid: '17.5', Linkedid: one, Channel: 'PJSIP/200-2' })
      pbx.event('Newchannel', { Uniqueid: '17.6', Linkedid: '17.6', Channel: 'PJSIP/300-3' })
      pbx.event('Hangup', { Uniqueid: one, Linkedid: one, Cause: 16 })
    })
    await call.outcome
    await client.send('Ping')
    expect(call.channels).toEqual(['17.5'])
    pbx.event('Hangup', { Uniqueid: '17.5', Linkedid: '17.5', Cause: 16 })
    expect((await call.ended).lost).toBeUndefined()
  })
})

describe('a call', () => {
  it('tells its steps to whoever asks, at any time', async () => {
    await using pbx = await startSimulator({ ringMs: 5, talkMs: 5 })
    await using client = await connectedTo(pbx)
    const call = client.originate(to('PJSIP/answer'))
    const steps = async (): Promise<string[]> => {
      const seen: string[] = []
      for await (const { state } of call) seen.push(state)
      return seen
    }
    const early = steps()
    await call.ended
    expect(await early).toEqual(['dialing', 'ringing', 'answered', 'ended'])
    expect(await steps()).toEqual(await early)
  })

  it('is cancelled by a hang-up before the answer, and ended by one after it', async () => {
    await using pbx = await startSimulator({ noAnswerMs: 60_000 })
    await using client = await connectedTo(pbx)
    const ringing = client.originate(to('PJSIP/noanswer'), { evidenceMs: 40 })
    await ringing.hangup()
    expect(said(await ringing.outcome)).toBe('cancelled')
    const talking = client.originate(to('PJSIP/long'))
    await talking.answered
    await talking.hangup(21)
    const { outcome, hangup } = await talking.ended
    expect([said(outcome), hangup?.cause]).toEqual(['answered', 21])
    await talking.hangup()
  })

  it('is hung up by its signal, and not sent when that was aborted before', async () => {
    await using pbx = await startSimulator({ noAnswerMs: 60_000 })
    await using client = await connectedTo(pbx)
    const abort = new AbortController()
    const call = client.originate(to('PJSIP/noanswer'), { signal: abort.signal, evidenceMs: 40 })
    await call.dialing
    abort.abort()
    expect(said(await call.outcome)).toBe('cancelled')
    const never = await client.originate(to('PJSIP/answer'), { signal: abort.signal }).outcome
    expect(never).toMatchObject({ kind: 'not-sent', error: { code: 'AMI_ABORTED', delivery: 'unsent' } })
    expect(pbx.received.filter(({ action }) => action === 'Originate')).toHaveLength(1)
  })

  it('pain 25 carries its variables as data, whatever they hold', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    const sent = pbx.nextRequest('Originate')
    const Variable = { CUSTOMER: 'Smith,FILE(/tmp/owned)=1', QUOTE: '"a\\' }
    await client.originate({ ...to('PJSIP/answer'), Variable }).outcome
    expect((await sent).getAll('Variable')).toEqual(['CUSTOMER=Smith\\,FILE(/tmp/owned)=1', 'QUOTE=\\"a\\\\'])
    const broken = await client.originate({ ...to('PJSIP/answer'), Variable: { A: 'b\r\nAction: x' } })
      .outcome
    expect(broken).toMatchObject({ kind: 'not-sent', error: { code: 'AMI_ARGUMENT' } })
  })

  it('is refused with the reason, and not sent on a client that is not ready', async () => {
    await using pbx = await startSimulator()
    pbx.script('Originate', (request, session) => session.refuse(request, 'Invalid channel'))
    await using client = clientOf(pbx)
    const unsent = await client.originate(to('PJSIP/1')).outcome
    expect(unsent).toMatchObject({ kind: 'not-sent', error: { code: 'AMI_CONNECTION', delivery: 'unsent' } })
    await client.connect()
    const refused = client.originate(to('PJSIP/1'))
    expect(await refused.outcome).toMatchObject({ kind: 'refused', error: { message: /Invalid channel/ } })
    expect((await refused.ended).lost).toBeUndefined()
  })

  it('pain 3 is not to be had synchronously, nor under ids and variables that nobody can answer for', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    const wrong = {
      ...to('PJSIP/1'),
      Async: false,
      channelid: 'mine',
      Variable: 'A=1,B=2',
      Timeout: -1,
    } as unknown as OriginateFields
    expect(() => client.originate(wrong, { evidenceMs: 0 })).toThrow(
      expect.objectContaining({
        code: 'AMI_ARGUMENT',
        delivery: 'unsent',
        problems: ['Async', 'channelid', 'Variable', 'Timeout', 'evidenceMs'].map((path) =>
          expect.objectContaining({ path }),
        ),
      }),
    )
    expect(pbx.received.some(({ action }) => action === 'Originate')).toBe(false)
  })
})

describe('what a call needs to hear', () => {
  it('comes without a subscription, takes nothing from one, and is not asked for when there is no call', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    await client.originate(to('PJSIP/answer')).ended
    expect(client.link.dispatcher.wants('Hangup')).toBe(false)
    const own: string[] = []
    client.on('Hangup', (event) => own.push(event.get('Uniqueid') ?? ''))
    const call = client.originate(to('PJSIP/answer'))
    await call.ended
    await client.send('Ping')
    expect(own).toEqual([call.id])
    expect(client.link.dispatcher.wants('Newchannel')).toBe(false)
  })

  it.each([
    ['a login that may not read calls', { read: ['system', 'user'] }],
    ['a login that may read nothing', { read: [] }],
  ])('pain 3 does not come to %s: that is said soon', async (_who, { read }) => {
    await using pbx = await startSimulator({ users: { admin: { secret: 'amp111', read } } })
    await using client = await connectedTo(pbx)
    const outcome = await client.originate(to('PJSIP/long'), { evidenceMs: 20 }).outcome
    expect(outcome).toMatchObject({ kind: 'unknown', reason: 'no-events', error: undefined })
  })

  it('pain 3 does not come to a client whose mask leaves it out: that is said at once', async () => {
    await using pbx = await startSimulator()
    for (const events of ['off', ['system', 'user']] as const) {
      await using client = await connectedTo(pbx, { events })
      expect(() => client.originate(to('PJSIP/1'))).toThrow(/events: leaves out the class `call`/)
    }
  })
})

describe('a call of a fleet', () => {
  it('names the server that the route picked, and counts there', async () => {
    await using east = await startSimulator()
    await using west = await startSimulator()
    await using cluster = await new AmiCluster({
      servers: { east: { host: east.host, port: east.port }, west: { host: west.host, port: west.port } },
      defaults: { username: 'admin', secret: 'amp111' },
      route: leastCalls(),
    }).connect({ wait: 'all' })
    const calls = Array.from({ length: 6 }, () => cluster.originate(to('PJSIP/long')))
    await Promise.all(calls.map(({ answered }) => answered))
    expect(calls.map(({ server }) => server).sort()).toEqual(['east', 'east', 'east', 'west', 'west', 'west'])
    const leaving = calls.filter(({ server }) => server === 'east')
    await Promise.all(leaving.map((call) => call.hangup()))
    await Promise.all(leaving.map(({ ended }) => ended))
    expect(cluster.originate(to('PJSIP/long')).server).toBe('east')
  })

  it('is not sent when no server takes it', async () => {
    await using cluster = new AmiCluster({ servers: {}, defaults: { username: 'admin', secret: 'amp111' } })
    const call = cluster.originate(to('PJSIP/1'))
    expect(call.server).toBe('')
    expect(await call.outcome).toMatchObject({ kind: 'not-sent', error: { code: 'AMI_NO_SERVER' } })
    await call.hangup()
    await expect(call.setVariable('A', '1')).rejects.toMatchObject({ code: 'AMI_NO_SERVER' })
  })
})
