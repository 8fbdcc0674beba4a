import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type AmiClientOptions, AmiConnectionError, type StatusReport } from 'amiable'
import { describe, expect, it } from 'vitest'
import { turns } from '../support/fake-pbx.ts'
import { type ManualClient, manualClient } from '../support/manual-client.ts'
import { recordingLogger } from '../support/simulated-client.ts'

const keepalive = { intervalMs: 10_000, timeoutMs: 5000, misses: 3, silenceMs: 60_000, stallMs: 30_000 }

async function readyClient(options: Partial<AmiClientOptions> = {}): Promise<ManualClient> {
  const made = manualClient({ keepalive, ...options })
  await Promise.all([made.client.connect(), turns()])
  return made
}

function wellness({ client }: ManualClient): [string, readonly string[]] {
  const { status, reasons } = client.health()
  return [status, reasons]
}

/** A client of which `failures` attempts have failed in a row and the next one has succeeded. */
async function backAfter(failures: number, options: Partial<AmiClientOptions> = {}): Promise<ManualClient> {
  const made = manualClient({ keepalive: false, ...options })
  made.pbx.onDial = (link) => link.cut(new AmiConnectionError('refused', 'connect'))
  void made.client.connect()
  await turns()
  while (made.client.health().failures < failures) await made.run(made.client.health().retryInMs ?? 1)
  made.pbx.onDial = (link) => link.greet()
  await made.run(made.client.health().retryInMs ?? 1)
  return made
}

describe('a client’s status', () => {
  it('follows its state', async () => {
    const made = manualClient()
    expect(wellness(made)).toEqual(['idle', []])
    made.pbx.silentFor.add('login')
    void made.client.connect()
    expect(wellness(made)).toEqual(['connecting', []])
    await turns()
    expect(made.client.state).toBe('authenticating')
    expect(wellness(made)).toEqual(['connecting', []])
    made.pbx.link.cut()
    expect(wellness(made)).toEqual(['waiting', []])
    made.pbx.silentFor.clear()
    await made.run(1000)
    expect(wellness(made)).toEqual(['ready', []])
    await Promise.all([made.client.close(), turns()])
    expect(wellness(made)).toEqual(['closed', []])
  })

  it('H8 is degraded by a ping without an answer, still sends, and is ready again after the next answer', async () => {
    const made = await readyClient()
    const { client, pbx } = made
    pbx.silentFor.add('ping')
    await made.run(15_000)
    expect(wellness(made)).toEqual(['degraded', ['pong-missed']])
    expect(client.state).toBe('ready')
    const [answer] = await Promise.all([client.send('CoreStatus'), turns()])
    expect(answer.ok).toBe(true)
    pbx.silentFor.clear()
    await made.run(10_000)
    expect(wellness(made)).toEqual(['ready', []])
  })

  it('is degraded as stalled when pings are answered but events have stopped, until one comes', async () => {
    const made = await readyClient()
    made.pbx.link.event('Hangup')
    await made.run(29_999)
    expect(wellness(made)).toEqual(['ready', []])
    await made.run(1)
    expect(wellness(made)).toEqual(['degraded', ['stalled']])
    expect(made.client.health().eventSilentMs).toBe(30_000)
    made.pbx.link.event('Hangup')
    expect(wellness(made)).toEqual(['ready', []])
  })

  it('tells when the last event came, by the clock of now', async () => {
    const made = await readyClient()
    expect(made.client.health().eventSilentMs).toBeUndefined()
    await made.run(5000)
    made.pbx.link.event('Hangup')
    await made.run(2000)
    expect(made.client.health()).toMatchObject({ eventSilentMs: 2000, silentMs: 2000 })
  })

  it('tells how many bytes wait to be written', async () => {
    const made = await readyClient()
    expect(made.client.health().writeBufferBytes).toBe(0)
    made.pbx.link.bufferedBytes = 7
    expect(made.client.health().writeBufferBytes).toBe(7)
  })

  it('tells a missing ping, not missing events, when both are missing', async () => {
    const made = await readyClient({ keepalive: { ...keepalive, stallMs: 5000 } })
    made.pbx.link.event('Hangup')
    made.pbx.silentFor.add('ping')
    await made.run(15_000)
    expect(wellness(made)).toEqual(['degraded', ['pong-missed']])
  })

  it.each([
    ['a server that never sent any', keepalive, false],
    ['stallMs 0', { ...keepalive, stallMs: 0 }, true],
    ['keepalive off', false as const, true],
  ])('is not stalled without events with %s', async (_what, options, sends) => {
    const made = await readyClient({ keepalive: options })
    if (sends) made.pbx.link.event('Hangup')
    await made.run(1_000_000)
    expect(wellness(made)).toEqual(['ready', []])
  })

  it('is booting after a reconnect until FullyBooted, where an earlier session heard of that', async () => {
    const made = await readyClient()
    expect(wellness(made)).toEqual(['ready', []])
    made.pbx.link.event('FullyBooted', { Status: 'Fully Booted' })
    made.pbx.link.cut()
    await made.run(1000)
    expect(wellness(made)).toEqual(['booting', []])
    const [answer] = await Promise.all([made.client.send('Ping'), turns()])
    expect(answer.ok).toBe(true)
    made.pbx.link.event('FullyBooted', { Status: 'Fully Booted' })
    expect(wellness(made)).toEqual(['ready', []])
  })

  it('is not booting for ever: two minutes without the news are enough', async () => {
    const made = await readyClient({ keepalive: false })
    made.pbx.link.event('FullyBooted')
    made.pbx.link.cut()
    await made.run(125)
    expect(wellness(made)).toEqual(['booting', []])
    await made.run(119_999)
    expect(wellness(made)).toEqual(['booting', []])
    await made.run(1)
    expect(wellness(made)).toEqual(['ready', []])
  })

  it('is never booting for a login that does not hear of it', async () => {
    const made = await readyClient()
    made.pbx.link.cut()
    await made.run(1000)
    expect(wellness(made)).toEqual(['ready', []])
  })
})

