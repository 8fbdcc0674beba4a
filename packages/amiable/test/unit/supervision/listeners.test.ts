import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientState, StateReport } from 'amiable'
import { describe, expect, it } from 'vitest'
import { turns } from '../../support/fake-pbx.ts'
import { manualClient } from '../../support/manual-client.ts'

/** States, and how the server makes a client go through each. */
const told: readonly ClientState[] = [
  'connecting',
  'authenticating',
  'ready',
  'waiting',
  'auth-failed',
  'closing',
  'closed',
]

describe.each(told)('a listener that closes the client when it hears of %s', (state) => {
  it('H12 H14 ends it in good order, and every other listener hears every change in order', async () => {
    const { client, clock, pbx, changes } = manualClient()
    if (state === 'waiting') pbx.onDial = (link) => link.cut()
    if (state === 'auth-failed') pbx.onRequest = (request, link) => link.respond(request, 'Error')
    const before: ClientState[] = []
    const closings: Promise<void>[] = []
    client.onState(({ to }) => {
      before.push(to)
      if (to === state) closings.push(client.close(), client.close())
    })
    const after: ClientState[] = []
    client.onState(({ to }) => after.push(to))
    client.connect().catch(() => undefined)
    await turns()
    if (state === 'closing' || state === 'closed') closings.push(client.close())
    await turns()
    expect(closings.length).toBeGreaterThan(0)
    await Promise.all(closings)
    expect(client.state).toBe('closed')
    expect(after).toEqual(before)
    expect(changes.map(({ to }) => to)).toEqual(before)
    for (const [index, { from }] of changes.entries()) expect(from).toBe(changes[index - 1]?.to ?? 'idle')
    expect(clock.pending).toBe(0)
    expect(pbx.open).toBe(0)
  })
})

describe('listeners', () => {
  it('H12 every change is told once, with its cause where it was not asked for', async () => {
    const { client, pbx, changes, pass } = manualClient()
    await Promise.all([client.connect(), turns()])
    pbx.link.cut()
    await pass(1000)
    expect(client.state).toBe('ready')
    expect(changes.map(({ from, to, cause }) => [from, to, cause?.code])).toEqual([
      ['idle', 'connecting', undefined],
      ['connecting', 'authenticating', undefined],
      ['authenticating', 'ready', undefined],
      ['ready', 'waiting', 'AMI_CONNECTION'],
      ['waiting', 'connecting', undefined],
      ['connecting', 'authenticating', undefined],
      ['authenticating', 'ready', undefined],
    ])
  })

  it('may send as soon as they hear that the client is ready', async () => {
    const { client } = manualClient()
    const answers: Promise<unknown>[] = []
    client.onState(({ to }) => {
      if (to === 'ready') answers.push(client.send('Ping'))
    })
    await Promise.all([client.connect(), turns()])
    await expect(answers[0]).resolves.toMatchObject({ ok: true })
  })

  it('learn at once that nothing can be sent when the link is lost', async () => {
    const { client, pbx } = manualClient()
    const answers: Promise<unknown>[] = []
    client.onState(({ to }) => {
      if (to === 'waiting') answers.push(client.send('Ping'))
    })
    await Promise.all([client.connect(), turns()])
    pbx.link.cut()
    await expect(answers[0]).rejects.toMatchObject({ reason: 'not-ready', delivery: 'unsent' })
  })

  it('may connect again from within the news of a refused login', async () => {
    const { client, pbx } = manualClient()
    pbx.onRequest = (request, link) => link.respond(request, 'Error', 'Message: Authentication failed\r\n')
    const again: Promise<unknown>[] = []
    client.onState(({ to }) => {
      if (to !== 'auth-failed' || again.length > 0) return
      pbx.onRequest = (request, link) => pbx.answer(request, link)
      again.push(client.connect())
    })
    await expect(client.connect()).rejects.toMatchObject({ code: 'AMI_AUTH' })
    await turns()
    await expect(again[0]).resolves.toBe(client)
    expect(pbx.links).toHaveLength(2)
  })

  it('given twice are called twice, and no more once they are undone', async () => {
    const { client } = manualClient()
    let calls = 0
    const listener = (): void => {
      calls += 1
    }
    const undo = client.onState(listener)
    client.onState(listener)
    undo()
    undo()
    await client.close()
    expect(calls).toBe(2)
  })

  it('F1 that throw, and F6 that reject, are reported and stop nothing', async () => {
    const reported: string[] = []
    const logger = {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: (context: object) => reported.push(JSON.stringify(context)),
    }
    const { client, changes } = manualClient({ logger })
    client.onState(() => {
      throw new Error('thrown by a listener')
    })
    client.onState(async () => {
      throw new Error('rejected by a listener')
    })
    await Promise.all([client.connect(), turns()])
    expect(client.state).toBe('ready')
    expect(changes.map(({ to }) => to)).toEqual(['connecting', 'authenticating', 'ready'])
    expect(client.counters().handlerErrors).toBe(6)
    expect(reported[0]).toContain('thrown by a listener')
  })

  it('F6 nobody needs to await what fails when the link goes', async () => {
    const { client, pbx } = manualClient()
    const unhandled: unknown[] = []
    const note = (reason: unknown): void => {
      unhandled.push(reason)
    }
    process.on('unhandledRejection', note)
    try {
      void client.connect()
      await turns()
      pbx.silentFor.add('ping')
      void client.send('Ping')
      void client.send('')
      await turns()
      pbx.link.cut()
      void client.send('Ping')
      void client.close()
      void client.connect()
      await turns()
    } finally {
      process.off('unhandledRejection', note)
    }
    expect(unhandled).toEqual([])
  })

  it('H12 the diagnostics channel tells the same changes, in order, also when a subscriber closes the client', async () => {
    const { client, changes } = manualClient({ server: 'observed' })
    const reports: StateReport[] = []
    const watch = (message: unknown): void => {
      const report = message as StateReport
      if (report.server !== 'observed') return
      reports.push(report)
      if (report.to === 'ready') void client.close()
    }
    subscribe('amiable:state', watch)
    try {
      await Promise.all([client.connect(), turns()])
      await Promise.all([client.close(), turns()])
    } finally {
      unsubscribe('amiable:state', watch)
    }
    expect(reports).toEqual(changes.map((change) => ({ server: 'observed', ...change })))
    expect(reports.map(({ to }) => to)).toEqual([
      'connecting',
      'authenticating',
      'ready',
      'closing',
      'closed',
    ])
  })
})
