import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'

const demo = new URL('../../../../examples/demo/', import.meta.url)

/** The parts of the demo are plain JavaScript; their shape, as far as it is used here. */
interface View {
  changed: unknown
  note(text: string): void
  start(fleet: { rows(): readonly unknown[] }, seconds: number): void
  finish(lines: readonly string[], problems: readonly string[]): void
}
const { createView }: { createView(stream: unknown, env: Record<string, string>): View } = await import(
  new URL('view.mjs', demo).href
)
interface Verdict {
  lines: string[]
  problems: string[]
}
const { verdictOn }: { verdictOn(fleet: unknown, servers: Map<string, unknown>): Verdict } = await import(
  new URL('verdict.mjs', demo).href
)

const waiting = {
  name: 'west',
  status: 'waiting',
  reasons: [],
  failures: 12,
  retryInMs: 940,
  eventsPerSecond: 12_345,
  actionsPerSecond: 6789,
  p50: 0.123,
  p99: 1234,
  calls: 4321,
  dropped: 0,
  reconnects: 3,
}
const ready = {
  ...waiting,
  name: 'north',
  status: 'ready',
  failures: 0,
  retryInMs: undefined,
  p99: undefined,
}
const unproven = { ...ready, name: 'east', status: 'degraded', reasons: ['unproven'], failures: 9 }

/** A terminal that keeps what is written to it. */
class Terminal {
  readonly isTTY = true
  columns = 80
  rows = 24
  written = ''
  onResize: (() => void) | undefined

  write(text: string): void {
    this.written += text
  }

  on(event: string, listener: () => void): void {
    if (event === 'resize') this.onResize = listener
  }

  off(): void {
    this.onResize = undefined
  }

  /** The lines of the last picture as they stand on the glass, without colours. */
  get picture(): string[] {
    const last = this.written.split('\x1b[H').at(-1) ?? ''
    return stripVTControlCharacters(last).split('\r\n')
  }
}

function show(terminal: Terminal, env: Record<string, string> = {}): View {
  const view = createView(terminal, env)
  view.start({ rows: () => [ready, waiting, unproven] }, 20)
  return view
}

describe('the live table', () => {
  it.each([60, 80, 120])('keeps every line within %i columns, and its columns aligned', (columns) => {
    const terminal = new Terminal()
    terminal.columns = columns
    const view = show(terminal)
    view.note(`west ready -> waiting: ${'a long reason '.repeat(20)}`)
    for (const line of terminal.picture) expect(line.length).toBeLessThanOrEqual(columns)
    const [, , head = '', north = '', west = ''] = terminal.picture
    for (const [name, value] of [
      ['EVENTS/S', '12345'],
      ['P50 MS', '0.12'],
      ['CALLS', columns >= 80 ? '4321' : undefined],
    ] as const) {
      if (value === undefined) continue
      const end = head.indexOf(name) + name.length
      expect(north.slice(0, end)).toMatch(new RegExp(` ${value}$`))
      expect(west.slice(0, end)).toMatch(new RegExp(` ${value}$`))
    }
    expect(terminal.picture[5]).toContain('degraded: unproven')
    expect(west).toContain(columns >= 100 ? 'waiting, attempt 12 in 0.9 s' : 'waiting #12 in 0.9s')
    view.finish([], [])
  })

  it('has room for every column on 80', () => {
    const terminal = new Terminal()
    show(terminal).finish([], [])
    expect(terminal.written).toMatch(/RECON *\n/)
    expect(terminal.picture[2]).toMatch(/DROPS RECON *$/)
  })

  it('is drawn anew, from the top, when the terminal changes its size', () => {
    const terminal = new Terminal()
    const view = show(terminal)
    terminal.columns = 50
    terminal.rows = 4
    terminal.written = ''
    terminal.onResize?.()
    expect(terminal.written.startsWith('\x1b[H')).toBe(true)
    expect(terminal.picture).toHaveLength(4)
    for (const line of terminal.picture) expect(line.length).toBeLessThanOrEqual(50)
    view.finish([], [])
  })

  it('hides the cursor, and gives it and the first screen back at the end', () => {
    const terminal = new Terminal()
    const view = show(terminal)
    expect(terminal.written).toContain('\x1b[?25l')
    view.finish(['the sum'], [])
    const end = terminal.written.slice(terminal.written.lastIndexOf('\x1b[?1049l'))
    expect(terminal.written).toContain('\x1b[?25h\x1b[?1049l')
    expect(end).toContain('the sum')
    expect(end).toContain('Nothing was lost uncounted.')
    expect(terminal.onResize).toBeUndefined()
  })

  it('gives the cursor back when the process ends by an error', () => {
    const terminal = new Terminal()
    const before = process.listeners('exit')
    const view = show(terminal)
    for (const listener of process.listeners('exit')) if (!before.includes(listener)) listener(1)
    expect(terminal.written.endsWith('\x1b[?25h\x1b[?1049l')).toBe(true)
    view.finish([], [])
    expect(process.listeners('exit')).toEqual(before)
  })

  it('has colours, and none with NO_COLOR', () => {
    const coloured = new Terminal()
    show(coloured, {}).finish([], [])
    const plain = new Terminal()
    show(plain, { NO_COLOR: '1' }).finish([], [])
    expect(coloured.written).toContain('\x1b[32mready')
    for (const style of ['0', '1', '2', '32', '33']) expect(plain.written).not.toContain(`\x1b[${style}m`)
  })
})

