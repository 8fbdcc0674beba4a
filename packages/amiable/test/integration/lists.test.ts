import { type SimulatedSession, startSimulator } from '@amiable/simulator'
import type { AmiError, AmiEvent } from 'amiable'
import { describe, expect, it } from 'vitest'
import { clientOf, connectedTo } from '../support/simulated-client.ts'

const queues = (count: number): { event: string; headers: { Queue: string } }[] =>
  Array.from({ length: count }, (_, index) => ({ event: 'QueueParams', headers: { Queue: `q${index}` } }))

async function collect(items: AsyncIterable<AmiEvent>, into: string[] = []): Promise<string[]> {
  for await (const item of items) into.push(item.get('Queue') ?? '')
  return into
}

function failure(promise: Promise<unknown>): Promise<AmiError> {
  return promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: AmiError) => error,
  )
}

describe('a list', () => {
  it('pain 8 comes whole, in order, however it is cut on the way', async () => {
    for (const chunks of [1, 7, 1024, 'random', 'whole'] as const) {
      await using pbx = await startSimulator({ chunks })
      pbx.script('QueueStatus', (request, session) =>
        session.list(request, queues(20), 'QueueStatusComplete'),
      )
      await using ami = await connectedTo(pbx)
      const list = await ami.send('QueueStatus')
      expect([...list].map((item) => item.get('Queue'))).toEqual(
        queues(20).map(({ headers }) => headers.Queue),
      )
      expect(list).toMatchObject({ listItems: 20, truncated: false })
    }
  })

  it('pain 8 keeps its items from subscribers, and theirs from itself, when both have one name', async () => {
    await using pbx = await startSimulator()
    pbx.script('ParkedCalls', (request, session) => {
      session.respond(request, { EventList: 'start' })
      session.event('ParkedCall', { Channel: 'PJSIP/item' }, request.actionId)
      session.event('ParkedCall', { Channel: 'PJSIP/told' })
      session.event('ParkedCallsComplete', { EventList: 'Complete', ListItems: 1 }, request.actionId)
    })
    await using ami = await connectedTo(pbx)
    const told = ami.once('ParkedCall')
    const list = await ami.send('ParkedCalls')
    expect([...list].map((item) => item.get('Channel'))).toEqual(['PJSIP/item'])
    expect((await told).get('Channel')).toBe('PJSIP/told')
  })

  it('E7 is truncated at the bounds in items and in bytes, and says so', async () => {
    await using pbx = await startSimulator()
    pbx.script('QueueStatus', (request, session) => session.list(request, queues(100), 'QueueStatusComplete'))
    for (const limits of [{ listItems: 2 }, { listBytes: 1024 }]) {
      await using ami = await connectedTo(pbx, { limits })
      const list = await ami.send('QueueStatus')
      expect(list).toMatchObject({ listItems: 100, truncated: true })
      expect(list.closing?.get('ListItems')).toBe('100')
      expect(list.length).toBeLessThan(20)
      expect((await ami.send('Ping')).ok).toBe(true)
    }
  })

  it('pain 8 that is cut off hands over what came', async () => {
    await using pbx = await startSimulator({ dieAt: 'mid-list' })
    pbx.script('QueueStatus', (request, session) => session.list(request, queues(10), 'QueueStatusComplete'))
    await using ami = await connectedTo(pbx)
    const error = await failure(ami.send('QueueStatus'))
    expect(error).toMatchObject({ code: 'AMI_CONNECTION', delivery: 'unknown', action: 'QueueStatus' })
    expect(error.partial.map((item) => item.get('Queue'))).toEqual(['q0', 'q1', 'q2', 'q3', 'q4'])
    expect(error.response?.get('EventList')).toBe('start')
  })

  it('pain 8 has its deadline at the last answer, and hands over what came', async () => {
    await using pbx = await startSimulator()
    pbx.script('QueueStatus', async (request, session) => {
      session.respond(request, { EventList: 'start' })
      for (let index = 0; session.alive; index += 1) {
        session.event('QueueParams', { Queue: `q${index}` }, request.actionId)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    })
    await using ami = await connectedTo(pbx)
    const error = await failure(ami.send('QueueStatus', {}, { timeoutMs: 100 }))
    expect(error.code).toBe('AMI_TIMEOUT')
    expect(error.partial.length).toBeGreaterThan(1)
    expect(error.message).toMatch(/its response and \d+ events came/)
    expect(ami.state).toBe('ready')
    pbx.cutAll()
  })

  it('E3 that closes before its response is whole when that comes', async () => {
    await using pbx = await startSimulator()
    pbx.script('QueueStatus', (request, session) => {
      session.event('QueueParams', { Queue: 'q0' }, request.actionId)
      session.event('QueueStatusComplete', { EventList: 'Complete', ListItems: 1 }, request.actionId)
      session.respond(request, { EventList: 'start' })
    })
    await using ami = await connectedTo(pbx)
    await expect(ami.send('QueueStatus')).resolves.toMatchObject({ length: 1, truncated: false })
  })

  it('pain 8 of an action that nobody knows comes with its response', async () => {
    await using pbx = await startSimulator()
    pbx.script('NewList', (request, session) => session.list(request, queues(2), 'NewListComplete'))
    await using ami = await connectedTo(pbx)
    const response = await ami.send('NewList')
    expect(response.events.map(({ name }) => name)).toEqual(['QueueParams', 'QueueParams', 'NewListComplete'])
    expect(response.truncated).toBe(false)
  })
})

describe('a list read item by item', () => {
  it('pain 8 gives each item, and ends', async () => {
    await using pbx = await startSimulator()
    pbx.script('QueueStatus', (request, session) => session.list(request, queues(500), 'QueueStatusComplete'))
    await using ami = await connectedTo(pbx, { limits: { listItems: 500 } })
    expect(await collect(ami.list('QueueStatus'))).toEqual(queues(500).map(({ headers }) => headers.Queue))
  })

  it('pain 8 works for an action that nobody knows', async () => {
    await using pbx = await startSimulator()
    pbx.script('NewList', (request, session) => session.list(request, queues(3), 'NewListComplete'))
    await using ami = await connectedTo(pbx)
    expect(await collect(ami.list('NewList'))).toEqual(['q0', 'q1', 'q2'])
  })

  it('is asked for when the loop begins, and anew by each loop', async () => {
    await using pbx = await startSimulator()
    pbx.script('QueueStatus', (request, session) => session.list(request, queues(1), 'QueueStatusComplete'))
    await using ami = await connectedTo(pbx)
    const list = ami.list('QueueStatus')
    await ami.send('Ping')
    expect(pbx.received.filter(({ action }) => action === 'QueueStatus')).toHaveLength(0)
    expect(await collect(list)).toEqual(['q0'])
    expect(await collect(list)).toEqual(['q0'])
    expect(pbx.received.filter(({ action }) => action === 'QueueStatus')).toHaveLength(2)
  })

  it('gives the first items while the rest has not come', async () => {
    await using pbx = await startSimulator()
    let more: () => void = () => undefined
    const asked = new Promise<void>((resolve) => {
      more = resolve
    })
    pbx.script('QueueStatus', async (request, session) => {
      session.respond(request, { EventList: 'start' })
      session.event('QueueParams', { Queue: 'first' }, request.actionId)
      await asked
      session.event('QueueParams', { Queue: 'second' }, request.actionId)
      session.event('QueueStatusComplete', { EventList: 'Complete', ListItems: 2 }, request.actionId)
    })
    await using ami = await connectedTo(pbx)
    const seen: string[] = []
    for await (const item of ami.list('QueueStatus')) {
      seen.push(item.get('Queue') ?? '')
      more()
    }
    expect(seen).toEqual(['first', 'second'])
  })

  it('pain 8 gives what came before it throws what went wrong', async () => {
    await using pbx = await startSimulator({ dieAt: 'mid-list' })
    pbx.script('QueueStatus', (request, session) => session.list(request, queues(10), 'QueueStatusComplete'))
    await using ami = await connectedTo(pbx)
    const seen: string[] = []
    await expect(collect(ami.list('QueueStatus'), seen)).rejects.toMatchObject({
      code: 'AMI_CONNECTION',
      delivery: 'unknown',
    })
    expect(seen).toEqual(['q0', 'q1', 'q2', 'q3', 'q4'])
  })

  it('throws what send would reject with, when it is refused or cannot be sent', async () => {
    await using pbx = await startSimulator()
    pbx.script('QueueStatus', (request, session) => session.refuse(request, 'Permission denied'))
    await using ami = await connectedTo(pbx)
    await expect(collect(ami.list('QueueStatus'))).rejects.toMatchObject({ code: 'AMI_REJECTED' })
    await expect(collect(ami.list('QueueStatus', { Queue: 'a\nb' }))).rejects.toMatchObject({
      code: 'AMI_ARGUMENT',
    })
    const idle = clientOf(pbx)
    await expect(collect(idle.list('QueueStatus'))).rejects.toMatchObject({ delivery: 'unsent' })
  })

  it('E7 pain 24 is bounded: a loop that falls behind gets what fits, then an error, and the link lives', async () => {
    await using pbx = await startSimulator()
    const sessions: SimulatedSession[] = []
    pbx.script('QueueStatus', (request, session) => {
      sessions.push(session)
      session.list(request, queues(100), 'QueueStatusComplete')
    })
    await using ami = await connectedTo(pbx, { limits: { listItems: 10 } })
    const seen: string[] = []
    await expect(collect(ami.list('QueueStatus'), seen)).rejects.toMatchObject({ code: 'AMI_BACKPRESSURE' })
    expect(seen).toEqual(queues(10).map(({ headers }) => headers.Queue))
    expect((await ami.send('Ping')).ok).toBe(true)
    expect(ami.health().pendingActions).toBe(0)
  })

  it('gives up the rest when the loop is left, whose items nobody else gets to see', async () => {
    await using pbx = await startSimulator()
    let finish: () => void = () => undefined
    pbx.script('QueueStatus', (request, session) => {
      session.respond(request, { EventList: 'start' })
      session.event('QueueParams', { Queue: 'first' }, request.actionId)
      finish = () => {
        session.event('QueueParams', { Queue: 'second' }, request.actionId)
        session.event('QueueStatusComplete', { EventList: 'Complete', ListItems: 2 }, request.actionId)
      }
    })
    await using ami = await connectedTo(pbx)
    const strays = ami.subscribe({ events: ['QueueParams', 'QueueStatusComplete'] })
    for await (const item of ami.list('QueueStatus')) {
      expect(item.get('Queue')).toBe('first')
      break
    }
    expect(ami.health().pendingActions).toBe(0)
    expect(ami.counters().actionsAborted).toBe(1)
    finish()
    await ami.send('Ping')
    expect(strays.size).toBe(0)
  })

  it('ends with the caller’s signal', async () => {
    await using pbx = await startSimulator()
    pbx.script('QueueStatus', (request, session) => {
      session.respond(request, { EventList: 'start' })
      session.event('QueueParams', { Queue: 'first' }, request.actionId)
    })
    await using ami = await connectedTo(pbx)
    const controller = new AbortController()
    const seen: string[] = []
    const loop = async (): Promise<void> => {
      for await (const item of ami.list('QueueStatus', {}, { signal: controller.signal })) {
        seen.push(item.get('Queue') ?? '')
        controller.abort()
      }
    }
    await expect(loop()).rejects.toMatchObject({ code: 'AMI_ABORTED' })
    expect(seen).toEqual(['first'])
  })
})
