import { inspect } from 'node:util'
import { startSimulator } from '@amiable/simulator'
import type { AmiClientOptions, AmiError } from 'amiable'
import { describe, expect, it } from 'vitest'
import { clientOf, connectedTo, recordingLogger } from '../support/simulated-client.ts'

const SECRET = 'hunter2-Zażółć'
const users = { dialer: { secret: SECRET } }
const dialer: Partial<AmiClientOptions> = { username: 'dialer', secret: SECRET }

async function failureOf(promise: Promise<unknown>): Promise<AmiError> {
  return promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: AmiError) => error,
  )
}

/** An error and all its causes, in every form in which it may end up somewhere. */
function everyFormOf(error: Error): string {
  const own = [
    error.message,
    String(error.stack),
    JSON.stringify(error),
    inspect(error, { depth: 10, showHidden: true }),
  ]
  return [...own, ...(error.cause instanceof Error ? [everyFormOf(error.cause)] : [])].join('\n')
}

describe('login', () => {
  it.each(['md5', 'plain'] as const)('succeeds with %s', async (auth) => {
    await using pbx = await startSimulator({ users })
    await using ami = await connectedTo(pbx, { ...dialer, auth })
    expect(ami.state).toBe('ready')
    expect(pbx.sessions[0]?.user).toBe('dialer')
  })

  it.each([
    ['at once', () => SECRET],
    ['later', async () => SECRET],
  ])('asks a function for the secret, which it gives %s', async (_when, secret) => {
    await using pbx = await startSimulator({ users })
    await using ami = await connectedTo(pbx, { ...dialer, secret })
    expect(ami.state).toBe('ready')
  })

  it('A11 has its full time after a greeting that took longer than the login may', async () => {
    await using pbx = await startSimulator({ users, acceptDelayMs: 600, loginDelayMs: 60 })
    await using ami = clientOf(pbx, {
      ...dialer,
      reconnect: false,
      timeouts: { loginMs: 500, bannerMs: 5000 },
    })
    await expect(ami.connect()).resolves.toBe(ami)
  })

  it('is given up after loginMs, and tried again', async () => {
    await using pbx = await startSimulator({ users })
    pbx.swallow('Login')
    await using ami = clientOf(pbx, {
      ...dialer,
      timeouts: { loginMs: 30 },
      reconnect: { minMs: 1, maxMs: 5 },
    })
    const ready = ami.connect()
    await pbx.nextRequest('Login')
    await pbx.nextRequest('Login')
    expect(ami.health().lastError).toMatchObject({ code: 'AMI_CONNECTION', reason: 'login-timeout' })
    pbx.heal()
    await expect(ready).resolves.toBe(ami)
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('the vault is sealed')
      },
    ],
    ['rejects', () => Promise.reject(new Error('the vault is sealed'))],
    ['gives no string', () => 42 as unknown as string],
  ])('says so when the secret function %s, and asks again at the next attempt', async (_what, failing) => {
    await using pbx = await startSimulator({ users })
    let calls = 0
    const secret = (): string | Promise<string> => {
      calls += 1
      return calls === 1 ? failing() : SECRET
    }
    await using ami = clientOf(pbx, { ...dialer, secret, reconnect: { minMs: 1, maxMs: 5 } })
    const causes: unknown[] = []
    ami.onState(({ cause }) => causes.push(cause))
    await ami.connect()
    expect(calls).toBe(2)
    expect(causes.filter((cause) => cause !== undefined)).toEqual([
      expect.objectContaining({ code: 'AMI_CONNECTION', reason: 'secret' }),
    ])
  })

  it('does not wait for a secret function beyond loginMs', async () => {
    await using pbx = await startSimulator({ users })
    const secret = (): Promise<string> => new Promise(() => undefined)
    await using ami = clientOf(pbx, { ...dialer, secret, reconnect: false, timeouts: { loginMs: 30 } })
    await expect(ami.connect()).rejects.toMatchObject({ reason: 'login-timeout' })
  })

  it('pain 18 that is refused says whom, why and where to look, and is not repeated at once', async () => {
    await using pbx = await startSimulator({ users })
    await using ami = clientOf(pbx, { ...dialer, secret: 'wrong' })
    await expect(ami.connect()).rejects.toMatchObject({
      code: 'AMI_AUTH',
      message: expect.stringMatching(/"dialer" refused: Authentication failed .*permit\/deny/),
      server: 'pbx',
    })
    expect(ami.state).toBe('auth-failed')
    expect(ami.health().retryInMs).toBeGreaterThan(60_000)
    expect(pbx.connections).toBe(1)
  })

  it('E4 pain 18 that is refused without an ActionID is refused at once', async () => {
    await using pbx = await startSimulator({ users })
    pbx.script('Login', (_request, session) => {
      session.write('Response: Error\r\nMessage: Authentication failed\r\n\r\n')
      session.end()
    })
    await using ami = clientOf(pbx, { ...dialer, timeouts: { loginMs: 60_000 } })
    await expect(ami.connect()).rejects.toMatchObject({ code: 'AMI_AUTH' })
  })

  it('E6 succeeds under any name that its server is given', async () => {
    await using pbx = await startSimulator({ users })
    const names = ['pbx 1', 'pbx:1', '_pbx', 'pbx/eu-1', 'node-ä', '日本', '__proto__', 'x'.repeat(132)]
    for (const server of names) {
      await using ami = await connectedTo(pbx, { ...dialer, server })
      expect((await ami.send('Ping')).server).toBe(server)
    }
  })

  it('asks again for its events and filters at every login', async () => {
    await using pbx = await startSimulator({ users })
    const filters = ['!Event: Newexten', { criteria: 'action(exclude),name(VarSet)' }]
    await using ami = await connectedTo(pbx, {
      ...dialer,
      events: ['call', 'user'],
      filters,
      reconnect: { minMs: 1 },
    })
    const ready = new Promise<void>((resolve) => ami.onState(({ to }) => to === 'ready' && resolve()))
    pbx.cutAll()
    await ready
    expect(pbx.sessions).toHaveLength(1)
    const asked = pbx.received.filter(({ session }) => session === 1)
    expect(asked.find(({ action }) => action === 'Login')?.get('Events')).toBe('call,user')
    expect(
      asked.filter(({ action }) => action === 'Filter').map((request) => request.headers.slice(2)),
    ).toEqual([
      [
        ['Operation', 'Add'],
        ['Filter', '!Event: Newexten'],
      ],
      [
        ['Operation', 'Add'],
        ['MatchCriteria', 'action(exclude),name(VarSet)'],
      ],
    ])
    const next = ami.subscribe()[Symbol.asyncIterator]().next()
    for (const name of ['Newexten', 'VarSet', 'FullyBooted', 'Hangup'])
      pbx.event(name, { Channel: 'PJSIP/1' })
    expect((await next).value?.name).toBe('Hangup')
  })

  it('goes on without a filter that the server refuses, and logs it', async () => {
    await using pbx = await startSimulator({ users, asteriskVersion: '16.28.0' })
    const logger = recordingLogger()
    const filters = ['(', { criteria: 'name(VarSet)' }, 'Event: Hangup']
    await using ami = await connectedTo(pbx, { ...dialer, filters, logger })
    expect(ami.state).toBe('ready')
    const refused = logger.records.filter(({ message }) => message === 'a server-side filter is not in force')
    expect(refused.map(({ level, context: { server, filter } }) => [level, server, filter])).toEqual([
      ['warn', 'pbx', '('],
      ['warn', 'pbx', { criteria: 'name(VarSet)' }],
    ])
    expect(pbx.received.filter(({ action }) => action === 'Filter')).toHaveLength(2)
  })
})

