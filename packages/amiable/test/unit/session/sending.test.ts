import { describe, expect, it } from 'vitest'
import { AmiResponse } from '../../../src/protocol/index.ts'
import { turns } from '../../support/fake-pbx.ts'
import { endOf, type LoneSession, readySession } from './lone-session.ts'

const timeoutMs = 5000

/** What reached the server since the session was ready. */
function sentSince({ pbx }: LoneSession, before: number): string {
  return pbx.link.writes.slice(before).join('')
}

describe('an action', () => {
  it('is answered with the response that carries its id', async () => {
    const { session } = await readySession()
    const response = await session.request('Ping', undefined, { timeoutMs })
    expect(response).toBeInstanceOf(AmiResponse)
    expect(response).toMatchObject({ ok: true })
  })

  it('leaves with all others of its turn in one write, in order', async () => {
    const all = await readySession()
    const before = all.pbx.link.writes.length
    const sent = Array.from({ length: 100 }, (_, index) =>
      all.session.request('Setvar', { Variable: 'N', Value: index }, { timeoutMs }),
    )
    await Promise.all(sent)
    expect(all.pbx.link.writes).toHaveLength(before + 1)
    const values = all.pbx.link.received.slice(-100).map(({ headers }) => headers.get('value'))
    expect(values).toEqual(Array.from({ length: 100 }, (_, index) => String(index)))
  })

  it('E11 C8 bears an id that is short, printable, and of this session alone', async () => {
    const [one, other] = [await readySession(), await readySession()]
    const ids = [one, other].map(({ pbx }) => pbx.link.received.map(({ actionId }) => actionId))
    for (const id of ids.flat()) expect(id).toMatch(/^[0-9a-f]{16}-[0-9a-z]{1,50}$/)
    expect(new Set(ids.flat()).size).toBe(6)
    expect(ids[0]?.[0]?.slice(0, 16)).not.toBe(ids[1]?.[0]?.slice(0, 16))
  })

  it('C8 bears the id that its sender chose, unless another action waits under it', async () => {
    const all = await readySession()
    all.pbx.silentFor.add('ping')
    const first = all.session.request('Ping', undefined, { timeoutMs, actionId: 'mine' })
    first.catch(() => undefined)
    await turns()
    expect(all.pbx.link.received.at(-1)?.actionId).toBe('mine')
    const before = all.pbx.link.writes.length
    expect(() => all.session.request('Ping', undefined, { timeoutMs, actionId: 'mine' })).toThrow(
      expect.objectContaining({ code: 'AMI_ARGUMENT', delivery: 'unsent' }),
    )
    await turns()
    expect(sentSince(all, before)).toBe('')
    expect(all.session.pendingActions).toBe(1)
  })

  it.each([
    ['C6 a line feed in a value', 'Setvar', { Value: 'a\nAction: Originate' }],
    ['C6 a carriage return in a value', 'Setvar', { Value: 'a\rb' }],
    ['C6 a NUL in a value', 'Setvar', { Value: 'a\0b' }],
    ['C6 a line break in a name', 'Setvar', { 'Value\r\nAction': 'Originate' }],
    ['C6 a colon in a name', 'Setvar', { 'Value: x': 'y' }],
    ['C6 a line break in the action', 'Ping\r\n\r\nAction: Originate', {}],
    ['C7 a line longer than Asterisk reads', 'Setvar', { Value: 'x'.repeat(1016) }],
    ['C7 more headers than Asterisk reads', 'Setvar', { Variable: Array.from({ length: 127 }, () => 'a=b') }],
    ['C8 an ActionID among the fields', 'Setvar', { ActionID: 'x' }],
    ['C8 an ActionID among the fields, in another case', 'Setvar', { actionid: 'x' }],
  ])('with %s is refused whole, and nothing is written', async (_what, action, fields) => {
    const all = await readySession()
    const before = all.pbx.link.writes.length
    expect(() => all.session.request(action, fields, { timeoutMs })).toThrow(
      expect.objectContaining({ code: 'AMI_ARGUMENT', delivery: 'unsent' }),
    )
    await turns()
    expect(sentSince(all, before)).toBe('')
    expect(all.session.pendingActions).toBe(0)
    expect(all.session.state).toBe('ready')
  })

  it('C7 with a line as long as Asterisk reads is sent', async () => {
    const all = await readySession()
    const Value = 'x'.repeat(1022 - 'Value: '.length)
    await all.session.request('Setvar', { Value }, { timeoutMs })
    expect(all.pbx.link.received.at(-1)?.headers.get('value')).toBe(Value)
  })

  it('aborted in the turn in which it was sent never leaves', async () => {
    const all = await readySession()
    const before = all.pbx.link.writes.length
    const controller = new AbortController()
    const sent = all.session.request(
      'Originate',
      { Channel: 'PJSIP/100' },
      { timeoutMs, signal: controller.signal },
    )
    controller.abort()
    await expect(sent).rejects.toMatchObject({ code: 'AMI_ABORTED', delivery: 'unsent' })
    await turns()
    expect(sentSince(all, before)).toBe('')
  })

  it('aborted later fails with an unknown fate, and its answer is late', async () => {
    const all = await readySession()
    all.pbx.silentFor.add('originate')
    const controller = new AbortController()
    const sent = all.session.request(
      'Originate',
      { Channel: 'PJSIP/100' },
      { timeoutMs, signal: controller.signal },
    )
    await turns()
    controller.abort()
    await expect(sent).rejects.toMatchObject({ code: 'AMI_ABORTED', delivery: 'unknown' })
    const request = all.pbx.link.received.at(-1)
    if (request !== undefined) all.pbx.link.respond(request)
    expect(all.told.onStray.map(([{ reason }]) => reason)).toEqual(['late'])
  })

  it('C3 is refused when the peer takes nothing, and the earlier ones are answered when it does', async () => {
    const all = await readySession({
      limits: {
        messageBytes: 65_536,
        pendingActions: 5000,
        writeBufferBytes: 2048,
        listItems: 10,
        listBytes: 10,
      },
    })
    const first = all.session.request('Ping', undefined, { timeoutMs })
    all.pbx.link.bufferedBytes = 2000
    expect(all.session.writeBufferBytes).toBeGreaterThan(2000)
    expect(() => all.session.request('Ping', undefined, { timeoutMs })).toThrow(
      expect.objectContaining({ code: 'AMI_BACKPRESSURE', delivery: 'unsent' }),
    )
    expect(all.session.pendingActions).toBe(1)
    // The session's own has room of its own.
    const ping = all.session.request('Ping', undefined, { timeoutMs, control: true })
    all.pbx.link.bufferedBytes = 0
    await expect(ping).resolves.toMatchObject({ ok: true })
    await expect(first).resolves.toMatchObject({ ok: true })
    await expect(all.session.request('Ping', undefined, { timeoutMs })).resolves.toMatchObject({ ok: true })
    expect(all.session.state).toBe('ready')
  })

  it('C4 whose write throws fails with the cause, and leaves nothing behind', async () => {
    const all = await readySession()
    all.pbx.link.failure = new Error('the tunnel fell in')
    const sent = all.session.request('Ping', undefined, { timeoutMs })
    await expect(sent).rejects.toMatchObject({ code: 'AMI_CONNECTION', reason: 'reset', delivery: 'unknown' })
    expect(endOf(all)).toMatchObject({
      reason: 'reset',
      message: 'the connection cannot be written to',
      server: 'pbx',
      cause: all.pbx.link.failure,
    })
    expect(all.session.pendingActions).toBe(0)
    expect(all.clock.pending).toBe(0)
    all.clock.advance(60_000)
    expect(all.told.onSettled.filter(([{ action }]) => action === 'Ping')).toHaveLength(1)
  })

  it('is counted, and its bytes', async () => {
    const all = await readySession()
    await all.session.request('Ping', undefined, { timeoutMs })
    const bytes = all.pbx.link.writes.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
    expect(all.counters).toMatchObject({ actionsSent: 4, bytesSent: bytes, responses: 4 })
  })
})

