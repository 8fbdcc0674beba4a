import { describe, expect, it } from 'vitest'
import { AmiConnectionError, type AmiError } from '../../../src/errors.ts'
import { FakePbx, turns } from '../../support/fake-pbx.ts'
import { beginSession, endOf, type LoneSession, readySession, statesOf } from './lone-session.ts'

/** Sends so many actions that nobody answers; their failures, once they fail. */
async function unanswered(all: LoneSession, count: number): Promise<Promise<AmiError>[]> {
  all.pbx.silentFor.add('originate')
  const sent = Array.from({ length: count }, () =>
    all.session.request('Originate', { Channel: 'PJSIP/100' }, { timeoutMs: 30_000 }).then(
      () => Promise.reject(new Error('it was answered')),
      (error: AmiError) => error,
    ),
  )
  await turns()
  return sent
}

describe('a session that the server ends', () => {
  it('fails what waits, each action with an error of its own and the loss as its cause', async () => {
    const all = await readySession()
    const sent = await unanswered(all, 3)
    const loss = new AmiConnectionError('the connection broke: ECONNRESET', 'reset', { server: 'pbx' })
    all.pbx.link.cut(loss)
    const errors = await Promise.all(sent)
    expect(new Set(errors).size).toBe(3)
    for (const error of errors) {
      expect(error).toMatchObject({
        code: 'AMI_CONNECTION',
        reason: 'reset',
        message: 'Originate: the connection broke: ECONNRESET',
        delivery: 'unknown',
        action: 'Originate',
        server: 'pbx',
      })
      expect(error.cause).toBe(loss)
    }
    expect(new Set(errors.map(({ actionId }) => actionId)).size).toBe(3)
    expect(endOf(all)).toBe(loss)
    expect(all.clock.pending).toBe(0)
  })

  it('says of an action that had not left that it is unsent', async () => {
    const all = await readySession()
    const sent = all.session.request('Originate', { Channel: 'PJSIP/100' }, { timeoutMs: 30_000 })
    all.pbx.link.cut()
    await expect(sent).rejects.toMatchObject({ code: 'AMI_CONNECTION', delivery: 'unsent' })
    await turns()
    expect(all.pbx.link.received.map(({ action }) => action)).not.toContain('Originate')
  })

  it('takes nothing more: the next action fails and is unsent', async () => {
    const all = await readySession()
    all.pbx.link.cut()
    expect(() => all.session.request('Ping', undefined, { timeoutMs: 1 })).toThrow(
      expect.objectContaining({
        code: 'AMI_CONNECTION',
        reason: 'not-ready',
        message: 'Ping: the session has ended',
        delivery: 'unsent',
      }),
    )
  })

  it.each([
    ['', 'greeting', /before its greeting; Asterisk does so when too many connections .* \(authlimit\)/],
    ['Asterisk Call Manager/11.0.0\r\n', 'authenticating', /^the server closed the connection$/],
  ])('after saying %j says what that may mean', async (banner, state, message) => {
    const pbx = new FakePbx()
    pbx.onDial = (link) => link.greet(banner)
    pbx.silentFor.add('challenge')
    const all = beginSession({}, pbx)
    await turns()
    expect(all.session.state).toBe(state)
    pbx.link.cut()
    expect(endOf(all)).toMatchObject({ reason: 'closed-by-server', message: expect.stringMatching(message) })
  })

  it('says that Asterisk was shut down when Asterisk said so', async () => {
    const all = await readySession()
    all.pbx.link.event('Shutdown', { Privilege: 'system,all', Shutdown: 'Cleanly', Restart: 'False' })
    expect(all.session.state).toBe('ready')
    all.pbx.link.cut()
    expect(endOf(all)).toMatchObject({
      reason: 'closed-by-server',
      message: 'Asterisk was shut down or restarted',
    })
    expect(all.told.onEvent.map(([{ name }]) => name)).toEqual(['Shutdown'])
  })

  it.each([
    ['shutting down', 'Asterisk was shut down or restarted'],
    ['busy', 'the server closed the connection'],
  ])('believes a refusal because Asterisk is %s: "%s"', async (why, message) => {
    const all = await readySession()
    all.pbx.link.send(`Response: Error\r\nMessage: Asterisk is ${why}\r\n\r\n`)
    all.pbx.link.cut()
    expect(endOf(all)).toMatchObject({ reason: 'closed-by-server', message })
  })

  it('ends with its Goodbye, though that was not asked for', async () => {
    const all = await readySession()
    const [sent] = await unanswered(all, 1)
    all.pbx.link.send('Response: Goodbye\r\nMessage: Thanks for all the fish.\r\n\r\n')
    expect(endOf(all)).toMatchObject({ reason: 'goodbye', message: 'the server said goodbye', server: 'pbx' })
    expect(all.pbx.link.over).toBe(true)
    await expect(sent).resolves.toMatchObject({ reason: 'goodbye', delivery: 'unknown' })
  })

  it('D10 has delivered everything that came before the end', async () => {
    const all = await readySession()
    for (let index = 0; index < 50; index += 1) all.pbx.link.event('Hangup', { Cause: index })
    all.pbx.link.cut()
    expect(all.told.onEvent).toHaveLength(50)
    all.pbx.link.handlers.onData(Buffer.from('Event: Hangup\r\n\r\n'))
    expect(all.told.onEvent).toHaveLength(50)
  })
})