describe('H2 the breaker', () => {
  const failures: Record<string, (made: ManualClient) => void> = {
    'a refused connection': ({ pbx }) => {
      pbx.onDial = (link) => link.cut(new AmiConnectionError('refused', 'connect'))
    },
    'no connection in time': ({ pbx }) => {
      pbx.onDial = () => undefined
    },
    'no greeting in time': ({ pbx }) => {
      pbx.onDial = (link) => link.greet('')
    },
    'no answer to the login in time': ({ pbx }) => {
      pbx.silentFor.add('login')
    },
    'a refused login': ({ pbx }) => {
      pbx.onRequest = (request, link) => {
        if (request.action === 'Login') link.respond(request, 'Error', 'Message: Authentication failed\r\n')
        else pbx.answer(request, link)
      }
    },
    'a session that is cut as soon as it is ready': ({ pbx, client }) => {
      client.onState(({ to }) => {
        if (to === 'ready') setImmediate(() => pbx.link.cut())
      })
    },
    'a session whose pings are not answered': ({ pbx }) => {
      pbx.silentFor.add('ping')
    },
    'a session on which nothing is heard': ({ pbx }) => {
      pbx.onRequest = (request, link) => {
        if (request.action !== 'Ping') pbx.answer(request, link)
      }
    },
  }

  it.each(Object.entries(failures))(
    'counts %s, and opens after breakerFailures of them',
    async (kind, fail) => {
      const made = manualClient({
        keepalive: kind.includes('heard')
          ? { intervalMs: 1000, timeoutMs: 1000, misses: 1000, silenceMs: 3000 }
          : { intervalMs: 1000, timeoutMs: 500, misses: 2 },
        reconnect: { minMs: 10, maxMs: 10, stableMs: 60_000, authRetryMs: 1000, breakerFailures: 3 },
      })
      fail(made)
      const seen: string[] = []
      made.client.onState(({ to }) => {
        if (to !== 'waiting' && to !== 'auth-failed') return
        seen.push(made.client.health().breaker)
      })
      void made.client.connect()
      await turns()
      while (seen.length < 4) await made.run(50)
      expect(seen.slice(0, 4)).toEqual(['closed', 'closed', 'open', 'open'])
    },
  )

  it('is half-open while a tripped server is tried, and the server degraded until it has been ready for stableMs', async () => {
    const made = await backAfter(5, { reconnect: { breakerFailures: 5, stableMs: 10_000 } })
    expect(made.client.health()).toMatchObject({
      status: 'degraded',
      reasons: ['unproven'],
      breaker: 'half-open',
    })
    const [answer] = await Promise.all([made.client.send('Ping'), turns()])
    expect(answer.ok).toBe(true)
    await made.run(9999)
    expect(made.client.health().breaker).toBe('half-open')
    await made.run(1)
    expect(made.client.health()).toMatchObject({
      status: 'ready',
      reasons: [],
      breaker: 'closed',
      failures: 0,
    })
  })

  it('opens at once again when the session it is half-open for is lost', async () => {
    const made = await backAfter(5, { reconnect: { breakerFailures: 5 } })
    made.pbx.link.cut()
    expect(made.client.health()).toMatchObject({ status: 'waiting', breaker: 'open', failures: 6 })
  })

  it('leaves a server that failed less often well', async () => {
    const made = await backAfter(4, { reconnect: { breakerFailures: 5 } })
    expect(made.client.health()).toMatchObject({ status: 'ready', breaker: 'closed' })
  })

  it('keeps attempts breakerCooldownMs apart while it is open, from half of it on', async () => {
    const made = manualClient({
      reconnect: { minMs: 10, maxMs: 10, breakerFailures: 3, breakerCooldownMs: 60_000 },
    })
    made.pbx.onDial = (link) => link.cut()
    const times: number[] = []
    made.client.onState(({ to }) => {
      if (to === 'connecting') times.push(made.clock.now())
    })
    void made.client.connect()
    await turns()
    await made.run(100_000)
    expect(times).toEqual([0, 5, 10, 45_010, 90_010])
  })

  it('is closed where nothing is tried again', () => {
    expect(manualClient({ reconnect: false }).client.health().breaker).toBe('closed')
  })
})