describe('an answer that is too long', () => {
  const limits = {
    messageBytes: 4096,
    pendingActions: 10,
    writeBufferBytes: 10_000,
    listItems: 10,
    listBytes: 10_000,
  }

  it('E8 S8 fails its own action, and no other', async () => {
    const all = await readySession({ limits })
    all.pbx.silentFor.add('ping').add('command')
    const innocent = all.session.request('Ping', undefined, { timeoutMs })
    const command = all.session.request('Command', { Command: 'core show channels' }, { timeoutMs })
    command.catch(() => undefined)
    await turns(2)
    const [ping, request] = all.pbx.link.received.slice(-2)
    if (request === undefined || ping === undefined) throw new Error('nothing arrived')
    all.pbx.link.respond(request, 'Success', `Output: ${'x'.repeat(1000)}\r\n`.repeat(20))
    await expect(command).rejects.toMatchObject({
      code: 'AMI_PROTOCOL',
      message: 'Command: the answer is longer than 4096 bytes (limits.messageBytes)',
      delivery: 'answered',
      action: 'Command',
    })
    all.pbx.link.respond(ping)
    await expect(innocent).resolves.toMatchObject({ ok: true })
    expect(all.session.state).toBe('ready')
    expect(all.told.onAnomaly.map(([{ kind }]) => kind)).toEqual(['oversize'])
    expect(all.counters.anomalies).toBe(1)
  })

  it('E7 an item that is too long leaves its list truncated', async () => {
    const all = await readySession({ limits })
    const list = all.session.request('QueueStatus', undefined, { timeoutMs })
    all.pbx.onRequest = ({ actionId }, link) => {
      const id = `ActionID: ${actionId}\r\n`
      link.send(`Response: Success\r\n${id}EventList: start\r\n\r\n`)
      link.send(`Event: QueueMember\r\n${id}Name: ${'x'.repeat(8000)}\r\n\r\n`)
      link.send(`Event: QueueMember\r\n${id}Name: short\r\n\r\n`)
      link.send(`Event: QueueStatusComplete\r\n${id}EventList: Complete\r\nListItems: 2\r\n\r\n`)
    }
    await expect(list).resolves.toMatchObject({ length: 1, listItems: 2, truncated: true })
  })

  it('is counted with the bytes that were skipped, each time', async () => {
    const all = await readySession({ limits })
    const counted = [1, 2].map(() => {
      all.pbx.link.event('QueueMember', { Name: 'x'.repeat(8000) })
      return all.counters.discardedBytes
    })
    const [first = 0] = counted
    expect(first).toBeGreaterThan(8000)
    expect(counted).toEqual([first, 2 * first])
  })
})

