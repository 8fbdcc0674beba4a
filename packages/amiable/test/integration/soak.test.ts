import { describe, expect, it } from 'vitest'

const soakDirectory = new URL('../../../../bench/soak/', import.meta.url)
const load = async (file: string): Promise<unknown> => import(new URL(file, soakDirectory).href)

/** The soak is plain JavaScript; its parts' shape, as far as it is used here. */
interface Consumer {
  onEvent(event: unknown): void
  onGap(gap: unknown): void
}
interface Ledger {
  readonly problems: readonly string[]
  consumer(name: string, inPlace: boolean): Consumer
  sessionEnded(server: string, session: number, received: number): void
  lifeEnded(life: { server: string; life: number; sent: number; end: string }): void
  answered(server: string, life: number, sent: number): void
  close(received: ReadonlyMap<string, number>, dropped: ReadonlyMap<string, number>): void
}
interface Result {
  readonly passed: boolean
  readonly problems: readonly string[]
  readonly kills: { readonly fin: number; readonly rst: number }
  readonly events: {
    readonly sessions: { readonly fin: number; readonly rst: number; readonly open: number }
    readonly consumers: Readonly<Record<string, { readonly delivered: number; readonly dropped: number }>>
  }
  readonly actions: { readonly asked: number; readonly answered: number }
}
const { Ledger } = (await load('ledger.mjs')) as { Ledger: new (names: readonly string[]) => Ledger }
const { readOptions } = (await load('options.mjs')) as { readOptions(argv: readonly string[]): object }
const { trendOf } = (await load('trend.mjs')) as {
  trendOf(points: readonly (readonly [number, number])[]): { slope: number; standardError: number }
}
const { soak } = (await load('soak.mjs')) as {
  soak(options: object, signal: AbortSignal, onProgress: () => void): Promise<Result>
}

describe('the soak', () => {
  it('accounts for every event and settles every action while one server after another is killed', {
    timeout: 120_000,
  }, async ({ signal }) => {
    const sizes = { seconds: 10, servers: 5, events: 2500, actions: 150, 'kill-every': 1.25 }
    const argv = Object.entries(sizes).flatMap(([name, value]) => [`--${name}`, `${value}`])
    const { passed, problems, kills, events, actions } = await soak(
      readOptions(argv),
      signal,
      () => undefined,
    )
    expect(problems).toEqual([])
    expect(passed).toBe(true)
    expect(kills.fin).toBeGreaterThan(0)
    expect(kills.rst).toBeGreaterThan(0)
    expect(events.sessions).toEqual({ ...kills, open: sizes.servers })
    expect(events.consumers['oldest first']?.dropped).toBeGreaterThan(0)
    expect(events.consumers['noise first']?.dropped).toBeGreaterThan(0)
    expect(actions.answered).toBeGreaterThan(0)
  })
})

describe("the soak's ledger", () => {
  const event = (sequence: number, session = 1, server = 'east'): unknown => ({
    server,
    session,
    get: () => `east ${session} ${sequence}`,
  })
  const overflow = (count: number): unknown => ({ server: 'east', reason: 'overflow', count })

  /** One server and a consumer of it: `tell` plays two sessions, of three events and of two. */
  function problemsAfter(
    tell: (consumer: Consumer, ledger: Ledger) => void,
    dropped = 0,
    end = 'fin',
  ): unknown {
    const ledger = new Ledger(['east'])
    tell(ledger.consumer('all', true), ledger)
    ledger.lifeEnded({ server: 'east', life: 1, sent: 3, end })
    ledger.sessionEnded('east', 2, 5)
    ledger.lifeEnded({ server: 'east', life: 2, sent: 2, end: 'open' })
    ledger.close(new Map([['east', 5]]), new Map([['all', dropped]]))
    return ledger.problems
  }
  const play = (consumer: Consumer, ledger: Ledger, ...sequences: number[]): void => {
    for (const sequence of sequences) consumer.onEvent(event(sequence))
    ledger.sessionEnded('east', 1, 3)
    for (const sequence of [1, 2]) consumer.onEvent(event(sequence, 2))
  }

  it('is content when everything was delivered, or told as dropped in its place', () => {
    expect(problemsAfter((consumer, ledger) => play(consumer, ledger, 1, 2, 3))).toEqual([])
    const droppedOne = (consumer: Consumer, ledger: Ledger): void => {
      consumer.onEvent(event(1))
      consumer.onGap(overflow(1))
      play(consumer, ledger, 3)
    }
    expect(problemsAfter(droppedOne, 1)).toEqual([])
  })

  it.each([
    ['lost', [1, 3]],
    ['lost at the end of a session', [1, 2]],
    ['doubled', [1, 2, 2, 3]],
    ['out of order', [1, 3, 2]],
  ])('finds an event that is %s', (_what, sequences) => {
    expect(problemsAfter((consumer, ledger) => play(consumer, ledger, ...sequences))).not.toEqual([])
  })

  it('finds a count of drops that is not what is missing, or not what the subscription counts', () => {
    const droppedTwo = (consumer: Consumer, ledger: Ledger): void => {
      consumer.onEvent(event(1))
      consumer.onGap(overflow(2))
      play(consumer, ledger, 3)
    }
    expect(problemsAfter(droppedTwo, 2)).not.toEqual([])
    expect(problemsAfter((consumer, ledger) => play(consumer, ledger, 1, 2, 3), 1)).toEqual([
      'all: 1 events dropped, 0 told in gaps',
    ])
  })

  it('finds an event that came as another server’s', () => {
    expect(
      problemsAfter((consumer, ledger) => {
        consumer.onEvent({ server: 'east', session: 1, get: () => 'west 1 1' })
        play(consumer, ledger, 2, 3)
      }),
    ).toEqual(['all: an event of west came as one of east'])
  })

  it('lets a reset lose what was in flight, and neither a shutdown nor what an answer came behind', () => {
    const ended = (end: string, floor = 0): readonly string[] => {
      const ledger = new Ledger(['east'])
      const { onEvent } = ledger.consumer('all', true)
      for (const sequence of [1, 2, 3]) onEvent(event(sequence))
      ledger.answered('east', 1, floor)
      ledger.sessionEnded('east', 1, 3)
      ledger.lifeEnded({ server: 'east', life: 1, sent: 5, end })
      return ledger.problems
    }
    expect(ended('rst', 3)).toEqual([])
    expect(ended('fin')).toEqual(['east, session 1 (fin): 5 events sent, 3 read'])
    expect(ended('rst', 4)).toEqual(['east, session 1: 3 events read, but 4 before an answer that came'])
  })
})

describe("the soak's trend", () => {
  const wave = (index: number): number => 100 * Math.sin(index * 1.7)

  it('is the slope of a line, without error where all points are on it', () => {
    const points = Array.from({ length: 50 }, (_, i) => [i / 10, 7 + 3 * (i / 10)] as const)
    const { slope, standardError } = trendOf(points)
    expect(slope).toBeCloseTo(3)
    expect(standardError).toBeCloseTo(0)
  })

  it('tells growth from noise', () => {
    const flat = Array.from({ length: 200 }, (_, i) => [i / 6, 10_000 + wave(i)] as const)
    const growing = flat.map(([minute, kib]) => [minute, kib + 16 * minute] as const)
    const of = trendOf(flat)
    expect(Math.abs(of.slope)).toBeLessThan(3 * of.standardError)
    const { slope, standardError } = trendOf(growing)
    expect(slope - 3 * standardError).toBeGreaterThan(0)
  })
})
