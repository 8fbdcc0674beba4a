import { describe, expect, it } from 'vitest'
import { atLeast, atMost, type Expectations, scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

/** A link that would be given up at once if a pong were late. */
const watched = { keepalive: { intervalMs: 200, timeoutMs: 200, misses: 5, silenceMs: 2000 } } as const

const untouched: Expectations = { reconnects: 0, lossReasons: [], unsettled: 0, stateAfter: 'ready' }

/** Sends a ping while the flood is under way, and notes how long its answer took. */
async function pingAmid(stage: Stage): Promise<void> {
  const before = process.cpuUsage()
  await stage.send('Ping')
  const { user, system } = process.cpuUsage(before)
  stage.note('pongMs', (user + system) / 1000)
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('S10 event-flood-20k', () => {
  it(
    'S10 a listener that takes one event a turn: each of 20 000 is delivered or counted, a ping goes through',
    scenario({
      client: watched,
      script: async (stage) => {
        const listener = stage.listen('Flood', { handler: turn })
        const flood = stage.pbx.floodEvents({ count: 20_000 })
        await stage.heard(1)
        await pingAmid(stage)
        expect(await flood).toBe(20_000)
        await stage.send('Ping')
        await stage.heard(20_000 - listener.dropped)
      },
      expect: {
        ...untouched,
        deliveredAndDropped: 20_000,
        dropped: atLeast(1),
        delivered: atLeast(10_000),
        lastSequence: 20_000,
        inOrder: true,
        pongMs: atMost(1000),
        resolved: 2,
        discardedBytes: 0,
      },
    }),
  )

  it(
    'S10 a listener that begins when the flood is over gets the newest 10 000 of 20 000, and hears of the others',
    scenario({
      client: watched,
      script: async (stage) => {
        await floodThenListen(stage, 20_000, 10_000)
      },
      expect: {
        ...untouched,
        delivered: 10_000,
        dropped: 10_000,
        gaps: ['overflow 10000'],
        firstSequence: 10_001,
        lastSequence: 20_000,
        inOrder: true,
      },
    }),
  )

  it(
    'S10 12 000 events, capacity 10 000: 2 000 dropped, 10 000 delivered',
    scenario({
      script: (stage) => floodThenListen(stage, 12_000, 10_000),
      expect: {
        ...untouched,
        delivered: 10_000,
        dropped: 2000,
        gaps: ['overflow 2000'],
        firstSequence: 2001,
        lastSequence: 12_000,
      },
    }),
  )

  it(
    'S10 10 000 events, capacity 5 000: 5 000 dropped, and the rest handed over in many turns of the loop',
    scenario({
      client: { delivery: { budgetMs: 1 } },
      script: async (stage) => {
        let turns = 0
        let counting = true
        const count = (): void => {
          turns += 1
          if (counting) setImmediate(count)
        }
        await floodThenListen(stage, 10_000, 5000, () => {
          if (turns === 0) count()
          spin(0.02)
        })
        counting = false
        stage.note('turns', turns)
      },
      expect: { ...untouched, delivered: 5000, dropped: 5000, firstSequence: 5001, turns: atLeast(20) },
    }),
  )

  it(
    'S10 pain 2 noise is dropped before what changes a call, and the rest keeps its order',
    scenario({
      script: async (stage) => {
        const subscription = subscribed(stage, 100)
        await stage.pbx.floodEvents({ count: 100, name: 'VarSet' })
        await stage.pbx.floodEvents({ count: 80, name: 'Hangup' })
        await stage.pbx.floodEvents({ count: 1000, name: 'VarSet' })
        await stage.send('Ping')
        await drain(stage, subscription)
      },
      expect: {
        deliveredNames: [...Array<string>(80).fill('Hangup'), ...Array<string>(20).fill('VarSet')],
        dropped: 1080,
        // One gap, in front of what is left.
        gaps: ['overflow 1080'],
        firstSequence: 1,
        lastSequence: 1000,
      },
    }),
  )
})

describe('a listener that never yields', () => {
  it(
    'pain 2 a handler whose promise never settles costs its own events only',
    scenario({
      client: watched,
      script: async (stage) => {
        stage.client.on('Flood', () => new Promise(() => undefined), { capacity: 1000 })
        stage.listen('Flood')
        const flood = stage.pbx.floodEvents({ count: 5000 })
        await stage.heard(1)
        await pingAmid(stage)
        await flood
        await stage.heard(5000)
      },
      // One event is in the handler's hands, 1 000 wait.
      expect: { ...untouched, delivered: 5000, dropped: 3999, pongMs: atMost(1000) },
    }),
  )

  it(
    'pain 2 a loop that awaits nothing but the next event leaves the reader its turns',
    scenario({
      client: watched,
      script: async (stage) => {
        const subscription = subscribed(stage, 10_000)
        await stage.pbx.floodEvents({ count: 5000 })
        await stage.send('Ping')
        // A second of work lies in the queue when the ping is sent.
        const draining = drain(stage, subscription, () => spin(0.2))
        await pingAmid(stage)
        await draining
      },
      expect: { ...untouched, delivered: 5000, dropped: 0, inOrder: true, pongMs: atMost(400) },
    }),
  )

  it(
    'pain 2 a handler that burns 2 ms for each event does not hold up a ping',
    scenario({
      client: watched,
      script: async (stage) => {
        stage.listen('Flood', { handler: () => spin(2) })
        const flood = stage.pbx.floodEvents({ count: 300 })
        await stage.heard(1)
        await pingAmid(stage)
        await flood
        await stage.heard(300)
      },
      expect: { ...untouched, delivered: 300, dropped: 0, pongMs: atMost(500) },
    }),
  )

  it(
    'a handler that blocks the whole process for longer than a silence may last does not cost the link',
    scenario({
      client: { keepalive: { intervalMs: 300, timeoutMs: 300, misses: 2, silenceMs: 900 } },
      script: async (stage) => {
        stage.listen('Flood', { handler: () => spin(1500) })
        await stage.pbx.floodEvents({ count: 2 })
        await stage.heard(2)
        await stage.send('Ping')
      },
      expect: { ...untouched, delivered: 2, resolved: 1 },
    }),
  )
})

function subscribed(stage: Stage, capacity: number): ReturnType<Stage['client']['subscribe']> {
  return stage.client.subscribe({
    events: ['Flood', 'Hangup', 'VarSet'],
    capacity,
    onGap: (gap) => stage.gaps.push(gap),
  })
}

/** Takes every event that waits. */
async function drain(
  stage: Stage,
  subscription: ReturnType<typeof subscribed>,
  onEvent: () => void = () => undefined,
): Promise<void> {
  let left = subscription.size
  for await (const event of subscription) {
    stage.take(event)
    onEvent()
    left -= 1
    if (left === 0) return
  }
}

/** A flood that is read to its end before anybody listens. */
async function floodThenListen(
  stage: Stage,
  count: number,
  capacity: number,
  onEvent: () => void = () => undefined,
): Promise<void> {
  const subscription = subscribed(stage, capacity)
  await stage.pbx.floodEvents({ count })
  await stage.send('Ping')
  await new Promise<void>((resolve) => {
    void subscription.each((event) => {
      stage.take(event)
      onEvent()
      if (event.get('Sequence') === `${count}`) resolve()
    })
  })
}

/** Keeps the process busy. */
function spin(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}
