import type { AmiEvent } from 'amiable'
import { describe, expect, it } from 'vitest'
import { probeDecoders } from '../chaos/decoder-probe.ts'
import { turns } from '../support/fake-pbx.ts'
import { heapBytes } from '../support/heap.ts'
import { recordingLogger } from '../support/simulated-client.ts'
import { failureOf, readyFleet, turn, until } from './fleet.ts'
import { manualFleet } from './manual-fleet.ts'

const names = ['east', 'west']
const MEGABYTE = 1_048_576

describe('invariant 6: every buffer has a bound, and a typed error or a counted drop at the bound', () => {
  it('E14 actions that wait: one more is refused, unsent, and another server takes it', async () => {
    await using fleet = await readyFleet(names, { defaults: { limits: { pendingActions: 20 } } })
    const { cluster } = fleet
    fleet.pbx('east').swallow('Getvar')
    const east = cluster.server('east')
    await until(() => east.health().pendingActions === 0)
    const waiting = Array.from({ length: 20 }, () =>
      failureOf(east.send('Getvar', { Variable: 'X' }, { timeoutMs: 100 })),
    )
    expect(await failureOf(east.send('Ping'))).toMatchObject({
      code: 'AMI_BACKPRESSURE',
      delivery: 'unsent',
    })
    expect(east.health().pendingActions).toBe(20)
    expect((await cluster.server('west').send('Ping')).ok).toBe(true)
    for (const error of await Promise.all(waiting)) expect(error.code).toBe('AMI_TIMEOUT')
    expect((await east.send('Ping')).ok).toBe(true)
  })

  it('C3 bytes to be written: what does not fit is refused, what fits leaves when the server reads again', async () => {
    await using fleet = await readyFleet(names, { defaults: { limits: { writeBufferBytes: 100_000 } } })
    const { cluster } = fleet
    const east = cluster.server('east')
    for (const session of fleet.pbx('east').sessions) session.pauseReading()
    const sent: Promise<string>[] = []
    const counts = { refused: 0, most: 0 }
    while (counts.refused === 0 && sent.length < 50_000) {
      for (let index = 0; index < 200; index += 1) {
        const answer = east.send('Setvar', { Variable: 'X', Value: 'x'.repeat(1000) })
        sent.push(
          answer.then(
            () => 'answered',
            (error: { code: string; delivery: string }) => {
              counts.refused += 1
              return `${error.code} ${error.delivery}`
            },
          ),
        )
      }
      await turn()
      counts.most = Math.max(counts.most, east.health().writeBufferBytes)
    }
    expect(counts.refused).toBeGreaterThan(0)
    expect(counts.most).toBeLessThanOrEqual(100_000)
    expect((await cluster.server('west').send('Ping')).ok).toBe(true)
    fleet.pbx('east').resume()
    const ends = await Promise.all(sent)
    expect(new Set(ends)).toEqual(new Set(['answered', 'AMI_BACKPRESSURE unsent']))
    expect(ends.filter((end) => end !== 'answered')).toHaveLength(counts.refused)
  })

  it.each([
    ['items', { listItems: 10 }],
    ['bytes', { listBytes: 2048 }],
  ])(
    'E7 %s of a list: the list says that it is not whole, and a stream of it ends with an error',
    async (_of, limits) => {
      await using fleet = await readyFleet(names, { defaults: { limits } })
      const { cluster } = fleet
      for (const pbx of fleet.servers) {
        pbx.script('SIPpeers', (request, session) =>
          session.list(
            request,
            Array.from({ length: 100 }, () => ({ event: 'PeerEntry', headers: { Text: 'x'.repeat(100) } })),
            'PeerlistComplete',
          ),
        )
      }
      const list = await cluster.send('SIPpeers')
      expect(list.truncated).toBe(true)
      expect(list.length).toBeGreaterThan(5)
      expect(list.length).toBeLessThan(20)
      const taken: AmiEvent[] = []
      const slowly = async (): Promise<void> => {
        for await (const item of cluster.server('east').list('SIPpeers')) {
          if (taken.push(item) === 1) await fleet.cluster.server('east').send('Ping')
        }
      }
      expect((await failureOf(slowly())).code).toBe('AMI_BACKPRESSURE')
      expect(taken.length).toBeLessThan(20)
      expect(cluster.server('east').health().pendingActions).toBe(0)
    },
  )

  it('G1 G5 events that wait: each server has its own bound, in events and in bytes', async () => {
    const { cluster, pbx, ready } = manualFleet(names)
    await ready()
    const counted = cluster.subscribe({ events: ['Hangup'], capacity: 50 })
    const weighed = cluster.subscribe({ events: ['Hangup'], maxBytes: 10_000 })
    for (const name of names) {
      for (let index = 0; index < 500; index += 1) pbx(name).link.event('Hangup', { Text: 'x'.repeat(970) })
    }
    expect([counted.size, counted.dropped]).toEqual([100, 900])
    expect([weighed.size, weighed.dropped]).toEqual([20, 980])
    expect(cluster.health().get('east')?.queuedEvents).toBe(60)
    expect(cluster.server('west').counters().eventsDropped).toBe(450 + 490)
    void cluster.close()
  })

  it.each(['one frame', 'one line', 'one header after another'])(
    'D1 D3 bytes that make no message yet: %s of many megabytes is not kept',
    async (what) => {
      using probe = probeDecoders()
      await using fleet = await readyFleet(names, { defaults: { limits: { messageBytes: 65_536 } } })
      const { cluster } = fleet
      const [session] = fleet.pbx('east').sessions
      if (what === 'one frame') fleet.pbx('east').oversize(8 * MEGABYTE)
      else if (what === 'one line') session?.write(`${'x'.repeat(8 * MEGABYTE)}\r\n\r\n`)
      else session?.write(`Event: Long\r\n${`Header: ${'x'.repeat(100)}\r\n`.repeat(80_000)}\r\n`)
      expect((await cluster.server('east').send('Ping')).ok).toBe(true)
      expect(probe.peakPendingBytes).toBeGreaterThan(0)
      expect(probe.peakPendingBytes).toBeLessThanOrEqual(65_536 + 65_536)
      const { anomalies, discardedBytes, sessionsLost } = cluster.server('east').counters()
      expect(anomalies).toBeGreaterThan(0)
      expect(discardedBytes).toBeGreaterThan(7 * MEGABYTE)
      expect(sessionsLost).toBe(0)
    },
  )

  it('E5 ids that were given up: the last thousand are known, and those before them forgotten', async () => {
    const { cluster, pbx, clock, ready, run } = manualFleet(['east'])
    await ready()
    pbx('east').onRequest = () => undefined
    const sent = Array.from({ length: 2000 }, (_, index) =>
      failureOf(cluster.send('Ping', {}, { actionId: `job-${index}`, timeoutMs: 100 })),
    )
    await run(100)
    await Promise.all(sent)
    for (let index = 0; index < 2000; index += 1) {
      pbx('east').link.send(`Response: Success\r\nActionID: job-${index}\r\n\r\n`)
    }
    expect(cluster.server('east').counters()).toMatchObject({ unknownResponses: 976, lateResponses: 1024 })
    expect(clock.pending).toBe(0)
    void cluster.close()
  })

  it('what a server can vary without end: names, ids and garbage leave nothing behind', async () => {
    const logger = recordingLogger()
    const { cluster, pbx, ready } = manualFleet(['east'], { defaults: { logger } })
    await ready()
    const gaps: number[] = []
    const subscription = cluster.subscribe({
      capacity: 1,
      onGap: ({ names: dropped }) => gaps.push(Object.keys(dropped).length),
    })
    const { link } = pbx('east')
    const vary = (from: number, to: number): void => {
      for (let index = from; index < to; index += 1) {
        const text = `${index}${'n'.repeat(100)}`
        link.event(text, { Text: text })
        link.send(`Response: Success\r\nActionID: ${text}\r\n\r\n`)
        link.send(`${text}\r\n\r\n`)
      }
    }
    vary(0, 3000)
    await turns()
    const before = heapBytes()
    vary(3000, 15_000)
    await turns()
    expect(heapBytes() - before).toBeLessThan(MEGABYTE)
    void subscription.each(() => undefined)
    await turns()
    // Sixty-four names, and all others as one.
    expect(gaps).toEqual([65])
    expect(logger.records.filter(({ level }) => level === 'warn').length).toBeLessThanOrEqual(3)
    void cluster.close()
  })

  it('what a fleet can vary without end: servers that come, speak, are heard, and go', async () => {
    const { cluster, pbx, optionsOf, ready, run } = manualFleet(['east'], { dialsPerSecond: 10_000 })
    await ready()
    cluster.on('Hangup', () => undefined)
    cluster.once('Never').catch(() => undefined)
    const churn = async (from: number, to: number): Promise<void> => {
      for (let index = from; index < to; index += 1) {
        const name = `guest ${index}`
        cluster.add(name, optionsOf(name))
        await turns(12)
        for (let event = 0; event < 3; event += 1) pbx(name).link.event('Hangup')
        await Promise.all([cluster.remove(name), turns(6)])
        await run(1)
        pbx(name).links.length = 0
      }
    }
    await churn(0, 100)
    const before = heapBytes()
    await churn(100, 300)
    // A server that is not forgotten is more than ten thousand bytes.
    expect((heapBytes() - before) / 200).toBeLessThan(4000)
    expect(cluster.servers.size).toBe(1)
    void cluster.close()
  })

  it('calls that a server is believed to have', async () => {
    const { cluster, pbx, ready } = manualFleet(['east'])
    await ready()
    pbx('east').onRequest = (request, link) => {
      link.respond(request)
      link.event('OriginateResponse', {
        ActionID: request.actionId,
        Response: 'Success',
        Uniqueid: request.actionId,
      })
    }
    for (let round = 0; round < 21; round += 1) {
      const calls = Array.from({ length: 500 }, () =>
        cluster.send('Originate', { Channel: 'PJSIP/1', Async: true }),
      )
      await turns(4)
      await Promise.all(calls)
    }
    const { east } = cluster.snapshot().servers
    expect(east?.calls).toBe(10_000)
    void cluster.close()
  })
})