describe('what nobody waits for', () => {
  it('E4 E5 is told by kind, and harms nobody', async () => {
    const all = await readySession()
    all.pbx.silentFor.add('ping')
    const [late, waiting] = [1000, 60_000].map((ms) =>
      all.session.request('Ping', undefined, { timeoutMs: ms }),
    )
    await turns()
    const request = all.pbx.link.received.at(-2)
    all.clock.advance(1000)
    await expect(late).rejects.toMatchObject({ code: 'AMI_TIMEOUT', delivery: 'unknown' })
    if (request !== undefined) all.pbx.link.respond(request)
    all.pbx.link.send('Response: Error\r\nMessage: Missing action in request\r\n\r\n')
    all.pbx.link.send('Response: Success\r\nActionID: somebody-1\r\n\r\n')
    expect(all.told.onStray.map(([{ reason }]) => reason)).toEqual(['late', 'no-id', 'unknown-id'])
    expect(all.session.state).toBe('ready')
    const last = all.pbx.link.received.at(-1)
    if (last !== undefined) all.pbx.link.respond(last)
    await expect(waiting).resolves.toMatchObject({ ok: true })
  })

  it('pain 4 an event of another client that carries our pending id is an event, and no answer', async () => {
    const all = await readySession()
    all.pbx.silentFor.add('originate')
    const sent = all.session.request('Originate', { Channel: 'PJSIP/100' }, { timeoutMs })
    await turns()
    const request = all.pbx.link.received.at(-1)
    if (request === undefined) throw new Error('nothing arrived')
    const { actionId: ActionID } = request
    all.pbx.link.event('UserEvent', { Privilege: 'user,all', UserEvent: 'x', ActionID, Response: 'Success' })
    all.pbx.link.event('OriginateResponse', {
      Privilege: 'call,all',
      ActionID,
      Response: 'Failure',
      Reason: 3,
    })
    expect(all.told.onEvent.map(([{ name }]) => name)).toEqual(['UserEvent', 'OriginateResponse'])
    expect(all.session.pendingActions).toBe(1)
    all.pbx.link.respond(request)
    await expect(sent).resolves.toMatchObject({ ok: true })
  })
})
