import { type AmiClientOptions, AmiConnectionError, type Logger } from 'amiable'
import { describe, expect, it, vi } from 'vitest'
import { turns } from '../../support/fake-pbx.ts'
import { type ManualClient, manualClient } from '../../support/manual-client.ts'
import { recordLogger } from './record-logger.ts'

/** A life in which everything happens that a client reports. */
async function eventfulLife(options: Partial<AmiClientOptions>): Promise<ManualClient> {
  const made = manualClient({ filters: ['Event: X'], ...options })
  const { client, pbx, clock, run } = made
  pbx.onDial = (link) => link.cut(new AmiConnectionError('cannot connect: ECONNREFUSED', 'connect'))
  const connecting = client.connect()
  await turns()
  pbx.onDial = (link) => link.greet()
  pbx.onRequest = (request, link) => {
    if (request.action === 'Filter') link.respond(request, 'Error', 'Message: no\r\n')
    else pbx.answer(request, link)
  }
  await run(125)
  await connecting
  client.on('Bad', () => {
    throw new Error('of a handler')
  })
  client.subscribe({ capacity: 1 })
  for (let index = 0; index < 50; index += 1) pbx.link.event('Bad')
  pbx.link.send('Response: Success\r\nActionID: stranger\r\n\r\n')
  pbx.link.send('Response: Success\r\n\r\n')
  pbx.link.send('Nonsense: 1\r\n\r\n')
  pbx.silentFor.add('late')
  client.send('Late', {}, { timeoutMs: 10 }).catch(() => undefined)
  await turns()
  const late = pbx.link.received.at(-1)
  await run(100)
  if (late !== undefined) pbx.link.respond(late)
  pbx.link.cut()
  await run(1000)
  expect(client.state).toBe('ready')
  const closing = client.close()
  await turns()
  clock.advance(1000)
  await closing
  expect(clock.pending).toBe(0)
  return made
}

describe('a logger', () => {
  it('F3 A14 is told of everything that goes wrong, as structured records with the server’s name', async () => {
    const { logger, records } = recordLogger()
    await eventfulLife({ logger })
    const messages = records.map(({ level, message }) => `${level} ${message}`)
    expect([...new Set(messages)].sort()).toEqual([
      'error a handler failed',
      'info ready',
      'warn a response that nobody waits for',
      'warn a server-side filter is not in force',
      'warn bytes that make no message',
      'warn connection attempt failed',
      'warn connection lost',
      'warn events dropped',
    ])
    for (const { context } of records) expect(context).toMatchObject({ server: 'pbx' })
    expect(records.find(({ message }) => message === 'a handler failed')?.context).toMatchObject({
      event: 'Bad',
      error: { name: 'Error', message: 'of a handler', stack: expect.stringContaining('logging.test.ts') },
      count: 1,
    })
    expect(JSON.stringify(records)).not.toContain('hunter2')
  })

  it('K3 K6 is told how many events were dropped, exactly, and how deep the queue was', async () => {
    const { logger, records } = recordLogger()
    const { client } = await eventfulLife({ logger })
    const drops = records.filter(({ message }) => message === 'events dropped')
    expect(drops.length).toBeGreaterThan(0)
    for (const { context } of drops) {
      expect(context).toMatchObject({ event: 'Bad', reason: 'overflow', queueDepth: expect.any(Number) })
    }
    const told = drops.reduce((sum, { context }) => sum + (context.count ?? 0), 0)
    expect(told).toBe(49)
    expect(client.counters().eventsDropped).toBe(49)
    expect(drops.at(-1)?.context).toMatchObject({ total: 49 })
  })

  it.each<[string, (context: object) => unknown]>([
    [
      'throws',
      () => {
        throw new Error('of the logger')
      },
    ],
    ['rejects', () => Promise.reject(new Error('of the logger'))],
    ['cannot write the context', (context) => JSON.stringify({ ...context, n: 1n })],
  ])('F4 that %s breaks nothing, and each record it refused is counted', async (_how, write) => {
    let calls = 0
    const refuse = (context: object): never => {
      calls += 1
      return write(context) as never
    }
    const logger = { debug: refuse, info: refuse, warn: refuse, error: refuse }
    const { client } = await eventfulLife({ logger })
    await turns()
    expect(calls).toBeGreaterThan(8)
    expect(client.counters()).toMatchObject({
      logFailures: calls,
      sessions: 2,
      handlerErrors: 50,
      eventsDropped: 49,
      lateResponses: 1,
    })
  })

  it('F4 that never gets its work done holds nobody up', async () => {
    const never = (): never => new Promise(() => undefined) as never
    const { client } = await eventfulLife({
      logger: { debug: never, info: never, warn: never, error: never },
    })
    expect(client.counters()).toMatchObject({ logFailures: 0, sessions: 2 })
  })

  it('F4 may be an object of a class', async () => {
    class ClassLogger implements Logger {
      readonly #lines: string[] = []
      get lines(): number {
        return this.#lines.length
      }
      debug(_context: object, message: string): void {
        this.#lines.push(message)
      }
      info(_context: object, message: string): void {
        this.#lines.push(message)
      }
      warn(_context: object, message: string): void {
        this.#lines.push(message)
      }
      error(_context: object, message: string): void {
        this.#lines.push(message)
      }
    }
    const logger = new ClassLogger()
    const { client } = await eventfulLife({ logger })
    expect(logger.lines).toBeGreaterThan(8)
    expect(client.counters().logFailures).toBe(0)
  })

  it('J5 K4 sees only what was redacted', async () => {
    const { logger, records } = recordLogger()
    const { client, pbx } = manualClient({
      logger,
      redact: { keys: ['preview'], patterns: [/stranger-\d+/] },
    })
    await Promise.all([client.connect(), turns()])
    client.on('Bad', () => {
      throw Object.assign(new Error('no call for stranger-42'), { cause: { secret: 'hunter2' } })
    })
    pbx.link.event('Bad')
    pbx.link.send('Nonsense: 1\r\n\r\n')
    await turns()
    const text = JSON.stringify(records)
    expect(text).toContain('no call for ********')
    expect(text).not.toMatch(/hunter2|stranger-42|Nonsense/)
  })
})

