import { AmiAuthError, type AmiClientOptions, AmiConnectionError } from 'amiable'
import { describe, expect, it } from 'vitest'
import { type FakePbx, turns } from '../../support/fake-pbx.ts'
import { type ManualClient, manualClient } from '../../support/manual-client.ts'
import { recordingLogger } from '../../support/simulated-client.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** When each attempt was made, on the client's clock. */
function attemptTimes(made: ManualClient): number[] {
  const times: number[] = []
  made.client.onState(({ to }) => {
    if (to === 'connecting') times.push(made.clock.now())
  })
  return times
}

function cutAfterLogin(pbx: FakePbx): void {
  pbx.onRequest = (request, link) => {
    pbx.answer(request, link)
    if (request.action === 'Login') setImmediate(() => link.cut())
  }
}

/** When attempts are made that fail at once, with `random` fixed at 0.5. */
function backoffTimes(untilMs: number): number[] {
  const times = [0]
  for (let failures = 0, at = 0; ; failures += 1) {
    at += Math.min(30_000, 250 * 2 ** failures) / 2
    if (at > untilMs) return times
    times.push(at)
  }
}

describe('attempts', () => {
  it('H4 follow backoff when the server takes the login and then drops the link', async () => {
    const made = manualClient()
    cutAfterLogin(made.pbx)
    const times = attemptTimes(made)
    await Promise.all([made.client.connect(), turns()])
    await made.run(HOUR_MS)
    expect(made.client.counters().sessions).toBe(times.length)
    expect(times).toEqual(backoffTimes(HOUR_MS))
    expect(times.length).toBeLessThan(260)
  })

  it('H5 follow the seeded sequence: one step per failure', async () => {
    const draws = [0.9, 0.1, 0.999, 0, 0.5, 0.25, 0.75, 0.3, 0.6]
    let drawn = 0
    const made = manualClient({ random: () => draws[drawn++ % draws.length] ?? 0 })
    made.pbx.onDial = (link) => link.cut()
    const times = attemptTimes(made)
    void made.client.connect()
    await turns()
    await made.run(MINUTE_MS)
    const delays = times.slice(1, draws.length + 1).map((at, index) => at - (times[index] ?? 0))
    expect(delays).toEqual([225, 50, 999, 0, 2000, 2000, 12_000, 9000, 18_000])
  })

  it('H4 H6 the first one after a loss comes within minMs, spread by the draw', async () => {
    const firstWait = async (random: number): Promise<number> => {
      const made = manualClient({ random: () => random })
      await Promise.all([made.client.connect(), turns()])
      made.clock.advance(20_000)
      made.pbx.link.cut()
      return made.client.health().retryInMs ?? -1
    }
    expect(await Promise.all([0, 0.2, 0.7, 0.999].map(firstWait))).toEqual([0, 50, 175, 249])
  })

  it('H4 start anew only after the session was ready for stableMs', async () => {
    const waitAfter = async (readyForMs: number): Promise<number | undefined> => {
      const { client, pbx, run } = manualClient({ reconnect: { stableMs: 10_000 } })
      pbx.onDial = (link) => link.cut()
      const connecting = client.connect()
      await turns()
      await run(3000)
      pbx.onDial = (link) => link.greet()
      await run(2000)
      await connecting
      expect(client.health()).toMatchObject({ state: 'ready', failures: 5 })
      await run(readyForMs)
      if (readyForMs >= 10_000) expect(client.health().failures).toBe(0)
      pbx.link.cut()
      expect(client.health().failures).toBe(readyForMs >= 10_000 ? 1 : 6)
      return client.health().retryInMs
    }
    // The last attempt came at 3875 ms: 9 more seconds are not enough, 10 are.
    expect(await waitAfter(8000)).toBe(4000)
    expect(await waitAfter(10_000)).toBe(125)
  })

  it('pain 1 go on for ever from the first one on, on the same client', async () => {
    const made = manualClient()
    made.pbx.onDial = (link) => link.cut(new AmiConnectionError('refused', 'connect'))
    const times = attemptTimes(made)
    const connecting = made.client.connect()
    await turns()
    await made.run(24 * HOUR_MS)
    expect(times.length).toBeGreaterThan(5000)
    made.pbx.onDial = (link) => link.greet()
    await made.run(30_000)
    await expect(connecting).resolves.toBe(made.client)
    const [answer] = await Promise.all([made.client.send('Ping'), turns()])
    expect(answer.ok).toBe(true)
  })

  it('A14 each leave one record with endpoint, attempt, delay and reason', async () => {
    const logger = recordingLogger()
    const { client, pbx, run } = manualClient({ logger })
    pbx.onDial = (link) => link.cut(new AmiConnectionError('cannot connect: ECONNREFUSED', 'connect'))
    void client.connect()
    await turns()
    await run(400)
    expect(logger.records).toEqual(
      [125, 250, 500].map((retryInMs, index) => ({
        level: 'warn',
        message: 'connection attempt failed',
        context: {
          server: 'pbx',
          endpoint: '127.0.0.1:5038',
          attempt: index + 1,
          failures: index + 1,
          lost: false,
          reason: 'connect',
          errno: undefined,
          retryInMs,
          error: expect.objectContaining({
            code: 'AMI_CONNECTION',
            message: 'cannot connect: ECONNREFUSED',
          }),
        },
      })),
    )
  })

  it('A14 that succeed leave a record too, and so does the loss of their session', async () => {
    const logger = recordingLogger()
    const { client, pbx } = manualClient({ logger })
    await Promise.all([client.connect(), turns()])
    pbx.link.cut()
    expect(logger.records).toMatchObject([
      { level: 'info', message: 'ready', context: { server: 'pbx', attempt: 1 } },
      {
        level: 'warn',
        message: 'connection lost',
        context: { attempt: 1, failures: 1, lost: true, reason: 'closed-by-server', retryInMs: 125 },
      },
    ])
  })

  it('H7 are counted once each, whatever ends them', async () => {
    const ends: ((made: ManualClient) => void)[] = [
      ({ pbx }) => {
        pbx.onDial = (link) => link.cut()
      },
      ({ pbx }) => {
        pbx.onDial = () => undefined
      },
      ({ pbx }) => {
        pbx.onDial = (link) => link.greet('')
      },
      ({ pbx }) => {
        pbx.silentFor.add('challenge')
      },
      ({ pbx }) => {
        pbx.silentFor.add('login')
      },
      ({ pbx }) => {
        pbx.onRequest = (request, link) => link.respond(request, 'Success', '')
      },
    ]
    for (const end of ends) {
      const made = manualClient()
      end(made)
      void made.client.connect()
      await turns()
      await made.run(20_000)
      const { attempts, attemptsFailed, sessionsLost, authFailures } = made.client.counters()
      expect(attemptsFailed).toBeGreaterThan(0)
      expect(attemptsFailed).toBe(made.client.health().failures)
      expect(sessionsLost).toBe(0)
      expect(authFailures).toBe(0)
      expect(attempts - attemptsFailed).toBe(made.client.state === 'waiting' ? 0 : 1)
      expect(made.clock.pending).toBeGreaterThan(0)
    }
  })

  it('end with the client when reconnect is off', async () => {
    const logger = recordingLogger()
    const { client, clock, pbx, changes } = manualClient({ reconnect: false, logger })
    pbx.onDial = (link) => link.cut(new AmiConnectionError('refused', 'connect'))
    await expect(client.connect()).rejects.toMatchObject({ reason: 'connect' })
    expect(changes.map(({ to, cause }) => [to, cause?.message])).toEqual([
      ['connecting', undefined],
      ['closing', 'refused'],
      ['closed', 'refused'],
    ])
    expect(client.health()).toMatchObject({ state: 'closed', retryInMs: undefined, breaker: 'closed' })
    expect(logger.records.map(({ context }) => context)).toContainEqual(
      expect.objectContaining({ reason: 'connect', retryInMs: undefined }),
    )
    await client.close()
    expect(clock.pending).toBe(0)
  })

  it('end with the session when reconnect is off and the session is lost', async () => {
    const { client, clock, pbx } = manualClient({ reconnect: false })
    await Promise.all([client.connect(), turns()])
    pbx.link.cut()
    expect(client.state).toBe('closed')
    expect(clock.pending).toBe(0)
    await expect(client.connect()).rejects.toMatchObject({ code: 'AMI_CLOSED' })
  })

  it('survive a dial that throws', async () => {
    const made = manualClient({
      dial: () => {
        throw new Error('no such network')
      },
    })
    const times = attemptTimes(made)
    void made.client.connect()
    await turns()
    expect(made.client.health()).toMatchObject({ state: 'waiting', lastError: { reason: 'connect' } })
    await made.run(400)
    expect(times).toEqual([0, 125, 375])
    await made.client.close()
    expect(made.clock.pending).toBe(0)
  })

  it('are told on health: how many failed, why, and when the next one comes', async () => {
    const { client, clock, pbx } = manualClient()
    pbx.onDial = (link) => link.cut(new AmiConnectionError('refused', 'connect'))
    expect(client.health()).toMatchObject({
      state: 'idle',
      failures: 0,
      lastError: undefined,
      retryInMs: undefined,
    })
    void client.connect()
    await turns()
    clock.advance(100)
    expect(client.health()).toMatchObject({ state: 'waiting', failures: 1, retryInMs: 25 })
    expect(client.health().lastError?.message).toBe('refused')
    clock.jump(100)
    expect(client.health().retryInMs).toBe(0)
  })
})

