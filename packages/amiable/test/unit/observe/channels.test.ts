import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel'
import { AmiConnectionError, AmiRejectedError, AmiTimeoutError } from 'amiable'
import { describe, expect, it } from 'vitest'
import { turns } from '../../support/fake-pbx.ts'
import { manualClient } from '../../support/manual-client.ts'

/** What is published on a channel about one server while `during` runs. */
async function published(name: string, server: string, during: () => Promise<void>): Promise<object[]> {
  const reports: object[] = []
  const note = (message: unknown): void => {
    if ((message as { server: string }).server === server) reports.push(message as object)
  }
  subscribe(name, note)
  try {
    await during()
  } finally {
    unsubscribe(name, note)
  }
  return reports
}

describe('diagnostics channels', () => {
  it('amiable:action tells each action that settled, with its error', async () => {
    const { client, clock, pbx } = manualClient({ server: 'actions' })
    await Promise.all([client.connect(), turns()])
    const reports = await published('amiable:action', 'actions', async () => {
      pbx.onRequest = (request, link) => {
        if (request.action === 'Refused') link.respond(request, 'Error', 'Message: no\r\n')
        else if (request.action !== 'Silent') link.respond(request)
      }
      const ping = client.send('Ping', undefined, { actionId: 'mine' })
      clock.advance(7)
      await turns()
      await ping
      await Promise.all([client.send('Refused').catch(() => undefined), turns()])
      client.send('Silent', {}, { timeoutMs: 30 }).catch(() => undefined)
      await turns()
      clock.advance(30)
    })
    expect(reports).toEqual([
      { server: 'actions', action: 'Ping', actionId: 'mine', durationMs: 7, error: undefined },
      {
        server: 'actions',
        action: 'Refused',
        actionId: expect.any(String),
        durationMs: 0,
        error: expect.any(AmiRejectedError),
      },
      {
        server: 'actions',
        action: 'Silent',
        actionId: expect.any(String),
        durationMs: 30,
        error: expect.any(AmiTimeoutError),
      },
    ])
  })

  it('amiable:attempt tells each attempt and each connection that is over, with what comes next', async () => {
    const { client, pbx, run } = manualClient({ server: 'attempts' })
    pbx.onDial = (link) => link.cut(new AmiConnectionError('refused', 'connect'))
    const reports = await published('amiable:attempt', 'attempts', async () => {
      void client.connect()
      await turns()
      pbx.onDial = (link) => link.greet()
      await run(125)
      pbx.link.cut()
      await client.close()
    })
    expect(reports).toEqual([
      {
        server: 'attempts',
        attempt: 1,
        error: expect.objectContaining({ message: 'refused' }),
        retryInMs: 125,
      },
      {
        server: 'attempts',
        attempt: 2,
        error: expect.objectContaining({ reason: 'closed-by-server' }),
        retryInMs: 250,
      },
    ])
  })

  it('amiable:drop tells each event that was let go, and why', async () => {
    const { client, pbx } = manualClient({ server: 'drops' })
    await Promise.all([client.connect(), turns()])
    const reports = await published('amiable:drop', 'drops', async () => {
      const subscription = client.subscribe({ capacity: 1 })
      pbx.link.event('A')
      pbx.link.event('B')
      subscription.close()
    })
    expect(reports).toEqual([
      { server: 'drops', event: 'A', reason: 'overflow' },
      { server: 'drops', event: 'B', reason: 'closed' },
    ])
  })

  it('amiable:anomaly tells of bytes that made no message', async () => {
    const { client, pbx } = manualClient({ server: 'anomalies' })
    await Promise.all([client.connect(), turns()])
    const reports = await published('amiable:anomaly', 'anomalies', async () => {
      pbx.link.send('Nonsense: 1\r\nActionID: 7\r\n\r\n')
    })
    expect(reports).toEqual([
      expect.objectContaining({
        server: 'anomalies',
        kind: 'unknown-frame',
        bytes: expect.any(Number),
        preview: expect.stringContaining('Nonsense'),
      }),
    ])
  })

  it('amiable:handler-error tells of every throw and rejection of the user’s code', async () => {
    const { client, pbx } = manualClient({ server: 'handlers' })
    await Promise.all([client.connect(), turns()])
    const thrown = new Error('thrown')
    const rejected = new Error('rejected')
    const reports = await published('amiable:handler-error', 'handlers', async () => {
      client.on('A', () => {
        throw thrown
      })
      client.on('B', () => Promise.reject(rejected))
      pbx.link.event('A')
      pbx.link.event('B')
      await turns()
    })
    expect(reports).toEqual([
      { server: 'handlers', event: 'A', error: thrown },
      { server: 'handlers', event: 'B', error: rejected },
    ])
  })

  it.each(['action', 'state', 'attempt', 'drop', 'anomaly', 'handler-error'])(
    'amiable:%s has nothing published on it while nobody listens',
    (name) => {
      expect(channel(`amiable:${name}`).hasSubscribers).toBe(false)
    },
  )

  it('F5 a subscriber that throws harms no link: its throw is the process’s, later', async () => {
    const uncaught: unknown[] = []
    const others = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.on('uncaughtException', (error) => uncaught.push(error))
    const boom = (): void => {
      throw new Error('of the metrics')
    }
    const names = ['action', 'state', 'attempt', 'drop', 'anomaly', 'handler-error'].map(
      (name) => `amiable:${name}`,
    )
    for (const name of names) subscribe(name, boom)
    const { client, pbx } = manualClient({ server: 'thrown-at' })
    try {
      await Promise.all([client.connect(), turns()])
      client.subscribe({ capacity: 1 })
      client.on('A', () => {
        throw new Error('of a handler')
      })
      const seen: string[] = []
      client.on('A', (event) => {
        seen.push(event.name)
      })
      for (let index = 0; index < 3; index += 1) pbx.link.event('A')
      pbx.link.send('Nonsense: 1\r\n\r\n')
      const [pong] = await Promise.all([client.send('Ping'), turns()])
      expect(pong.ok).toBe(true)
      expect(seen).toEqual(['A', 'A', 'A'])
      expect(client.state).toBe('ready')
      expect(client.counters()).toMatchObject({ sessions: 1, sessionsLost: 0, handlerErrors: 3 })
      await Promise.all([client.close(), turns()])
      expect(uncaught.length).toBeGreaterThan(10)
    } finally {
      for (const name of names) unsubscribe(name, boom)
      process.removeAllListeners('uncaughtException')
      for (const listener of others) process.on('uncaughtException', listener)
    }
  })
})