describe('a session that breaks on what it reads', () => {
  it('F4 ends, with the cause, instead of throwing at the socket', async () => {
    const cause = new Error('a defect')
    const all = beginSession({}, new FakePbx(), () => {
      throw cause
    })
    await turns()
    all.pbx.link.event('Hangup')
    expect(endOf(all)).toMatchObject({
      code: 'AMI_PROTOCOL',
      message: 'the session broke on what it read',
      server: 'pbx',
    })
    expect((endOf(all) as AmiError).cause).toBe(cause)
    expect(all.pbx.link.over).toBe(true)
  })

  it('E9 fails what waits with that reason', async () => {
    const all = beginSession({}, new FakePbx(), () => {
      throw new Error('a defect')
    })
    await turns()
    const [sent] = await unanswered(all, 1)
    all.pbx.link.event('Hangup')
    await expect(sent).resolves.toMatchObject({ code: 'AMI_CONNECTION', reason: 'protocol' })
  })
})

describe('close', () => {
  it('A4 says Logoff, and is over when the server says Goodbye', async () => {
    const all = await readySession()
    await all.session.close()
    expect(all.pbx.link.received.at(-1)?.action).toBe('Logoff')
    expect(endOf(all)).toMatchObject({
      code: 'AMI_CLOSED',
      message: 'the client was closed',
      server: 'pbx',
    })
    expect(statesOf(all).at(-1)).toBe('ended')
    expect(all.pbx.link.over).toBe(true)
    expect(all.clock.pending).toBe(0)
    expect(all.told.onStray).toEqual([])
  })

  it('A4 is over by its deadline when the server does not answer', async () => {
    const all = await readySession()
    all.pbx.silentFor.add('logoff')
    let over = false
    const closed = all.session.close().then(() => {
      over = true
    })
    await turns()
    all.clock.advance(999)
    await turns()
    expect(over).toBe(false)
    all.clock.advance(1)
    await closed
    expect(all.pbx.link.over).toBe(true)
    expect(all.clock.pending).toBe(0)
  })

  it('A4 is over at once when the server takes nothing more', async () => {
    const all = await readySession()
    all.pbx.link.bufferedBytes = 10_000_000
    await all.session.close()
    expect(all.pbx.link.received.map(({ action }) => action)).not.toContain('Logoff')
    expect(endOf(all)).toMatchObject({ code: 'AMI_CLOSED' })
  })

  it('fails what waits at once, as closed', async () => {
    const all = await readySession()
    const sent = await unanswered(all, 2)
    const queued = all.session.request('Ping', undefined, { timeoutMs: 1000 })
    const closed = all.session.close()
    for (const error of await Promise.all(sent)) {
      expect(error).toMatchObject({
        code: 'AMI_CLOSED',
        message: 'Originate: the client was closed',
        delivery: 'unknown',
        action: 'Originate',
      })
    }
    await expect(queued).rejects.toMatchObject({ code: 'AMI_CLOSED', delivery: 'unsent' })
    await closed
    expect(all.pbx.link.received.map(({ action }) => action)).not.toContain('Ping')
  })

  it('is the same close however often it is asked for', async () => {
    const all = await readySession()
    const [one, other] = [all.session.close(), all.session.close()]
    expect(one).toBe(other)
    await one
    await all.session.close()
    expect(all.pbx.link.received.filter(({ action }) => action === 'Logoff')).toHaveLength(1)
    expect(all.told.onSessionEnd).toHaveLength(1)
  })

  it.each(['dialing', 'greeting', 'authenticating'])(
    'while %s ends at once, without a Logoff',
    async (state) => {
      const pbx = new FakePbx()
      if (state === 'dialing') pbx.onDial = () => undefined
      if (state === 'greeting') pbx.onDial = (link) => link.greet('')
      pbx.silentFor.add('challenge')
      const all = beginSession({}, pbx)
      await turns()
      expect(all.session.state).toBe(state)
      await all.session.close()
      expect(endOf(all)).toMatchObject({ code: 'AMI_CLOSED' })
      expect(pbx.link.over).toBe(true)
      expect(pbx.link.received.map(({ action }) => action)).not.toContain('Logoff')
      expect(all.clock.pending).toBe(0)
    },
  )

  it('while it sets filters says Logoff too, and waits for the Goodbye', async () => {
    const all = beginSession({ filters: ['Event: Hangup'] })
    all.pbx.silentFor.add('filter').add('logoff')
    await turns()
    expect(all.session.state).toBe('preparing')
    void all.session.close()
    // At once, since its owner may leave the process to die.
    expect(all.pbx.link.writes.at(-1)).toContain('Action: Logoff')
    await turns()
    expect(all.pbx.link.received.at(-1)?.action).toBe('Logoff')
    expect(all.session.state).toBe('closing')
    const logoff = all.pbx.link.received.at(-1)
    if (logoff !== undefined) all.pbx.link.respond(logoff, 'Goodbye')
    await turns()
    expect(endOf(all)).toMatchObject({ code: 'AMI_CLOSED' })
  })

  it('of a session that has ended does nothing', async () => {
    const all = await readySession()
    all.pbx.link.cut()
    await all.session.close()
    expect(endOf(all)).toMatchObject({ reason: 'closed-by-server' })
  })

  it('is a close also when the server ends the connection meanwhile', async () => {
    const all = await readySession()
    all.pbx.silentFor.add('logoff')
    const closed = all.session.close()
    await turns()
    all.pbx.link.cut(new AmiConnectionError('reset', 'reset'))
    await closed
    expect(endOf(all)).toMatchObject({ code: 'AMI_CLOSED' })
    expect(all.told.onSettled.at(-1)).toMatchObject([{ action: 'Logoff' }, { code: 'AMI_CLOSED' }])
  })
})