describe('the verdict', () => {
  const tally = { total: 0 }
  const fleet = {
    asked: 10,
    answered: 10,
    refused: tally,
    cutOff: tally,
    failed: tally,
    wrong: tally,
    dropped: 5,
  }
  const east = {
    name: 'east',
    answered: 10,
    delivered: 95,
    dropped: 5,
    deliveredIn: new Map([[1, 95]]),
    gaps: { overflow: 5, reconnect: 0 },
    reconnects: 0,
  }
  const pbx = { eventsSent: 100, sessions: [{ eventsSent: 100 }] }
  const verdict = (ofFleet: object, ofSite: object, server: object | undefined = pbx): Verdict => {
    const sites = new Map([['east', { ...east, ...ofSite }]])
    return verdictOn({ ...fleet, ...ofFleet, sites }, new Map(server === undefined ? [] : [['east', server]]))
  }

  it('passes when delivered and dropped make up what was sent', () => {
    expect(verdict({}, {})).toEqual({
      lines: [
        'actions: 10 sent = 10 answered',
        'routed: 10 answered = 10 by east',
        'east: 100 events sent = 95 delivered + 5 dropped',
      ],
      problems: [],
    })
  })

  it('asks the reader of a real server, which keeps no count', () => {
    const read = verdictOn(
      { ...fleet, sites: new Map([['pbx', { ...east, name: 'pbx', read: 120, listEvents: 20 }]]) },
      new Map(),
    )
    expect(read.lines).toContain('pbx: 120 events read = 95 delivered + 5 dropped + 20 items of lists')
    expect(read.problems).toEqual([])
  })

  it.each([
    [
      'a lost event',
      {},
      { delivered: 94, deliveredIn: new Map([[1, 94]]) },
      'east: 100 events sent.*1 unaccounted',
    ],
    ['an event too many', {}, { delivered: 96, deliveredIn: new Map([[1, 96]]) }, '-1 unaccounted for'],
    ['a drop that no gap tells', {}, { gaps: { overflow: 4, reconnect: 0 } }, '4 told in gaps'],
    ['a drop of no server', { dropped: 6 }, {}, '6 events dropped by the subscription, 5 counted by server'],
    ['a reconnect that no gap tells', {}, { reconnects: 1 }, '1 reconnects'],
    ['an action without an end', { answered: 9 }, {}, '1 actions never settled'],
    ['a wrong answer', { wrong: { total: 1 } }, {}, 'not the right ones'],
    ['a failure without cause', { answered: 9, failed: { total: 1 } }, {}, 'failed without cause'],
  ])('finds %s', (_what, ofFleet, ofSite, problem) => {
    expect(verdict(ofFleet, ofSite).problems).toEqual([expect.stringMatching(problem)])
  })

  it('allows for what was on its way when the link was cut, and for nothing after that', () => {
    const cut = { eventsSent: 150, sessions: [{ eventsSent: 100 }, { eventsSent: 50 }] }
    const delivered = (first: number, later: number): object => ({
      gaps: { overflow: 5, reconnect: 1 },
      reconnects: 1,
      delivered: first + later,
      deliveredIn: new Map([
        [1, first],
        [3, later],
      ]),
    })
    expect(verdict({}, delivered(90, 50), cut).problems).toEqual([])
    expect(verdict({}, delivered(95, 43), cut).problems).toEqual([
      expect.stringContaining('7 unaccounted for'),
    ])
  })
})