describe('a change of status', () => {
  it('is told on amiable:status, once each, with the reasons', async () => {
    const reports: StatusReport[] = []
    const note = (message: unknown): void => {
      const report = message as StatusReport
      if (report.server === 'observed') reports.push(report)
    }
    subscribe('amiable:status', note)
    try {
      const made = await readyClient({ server: 'observed' })
      made.pbx.link.event('FullyBooted')
      made.pbx.silentFor.add('ping')
      await made.run(15_000)
      made.client.health()
      made.client.health()
      made.pbx.silentFor.clear()
      await made.run(10_000)
      made.pbx.link.cut()
      await made.run(1000)
      made.pbx.link.event('FullyBooted')
      await Promise.all([made.client.close(), turns()])
    } finally {
      unsubscribe('amiable:status', note)
    }
    expect(reports.map(({ from, to, reasons }) => [from, to, reasons.join()])).toEqual([
      ['idle', 'connecting', ''],
      ['connecting', 'ready', ''],
      ['ready', 'degraded', 'pong-missed'],
      ['degraded', 'ready', ''],
      ['ready', 'waiting', ''],
      ['waiting', 'connecting', ''],
      ['connecting', 'booting', ''],
      ['booting', 'ready', ''],
      ['ready', 'closed', ''],
    ])
  })

  it('is logged when it makes a server worse or well again; those of the link have records of their own', async () => {
    const logger = recordingLogger()
    const made = await readyClient({ logger })
    made.pbx.link.event('FullyBooted')
    made.pbx.silentFor.add('ping')
    await made.run(15_000)
    made.pbx.silentFor.clear()
    await made.run(10_000)
    made.pbx.link.cut()
    await made.run(1000)
    made.pbx.link.event('FullyBooted')
    const told = logger.records
      .filter(({ message }) => message.startsWith('the server is'))
      .map(({ level, message, context }) => [level, message, new Map(Object.entries(context)).get('reasons')])
    expect(told).toEqual([
      ['warn', 'the server is degraded', ['pong-missed']],
      ['info', 'the server is well again', []],
      ['warn', 'the server is booting', []],
      ['info', 'the server is well again', []],
    ])
  })
})