describe('the secret', () => {
  it('is not sent with md5', async () => {
    await using pbx = await startSimulator({ users })
    await using ami = await connectedTo(pbx, { ...dialer, auth: 'md5' })
    await ami.send('Ping')
    expect(pbx.received.length).toBeGreaterThan(2)
    expect(pbx.received.map(({ raw }) => raw).join('')).not.toContain('hunter2')
  })

  it.each(['md5', 'plain'] as const)(
    'is in no error, log record or object with %s, whatever goes wrong',
    async (auth) => {
      await using pbx = await startSimulator({ users })
      const logger = recordingLogger()
      const shared = { ...dialer, auth, logger, reconnect: false } as const
      const seen: string[] = []
      const look = (...things: unknown[]): void => {
        for (const thing of things)
          seen.push(inspect(thing, { depth: 10, showHidden: true }), JSON.stringify(thing) ?? '')
      }
      await using good = await connectedTo(pbx, shared)
      look(good, good.health(), good.counters())
      seen.push(everyFormOf(await failureOf(good.send('Nonsense'))))
      seen.push(everyFormOf(await failureOf(good.send('Setvar', { Variable: 'a\nb', Value: 'x' }))))
      pbx.script('Login', (request, session) => session.refuse(request, 'Authentication failed'))
      for (const secret of [SECRET, () => SECRET, () => `${SECRET}\r\nAction: Originate`]) {
        const refused = clientOf(pbx, { ...shared, secret })
        seen.push(everyFormOf(await failureOf(refused.connect())))
        look(refused, refused.health())
      }
      pbx.swallow('Login')
      const slow = clientOf(pbx, { ...shared, timeouts: { loginMs: 20 } })
      seen.push(everyFormOf(await failureOf(slow.connect())))
      const impossible = [{ port: SECRET }, { keepalive: SECRET }, { events: SECRET }]
      for (const options of impossible) {
        expect(() => clientOf(pbx, { ...shared, ...(options as object) })).toThrow(
          expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
        )
      }
      look(logger.records)
      expect(logger.records.length).toBeGreaterThan(3)
      expect(seen.join('\n')).not.toContain('hunter2')
    },
  )
})
