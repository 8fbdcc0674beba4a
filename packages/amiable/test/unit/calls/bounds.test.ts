import type { Call, CallOutcome } from 'amiable'
import { describe, expect, it } from 'vitest'
import type { FakePbx } from '../../support/fake-pbx.ts'
import { turns } from '../../support/fake-pbx.ts'
import { type ManualClient, manualClient } from '../../support/manual-client.ts'

const FIELDS = { Channel: 'PJSIP/100', Application: 'Wait', Data: '1' }

async function connected(options: Parameters<typeof manualClient>[0] = {}): Promise<ManualClient> {
  const manual = manualClient({ keepalive: false, ...options })
  const connecting = manual.client.connect()
  await turns()
  await connecting
  return manual
}

function dialed(pbx: FakePbx, { id }: Call): void {
  pbx.link.event('Newchannel', { Uniqueid: id, Linkedid: id, Channel: 'PJSIP/100-1' })
}

/** The outcome, if there is one by now. */
async function now(call: Call): Promise<CallOutcome | undefined> {
  await turns()
  return Promise.race([call.outcome, Promise.resolve(undefined)])
}

describe('how long a call is waited for', () => {
  it('is the time to ring and ten seconds, when the server says nothing more', async () => {
    const { client, pbx, run } = await connected()
    const call = client.originate({ ...FIELDS, Timeout: 5_000 })
    await turns()
    dialed(pbx, call)
    await run(14_999)
    expect(await now(call)).toBeUndefined()
    await run(1)
    expect(await now(call)).toMatchObject({ kind: 'unknown', reason: 'silent' })
    expect((await call.ended).lost).toBe('silent')
    await client.close()
  })

  it('is 2 s for the cause of a failure', async () => {
    const { client, pbx, run } = await connected()
    const call = client.originate(FIELDS)
    await turns()
    const failure = {
      ActionID: `${call.id.slice(0, -1)}0`,
      Response: 'Failure',
      Reason: 0,
      Uniqueid: call.id,
    }
    pbx.link.event('OriginateResponse', failure)
    await run(1_999)
    expect(await now(call)).toBeUndefined()
    await run(1)
    expect(await now(call)).toMatchObject({ kind: 'failed', cause: undefined })
    await client.close()
  })

  it('is a minute more for a session to look for it, while the link is down', async () => {
    const { client, pbx, run } = await connected()
    const call = client.originate({ ...FIELDS, Timeout: 5_000 })
    await turns()
    dialed(pbx, call)
    pbx.onDial = (link) => link.cut()
    pbx.link.cut()
    await run(74_999)
    expect(await now(call)).toBeUndefined()
    await run(1)
    expect(await now(call)).toMatchObject({ kind: 'unknown', reason: 'link-lost' })
    await client.close()
  })

  it('is as long as ever when the link is lost again while it is looked for', async () => {
    const { client, pbx, run } = await connected({ reconnect: { minMs: 5_000, maxMs: 5_000 } })
    const call = client.originate({ ...FIELDS, Timeout: 5_000 })
    await turns()
    dialed(pbx, call)
    pbx.silentFor.add('status')
    pbx.link.cut()
    await run(2_500)
    await turns()
    expect(pbx.link.received.map(({ action }) => action)).toContain('Status')
    pbx.onDial = (link) => link.cut()
    pbx.link.cut()
    await run(74_000)
    expect(await now(call)).toMatchObject({ kind: 'unknown', reason: 'link-lost' })
    await client.close()
  })

  it('is no shorter for one whose Originate the server reads only after it was looked for', async () => {
    const { client, pbx, run } = await connected()
    pbx.onRequest = (request, link) => {
      if (request.action === 'Originate') return
      pbx.answer(request, link)
      const { actionId: ActionID } = request
      if (request.action === 'Status') link.event('StatusComplete', { ActionID, EventList: 'Complete' })
    }
    const late = client.originate(FIELDS)
    const never = client.originate(FIELDS)
    await turns()
    pbx.link.cut()
    await run(1_000)
    await turns()
    dialed(pbx, late)
    await run(2_000)
    expect(await now(never)).toMatchObject({ kind: 'unknown', reason: 'link-lost' })
    expect(await now(late)).toBeUndefined()
    pbx.link.event('Newstate', { Uniqueid: late.id, ChannelState: 6 })
    expect(await now(late)).toMatchObject({ kind: 'answered' })
    await client.close()
  })

  it('is no longer where the new session may not look', async () => {
    const { client, pbx, run } = await connected()
    const call = client.originate({ ...FIELDS, Timeout: 5_000 })
    await turns()
    dialed(pbx, call)
    pbx.onRequest = (request, link) => {
      if (request.action === 'Status') link.respond(request, 'Error', 'Message: Permission denied\r\n')
      else pbx.answer(request, link)
    }
    pbx.link.cut()
    await run(14_999)
    expect(await now(call)).toBeUndefined()
    await run(1)
    expect(await now(call)).toMatchObject({ kind: 'unknown', reason: 'may-not-look' })
    await client.close()
  })

  it('is four hours for the end of one that was answered; that is counted', async () => {
    const { client, pbx, run } = await connected()
    const call = client.originate(FIELDS)
    await turns()
    dialed(pbx, call)
    pbx.link.event('Newstate', { Uniqueid: call.id, ChannelState: 6 })
    expect(await now(call)).toMatchObject({ kind: 'answered' })
    await run(4 * 3_600_000)
    expect(await call.ended).toMatchObject({ outcome: { kind: 'answered' }, lost: 'evicted' })
    expect(client.counters().callsEvicted).toBe(1)
    await client.close()
  })
})

describe('how many calls are followed', () => {
  it('is ten thousand: then the oldest answered one is let go, or the new one is not sent', async () => {
    const { client, pbx } = await connected({ limits: { pendingActions: 50_000, writeBufferBytes: 2 ** 30 } })
    const calls = Array.from({ length: 10_000 }, () => client.originate(FIELDS))
    await turns()
    const refused = client.originate(FIELDS)
    expect(await refused.outcome).toMatchObject({
      kind: 'not-sent',
      error: { code: 'AMI_BACKPRESSURE', delivery: 'unsent' },
    })
    const answered = calls[7] as Call
    pbx.link.event('Newstate', { Uniqueid: answered.id, ChannelState: 6 })
    expect(await now(answered)).toMatchObject({ kind: 'answered' })
    const taken = client.originate(FIELDS)
    expect(await answered.ended).toMatchObject({ lost: 'evicted' })
    expect(await now(taken)).toBeUndefined()
    expect(client.counters().callsEvicted).toBe(1)
    await client.close()
    const outcomes = await Promise.all([...calls, taken].map(({ outcome }) => outcome))
    expect(outcomes.filter(({ kind }) => kind === 'unknown')).toHaveLength(10_000)
  }, 30_000)

  it('leaves no timer behind', async () => {
    const { client, clock, pbx } = await connected()
    const before = clock.pending
    const call = client.originate(FIELDS)
    await turns()
    dialed(pbx, call)
    pbx.link.event('Newstate', { Uniqueid: call.id, ChannelState: 6 })
    pbx.link.event('Hangup', { Uniqueid: call.id, Cause: 16 })
    await call.ended
    expect(clock.pending).toBe(before)
    await client.close()
  })
})