describe('a refused login', () => {
  const refuse = (pbx: FakePbx): void => {
    pbx.onRequest = (request, link) => {
      if (request.action === 'Login') link.respond(request, 'Error', 'Message: Authentication failed\r\n')
      else pbx.answer(request, link)
    }
  }
  const refused = async (options: Partial<AmiClientOptions> = {}): Promise<ManualClient> => {
    const made = manualClient(options)
    refuse(made.pbx)
    await expect(made.client.connect()).rejects.toBeInstanceOf(AmiAuthError)
    return made
  }

  it('H11 pain 18 rejects connect at once, and is tried again only slowly', async () => {
    const made = await refused()
    const times = attemptTimes(made)
    expect(made.client.state).toBe('auth-failed')
    await made.run(HOUR_MS)
    expect(times).toHaveLength(16)
    const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0))
    for (const wait of waits) expect(wait).toBe(225_000)
  })

  it('H11 waits between half of authRetryMs and all of it', async () => {
    const waits = await Promise.all(
      [0, 0.5, 0.999].map(async (random) => {
        const { client } = await refused({ random: () => random, reconnect: { authRetryMs: 60_000 } })
        return client.health().retryInMs
      }),
    )
    expect(waits).toEqual([30_000, 45_000, 59_970])
  })

  it('H11 is not repeated after authAttempts in a row, until connect is called', async () => {
    const made = await refused({ reconnect: { authAttempts: 3, authRetryMs: 1000 } })
    await made.run(24 * HOUR_MS)
    expect(made.pbx.links).toHaveLength(3)
    expect(made.client.health()).toMatchObject({ state: 'auth-failed', retryInMs: undefined })
    expect(made.clock.pending).toBe(0)
    const again = made.client.connect()
    await expect(again).rejects.toBeInstanceOf(AmiAuthError)
    await made.run(24 * HOUR_MS)
    expect(made.pbx.links).toHaveLength(6)
    expect(made.client.counters().authFailures).toBe(6)
  })

  it('H11 is over as soon as the secret function gives the right secret', async () => {
    let secret = 'old'
    const made = manualClient({ secret: () => secret, auth: 'plain', reconnect: { authRetryMs: 1000 } })
    made.pbx.onRequest = (request, link) => {
      const wrong = request.action === 'Login' && request.headers.get('secret') !== 'new'
      if (wrong) link.respond(request, 'Error', 'Message: Authentication failed\r\n')
      else made.pbx.answer(request, link)
    }
    await expect(made.client.connect()).rejects.toBeInstanceOf(AmiAuthError)
    await made.run(5000)
    expect(made.client.state).toBe('auth-failed')
    secret = 'new'
    await made.run(1000)
    expect(made.client.state).toBe('ready')
  })

  it('A14 leaves one record, as an error', async () => {
    const logger = recordingLogger()
    const { client } = await refused({ logger })
    expect(logger.records).toMatchObject([
      {
        level: 'error',
        message: 'connection attempt failed',
        context: { reason: 'AMI_AUTH', errno: undefined, lost: false },
      },
    ])
    expect(client.counters().authFailures).toBe(1)
  })

  it('H11 tells who was refused, and what may be the reason', async () => {
    const { client, changes } = await refused()
    const cause = changes.at(-1)?.cause
    expect(cause?.message).toMatch(/"dialer".*Authentication failed.*permit/)
    expect(cause?.message).not.toContain('hunter2')
    expect(client.health().lastError).toBe(cause)
  })

  it('H11 leaves the network its own, fast path', async () => {
    const made = await refused({ reconnect: { authRetryMs: 60_000 } })
    made.pbx.onDial = (link) => link.cut()
    await made.run(45_000)
    expect(made.client.state).toBe('waiting')
    expect(made.client.health().retryInMs).toBeLessThan(1000)
  })

  it('ends the client when reconnect is off', async () => {
    const made = manualClient({ reconnect: false })
    refuse(made.pbx)
    await expect(made.client.connect()).rejects.toBeInstanceOf(AmiAuthError)
    expect(made.client.state).toBe('closed')
  })
})

describe('a secret function', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('the vault is sealed')
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('the vault is sealed')
      },
    ],
  ])('that %s is asked again at the next attempt', async (_how, fail) => {
    let sealed = true
    const made = manualClient({ secret: () => (sealed ? fail() : 'hunter2') })
    const connecting = made.client.connect()
    await turns()
    expect(made.client.health().lastError).toMatchObject({
      reason: 'secret',
      cause: { message: 'the vault is sealed' },
    })
    sealed = false
    await made.run(125)
    await expect(connecting).resolves.toBe(made.client)
  })
})
