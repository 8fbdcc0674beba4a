import { describe, expect, it } from 'vitest'
import { AmiConnectionError } from '../../../src/errors.ts'
import { FakePbx, turns } from '../../support/fake-pbx.ts'
import { beginSession, endOf, readySession, statesOf } from './lone-session.ts'

/** A server that lets everybody wait. */
function silentPbx(): FakePbx {
  const pbx = new FakePbx()
  pbx.onDial = () => undefined
  return pbx
}

describe('a session on its way up', () => {
  it('goes from state to state, and tells each once', async () => {
    const all = await readySession()
    expect(statesOf(all)).toEqual(['greeting', 'authenticating', 'preparing', 'ready'])
    expect(all.session.vitals.banner).toMatchObject({ version: '11.0.0' })
    expect(all.session.vitals.asteriskVersion).toBe('22.10.1')
    expect(all.pbx.link.received.map(({ action }) => action)).toEqual(['Challenge', 'Login', 'CoreSettings'])
    expect(endOf(all)).toBeUndefined()
  })

  it('holds no timer once it is up, but that of what is asked', async () => {
    const all = await readySession()
    all.clock.advance(10_000)
    expect(all.clock.pending).toBe(0)
    expect(all.session.state).toBe('ready')
  })

  it('A11 gives each phase its own time: a slow connection takes nothing from the login', async () => {
    const all = beginSession({}, silentPbx())
    await turns()
    all.clock.advance(9_999)
    all.pbx.link.greet('')
    all.clock.advance(9_999)
    all.pbx.silentFor.add('login')
    all.pbx.link.send('Asterisk Call Manager/11.0.0\r\n')
    await turns()
    all.clock.advance(9_999)
    const login = all.pbx.link.received.find(({ action }) => action === 'Login')
    expect(login).toBeDefined()
    if (login !== undefined) all.pbx.link.respond(login)
    await turns()
    expect(all.session.state).toBe('ready')
  })

  it('A11 gives each filter its own time, and takes it from nobody else', async () => {
    const all = beginSession({ filters: ['a', 'b', 'c'] })
    all.pbx.silentFor.add('filter')
    await turns()
    for (const at of [0, 1, 2]) {
      all.clock.advance(9_000)
      const filter = all.pbx.link.received.filter(({ action }) => action === 'Filter')[at]
      if (filter !== undefined) all.pbx.link.respond(filter)
      await turns()
    }
    expect(all.session.state).toBe('ready')
  })

  it('A2 is not up for having a connection: a peer that never greets is given up', async () => {
    const all = beginSession()
    all.pbx.onDial = (link) => link.greet('')
    await turns()
    expect(statesOf(all)).toEqual(['greeting'])
    all.clock.advance(9_999)
    expect(endOf(all)).toBeUndefined()
    all.clock.advance(1)
    expect(endOf(all)).toMatchObject({
      code: 'AMI_CONNECTION',
      reason: 'banner-timeout',
      message: 'no greeting within 10000 ms',
    })
    expect(all.pbx.link.over).toBe(true)
    expect(all.clock.pending).toBe(0)
  })

  it('A2 is not up for a connection that closes before it opened', async () => {
    const all = beginSession({}, silentPbx())
    await turns()
    all.pbx.link.cut(new AmiConnectionError('cannot be verified', 'connect'))
    expect(statesOf(all)).toEqual(['ended'])
    expect(endOf(all)).toMatchObject({ reason: 'connect' })
  })

  it.each([
    ['dns', 'dns', 'the host name was not resolved within 10000 ms'],
    ['tcp', 'connect-timeout', 'no connection within 10000 ms (tcp)'],
    ['tls', 'connect-timeout', 'no connection within 10000 ms (tls)'],
  ] as const)('A3 dialing that stays in %s ends with reason %s', async (phase, reason, message) => {
    const all = beginSession({}, silentPbx())
    await turns()
    all.pbx.link.phase = phase
    all.clock.advance(9_999)
    expect(endOf(all)).toBeUndefined()
    all.clock.advance(1)
    expect(endOf(all)).toMatchObject({ code: 'AMI_CONNECTION', reason, message })
    expect(all.pbx.link.over).toBe(true)
  })

  it('ignores a connection that stands after it was given up', async () => {
    const all = beginSession({}, silentPbx())
    await turns()
    all.clock.advance(10_000)
    all.pbx.link.handlers.onOpen()
    all.pbx.link.handlers.onData(Buffer.from('Asterisk Call Manager/11.0.0\r\n'))
    all.pbx.link.handlers.onClose(undefined)
    expect(statesOf(all)).toEqual(['ended'])
  })

  it.each(['challenge', 'login'])('a %s that is never answered ends it by loginMs', async (step) => {
    const all = beginSession()
    all.pbx.silentFor.add(step)
    await turns()
    all.clock.advance(9_999)
    expect(endOf(all)).toBeUndefined()
    all.clock.advance(1)
    expect(endOf(all)).toMatchObject({
      reason: 'login-timeout',
      message: 'login not answered within 10000 ms',
    })
  })

  it('a secret that takes longer than loginMs ends it, and coming later changes nothing', async () => {
    let give: (secret: string) => void = () => undefined
    const secret = (): Promise<string> =>
      new Promise((resolve) => {
        give = resolve
      })
    const all = beginSession({ credentials: { username: 'dialer', secret, auth: 'plain' } })
    await turns()
    all.clock.advance(10_000)
    expect(endOf(all)).toMatchObject({ reason: 'login-timeout' })
    give('hunter2')
    await turns()
    expect(all.pbx.link.received).toEqual([])
    expect(all.told.onSessionEnd).toHaveLength(1)
  })

  it.each([
    ['no string', () => 42 as unknown as string],
    [
      'a throw',
      () => {
        throw new Error('sealed')
      },
    ],
  ])('a secret function that gives %s ends it, and says so', async (_what, secret) => {
    const all = beginSession({ credentials: { username: 'dialer', secret, auth: 'plain' } })
    await turns()
    expect(endOf(all)).toMatchObject({ code: 'AMI_CONNECTION', reason: 'secret' })
    expect(all.pbx.link.over).toBe(true)
  })

  it('a filter that is never answered ends it', async () => {
    const all = beginSession({ filters: ['Event: Hangup'] })
    all.pbx.silentFor.add('filter')
    await turns()
    expect(all.session.state).toBe('preparing')
    all.clock.advance(10_000)
    await turns()
    expect(endOf(all)).toMatchObject({ code: 'AMI_TIMEOUT', action: 'Filter' })
  })
})