describe('the process', () => {
  it('K1 never has anything written to stdout or stderr, with or without a logger', async () => {
    const spies = [
      vi.spyOn(process.stdout, 'write'),
      vi.spyOn(process.stderr, 'write'),
      ...(['log', 'info', 'warn', 'error', 'debug', 'trace'] as const).map((method) =>
        vi.spyOn(console, method),
      ),
    ]
    const warnings: unknown[] = []
    const note = (warning: Error): void => {
      warnings.push(warning)
    }
    process.on('warning', note)
    try {
      await eventfulLife({})
      await eventfulLife({ logger: recordLogger().logger })
      expect(spies.map((spy) => spy.mock.calls.length)).toEqual(spies.map(() => 0))
      expect(warnings).toEqual([])
    } finally {
      process.off('warning', note)
      for (const spy of spies) spy.mockRestore()
    }
  })

  it('F-005 keeps its own signal and exit handlers', async () => {
    const names = [
      'SIGINT',
      'SIGTERM',
      'SIGHUP',
      'exit',
      'beforeExit',
      'uncaughtException',
      'unhandledRejection',
    ]
    const before = names.map((name) => process.listenerCount(name))
    await eventfulLife({})
    expect(names.map((name) => process.listenerCount(name))).toEqual(before)
  })
})

describe('drops', () => {
  it('G2 K2 ten rounds of 300 events into 100 places: counted exactly, told in a few records', async () => {
    const { logger, records } = recordLogger()
    const { client, pbx, clock } = manualClient({ logger })
    await Promise.all([client.connect(), turns()])
    const subscription = client.subscribe({ capacity: 100 })
    for (let round = 0; round < 10; round += 1) {
      for (let index = 0; index < 300; index += 1) pbx.link.event('Hangup')
      clock.advance(100)
    }
    expect(subscription).toMatchObject({ size: 100, dropped: 2900 })
    expect(client.counters()).toMatchObject({ events: 3000, eventsDropped: 2900 })
    const warnings = records.filter(({ level }) => level === 'warn')
    expect(warnings.length).toBeLessThanOrEqual(5)
    expect(warnings.at(-1)?.context).toMatchObject({ total: 2900, queueDepth: 99 })
  })

  it('K6 are told to the last one when the client closes, and no timer is left for it', async () => {
    const { logger, records } = recordLogger()
    const { client, pbx, clock } = manualClient({ logger })
    await Promise.all([client.connect(), turns()])
    client.subscribe({ capacity: 100 })
    for (let index = 0; index < 300; index += 1) pbx.link.event('Hangup')
    await Promise.all([client.close(), turns()])
    const told = records.filter(({ message }) => message === 'events dropped')
    expect(told.map(({ context }) => [context.count, context.total])).toEqual([
      [1, 1],
      [199, 200],
    ])
    expect(clock.pending).toBe(0)
  })

  it('K2 that a consumer leaves behind when it closes are no warning', async () => {
    const { logger, records } = recordLogger()
    const { client, pbx } = manualClient({ logger })
    await Promise.all([client.connect(), turns()])
    const waiting = client.once('Hangup')
    for (let index = 0; index < 5; index += 1) pbx.link.event('Hangup')
    await waiting
    expect(records.filter(({ message }) => message === 'events dropped').map(({ level }) => level)).toEqual([
      'debug',
    ])
  })
})

describe('an unencrypted connection', () => {
  it('to another machine is warned of, once', async () => {
    const { logger, records } = recordLogger()
    const { client } = manualClient({ logger, host: 'pbx1.example' })
    await Promise.all([client.connect(), client.connect(), turns()])
    await client.connect()
    expect(records.filter(({ message }) => message.startsWith('not encrypted'))).toHaveLength(1)
  })

  it.each([
    ['to this machine', { host: '127.0.0.1' }],
    ['that is encrypted', { host: 'pbx1.example', tls: true }],
  ])('%s is not warned of', async (_what, options) => {
    const { logger, records } = recordLogger()
    const { client } = manualClient({ logger, ...options })
    await Promise.all([client.connect(), turns()])
    expect(records.map(({ message }) => message)).toEqual(['ready'])
  })
})
