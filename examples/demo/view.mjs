import { Screen } from './screen.mjs'
import { plainLine, tableLines } from './table.mjs'

const REDRAW_MS = 200
const LINE_MS = 1000
const NOTES_SHOWN = 8
const FOOTNOTE = 'Latency: the last 1000 actions of each. Calls: placed here and known alive.'

/** How the demo is seen: a live table on a terminal, lines of text anywhere else. NO_COLOR takes the colours away. */
export function createView(stream, env) {
  // Whoever reads us may stop reading, as `head` does.
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
  const live = stream.isTTY === true && env.TERM !== 'dumb'
  return live ? new LiveView(stream, (env.NO_COLOR ?? '') === '') : new PlainView(stream)
}

/** What both views have in common: the clock, what is worth a note, the summary. */
class View {
  seconds = 0
  #fleet
  #stream
  #startedAt
  #lastRows = []
  #timer

  constructor(stream) {
    this.#stream = stream
  }

  /** Seconds since every server was ready; 0 before. */
  get elapsed() {
    return this.#startedAt === undefined ? 0 : (performance.now() - this.#startedAt) / 1000
  }

  /** Tells of a change of a server's state. */
  changed = ({ server, from, to, cause }, { retryInMs }) => {
    if (to !== 'ready' && cause === undefined) return
    // A first attempt that fails ends the demo, which says why itself.
    if (this.#fleet === undefined && to !== 'ready') return
    const retry = retryInMs === undefined ? '' : `, retry in ${Math.round(retryInMs)} ms`
    const why = cause === undefined ? '' : `: ${cause.errno ?? cause.message}`
    this.note(`${server} ${from} -> ${to}${retry}${why}`)
  }

  begin(fleet, seconds, periodMs, draw) {
    this.#fleet = fleet
    this.seconds = seconds
    this.#startedAt = performance.now()
    this.keepLast()
    this.#timer = setInterval(draw, periodMs)
  }

  rows() {
    return this.#fleet.rows(performance.now())
  }

  /** Keeps the rows of this moment for the summary. */
  keepLast() {
    this.#lastRows = this.rows()
  }

  leave() {
    clearInterval(this.#timer)
  }

  print(text) {
    this.#stream.write(`${text}\n`)
  }

  fail(message) {
    this.leave()
    process.stderr.write(`${message}\n`)
  }

  finish(lines, problems) {
    this.leave()
    const rows = this.#lastRows
    const columns = this.#stream.columns ?? 80
    const verdict =
      problems.length === 0 ? ['Nothing was lost uncounted.'] : problems.map((text) => `PROBLEM ${text}`)
    this.print(['', ...tableLines(rows, columns).map(plain), FOOTNOTE, '', ...lines, ...verdict].join('\n'))
  }
}

class PlainView extends View {
  note(text) {
    this.print(`${this.elapsed.toFixed(1)}s ${text}`)
  }

  start(fleet, seconds) {
    this.begin(fleet, seconds, LINE_MS, () => {
      const elapsed = this.elapsed
      for (const row of this.rows()) this.print(plainLine(elapsed, row))
    })
  }
}

class LiveView extends View {
  #screen
  #notes = []
  #stream
  #redraw = () => this.#draw()

  constructor(stream, colour) {
    super(stream)
    this.#stream = stream
    this.#screen = new Screen(stream, colour)
  }

  note(text) {
    this.#notes.push(`${this.elapsed.toFixed(1).padStart(5)}s  ${text}`)
    this.#draw()
  }

  start(fleet, seconds) {
    this.#screen.show()
    this.#stream.on('resize', this.#redraw)
    this.begin(fleet, seconds, REDRAW_MS, this.#redraw)
    this.#draw()
  }

  leave() {
    super.leave()
    this.#stream.off('resize', this.#redraw)
    this.#screen.hide()
    for (const note of this.#notes) this.print(note)
    this.#notes = []
  }

  #draw() {
    const { columns } = this.#screen
    const rows = this.rows()
    const clock = `${Math.min(this.elapsed, this.seconds).toFixed(1)} of ${this.seconds} s`
    const servers = rows.length === 1 ? '1 server' : `one cluster of ${rows.length} servers`
    this.#screen.draw([
      [['Amiable demo', 'bold'], [`  ${servers}  ${clock}  `], ['Ctrl-C ends it', 'dim']],
      [],
      ...tableLines(rows, columns),
      [],
      [[FOOTNOTE, 'dim']],
      [],
      ...this.#notes.slice(-NOTES_SHOWN).map((note) => [[note]]),
    ])
  }
}

function plain(pieces) {
  const text = pieces.map(([piece]) => piece).join('')
  return text.trimEnd()
}