describe('what a server says before it is asked', () => {
  it('D6 a greeting that is not Asterisk’s own, as of some proxies, is one nevertheless', async () => {
    const all = beginSession()
    all.pbx.onDial = (link) => link.greet('My Manager Proxy/1.0\r\n')
    await turns()
    expect(all.session.state).toBe('ready')
    expect(all.session.vitals.banner).toMatchObject({ text: 'My Manager Proxy/1.0', version: undefined })
  })

  it('D6 the greeting behind a proxy’s own is the one that counts', async () => {
    const all = beginSession()
    all.pbx.onDial = (link) => link.greet('My Manager Proxy/1.0\r\nAsterisk Call Manager/9.0.0\r\n')
    await turns()
    expect(all.session.vitals.banner).toMatchObject({ version: '9.0.0' })
  })

  it('D6 E1 a response without a greeting begins the login, and is not its answer', async () => {
    const all = beginSession({ credentials: { username: 'dialer', secret: () => 'x', auth: 'plain' } })
    all.pbx.silentFor.add('login')
    all.pbx.onDial = (link) => link.greet('Response: Success\r\nMessage: Hello\r\n\r\n')
    await turns()
    expect(all.session.state).toBe('authenticating')
    expect(all.told.onStray.map(([{ reason }]) => reason)).toEqual(['no-id'])
    expect(all.pbx.link.received.map(({ action }) => action)).toEqual(['Login'])
  })

  it('S4 an error glued to the greeting is not the answer to what was not asked yet', async () => {
    const all = beginSession()
    all.pbx.onDial = (link) =>
      link.greet('Asterisk Call Manager/11.0.0\r\nResponse: Error\r\nMessage: Missing action\r\n\r\n')
    await turns()
    expect(all.session.state).toBe('ready')
    expect(all.told.onStray.map(([{ reason }]) => reason)).toEqual(['no-id'])
  })
})