describe('the heartbeat of a session', () => {
  const keepalive = { intervalMs: 15_000, timeoutMs: 10_000, misses: 3, silenceMs: 30_000 }

  it('pain 17 pings on the wire, and knows the round trip', async () => {
    const all = await readySession({ keepalive })
    all.pbx.silentFor.add('ping')
    all.clock.advance(15_000)
    await turns()
    const ping = all.pbx.link.received.at(-1)
    expect(ping?.action).toBe('Ping')
    all.clock.advance(12)
    if (ping !== undefined) all.pbx.link.respond(ping)
    await turns()
    expect(all.session.rttMs).toBe(12)
    expect(all.session.missedPongs).toBe(0)
  })

  it('pain 17 ends it when pongs stay out, though events come', async () => {
    const all = await readySession({ keepalive })
    all.pbx.silentFor.add('ping')
    for (let second = 0; second < 60 && endOf(all) === undefined; second += 1) {
      all.clock.advance(1000)
      all.pbx.link.event('Newexten')
      await turns(4)
    }
    expect(endOf(all)).toMatchObject({
      reason: 'pong-timeout',
      message: 'the link is dead: 3 pings in a row were not answered',
    })
    expect(all.session.missedPongs).toBe(3)
    // The third ping leaves at 45 s and is given up 10 s later.
    expect(all.clock.now()).toBe(55_000)
  })

  it('takes a refused ping for a sign of life', async () => {
    const all = await readySession({ keepalive: { ...keepalive, misses: 1 } })
    all.pbx.onRequest = (request, link) => link.respond(request, 'Error', 'Message: Permission denied\r\n')
    all.clock.advance(15_000)
    await turns()
    expect(all.session.missedPongs).toBe(0)
    expect(endOf(all)).toBeUndefined()
  })

  it('E12 pings also when the table is full, and loses no event over it', async () => {
    const limits = {
      messageBytes: 65_536,
      pendingActions: 3,
      writeBufferBytes: 10_000,
      listItems: 1,
      listBytes: 1,
    }
    const all = await readySession({ keepalive, limits })
    const waiting = await unanswered(all, 3)
    expect(waiting).toHaveLength(3)
    all.clock.advance(15_000)
    await turns()
    all.pbx.link.event('Hangup')
    expect(all.pbx.link.received.at(-1)?.action).toBe('Ping')
    expect(all.session.missedPongs).toBe(0)
    expect(all.told.onEvent).toHaveLength(1)
    expect(endOf(all)).toBeUndefined()
  })

  it('pain 17 survives that the process was stopped, also with a ping on its way', async () => {
    const all = await readySession({ keepalive: { ...keepalive, misses: 1 } })
    all.pbx.silentFor.add('ping')
    all.clock.advance(15_000)
    await turns()
    all.clock.jump(60_000)
    // The timers of the time that was slept through come first, then the sockets are read.
    all.clock.advance(0)
    const ping = all.pbx.link.received.at(-1)
    if (ping !== undefined) all.pbx.link.respond(ping)
    await turns()
    all.clock.advance(100)
    await turns()
    expect(endOf(all)).toBeUndefined()
    expect(all.session.missedPongs).toBe(0)
  })
})