describe('the login', () => {
  it('E4 is refused at once by an error without an id', async () => {
    const all = beginSession()
    all.pbx.onRequest = (request, link) => {
      if (request.action === 'Login') link.send('Response: Error\r\nMessage: Authentication failed\r\n\r\n')
      else all.pbx.answer(request, link)
    }
    await turns()
    expect(endOf(all)).toMatchObject({ code: 'AMI_AUTH', server: 'pbx' })
    expect(all.told.onStray).toEqual([])
    expect(all.clock.now()).toBe(0)
  })

  it('E4 is neither granted nor refused by an answer to somebody else', async () => {
    const all = beginSession()
    all.pbx.silentFor.add('login')
    await turns()
    all.pbx.link.send('Response: Success\r\nActionID: somebody-1\r\n\r\n')
    all.pbx.link.send('Response: Error\r\nActionID: somebody-2\r\nMessage: no\r\n\r\n')
    await turns()
    expect(all.session.state).toBe('authenticating')
    expect(all.told.onStray.map(([{ reason }]) => reason)).toEqual(['unknown-id', 'unknown-id'])
  })

  it('E1 is not granted by a Goodbye, with or without an id', async () => {
    for (const id of [true, false]) {
      const all = beginSession()
      all.pbx.onRequest = (request, link) => {
        const echo = id ? `ActionID: ${request.actionId}\r\n` : ''
        if (request.action === 'Login') link.send(`Response: Goodbye\r\n${echo}Message: Thanks\r\n\r\n`)
        else all.pbx.answer(request, link)
      }
      await turns()
      expect(statesOf(all)).toEqual(['greeting', 'authenticating', 'ended'])
      expect(endOf(all)).toMatchObject({ code: 'AMI_CONNECTION', reason: 'goodbye' })
    }
  })

  it('asks for the events that were told, at every login', async () => {
    const all = await readySession({ events: 'call,agent' })
    const login = all.pbx.link.received.find(({ action }) => action === 'Login')
    expect(login?.headers.get('events')).toBe('call,agent')
    const silent = await readySession()
    expect(silent.pbx.link.received[1]?.headers.has('events')).toBe(false)
  })

  it('sets the filters before it counts as up, and goes on without one that is refused', async () => {
    const all = beginSession({ filters: ['(', 'Event: Hangup', { criteria: 'name(Newexten)' }] })
    all.pbx.onRequest = (request, link) => {
      if (request.headers.get('filter') === '(')
        link.respond(request, 'Error', 'Message: did not compile\r\n')
      else all.pbx.answer(request, link)
    }
    await turns(32)
    expect(all.session.state).toBe('ready')
    expect(all.refusedFilters).toEqual([{ filter: '(', why: 'did not compile' }])
    expect(all.pbx.link.received.map(({ action }) => action)).toEqual([
      'Challenge',
      'Login',
      'CoreSettings',
      'Filter',
      'Filter',
      'Filter',
      'CoreSettings',
    ])
  })

  it('ends with a typed error when something breaks that never should', async () => {
    const all = beginSession({ filters: ['('] })
    // So that to tell of the refused filter throws.
    Object.freeze(all.refusedFilters)
    all.pbx.onRequest = (request, link) => {
      if (request.action === 'Filter') link.respond(request, 'Error', 'Message: no\r\n')
      else all.pbx.answer(request, link)
    }
    await turns()
    expect(endOf(all)).toMatchObject({
      code: 'AMI_PROTOCOL',
      message: 'the login failed unexpectedly',
      server: 'pbx',
      cause: expect.any(TypeError),
    })
  })

  it('is good also for a user who may not ask for the version', async () => {
    const all = beginSession()
    all.pbx.onRequest = (request, link) => {
      if (request.action === 'CoreSettings') link.respond(request, 'Error', 'Message: Permission denied\r\n')
      else all.pbx.answer(request, link)
    }
    await turns()
    expect(all.session.state).toBe('ready')
    expect(all.session.vitals.asteriskVersion).toBeUndefined()
  })
})
