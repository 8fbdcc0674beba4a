const COLUMNS = [
  { head: 'SERVER', min: 6, left: true, text: (row) => row.name },
  { head: 'STATE', min: 19, left: true, text: (row, width) => stateText(row, width), style: stateStyle },
  { head: 'EVENTS/S', text: (row) => whole(row.eventsPerSecond) },
  { head: 'ACTIONS/S', text: (row) => whole(row.actionsPerSecond) },
  { head: 'P50 MS', text: (row) => milliseconds(row.p50) },
  { head: 'P99 MS', text: (row) => milliseconds(row.p99) },
  { head: 'DROPS', text: (row) => whole(row.dropped) },
  { head: 'RECON', wide: 'RECONNECTS', text: (row) => whole(row.reconnects) },
]
const WIDE = 100
const GAP = '  '

/**
 * The table as lines of `[text, style]` pieces. From 100 columns on there is room for whole words.
 *
 * @param columns how wide the terminal is; what does not fit is left to the screen to cut.
 */
export function tableLines(rows, columns) {
  const wide = columns >= WIDE
  const layout = COLUMNS.map((column) => {
    const head = wide ? (column.wide ?? column.head) : column.head
    const state = column.head === 'STATE' && wide ? 30 : 0
    const name = column.head === 'SERVER' ? Math.max(...rows.map((row) => row.name.length)) : 0
    return { ...column, head, width: Math.max(head.length, column.min ?? 0, state, name) }
  })
  return [
    layout.flatMap((column) => [[pad(column.head, column), 'dim'], [GAP]]),
    ...rows.map((row) =>
      layout.flatMap((column) => [[pad(column.text(row, column.width), column), column.style?.(row)], [GAP]]),
    ),
  ]
}

/** One server as one line of text, for a pipe or a file. */
export function plainLine(seconds, row) {
  const { p50, p99, dropped, reconnects } = row
  return (
    `${seconds.toFixed(1)}s ${row.name}: ${stateText(row, 60)}, ${whole(row.eventsPerSecond)} events/s, ` +
    `${whole(row.actionsPerSecond)} actions/s, p50 ${milliseconds(p50)} ms, p99 ${milliseconds(p99)} ms, ` +
    `${dropped} dropped, ${reconnects} reconnects`
  )
}

function stateText({ state, attempt, retryInMs }, width) {
  if (retryInMs === undefined) return attempt > 0 && state !== 'ready' ? `${state} #${attempt}` : state
  const seconds = (retryInMs / 1000).toFixed(1)
  const long = `${state}, attempt ${attempt} in ${seconds} s`
  return long.length <= width ? long : `${state} #${attempt} in ${seconds}s`
}

function stateStyle({ state }) {
  if (state === 'ready') return 'green'
  return state === 'auth-failed' || state === 'closed' ? 'red' : 'yellow'
}

function whole(number) {
  return String(Math.round(number))
}

function milliseconds(value) {
  return value === undefined ? '-' : value.toFixed(value < 100 ? 2 : 0)
}

function pad(text, { width, left }) {
  return left ? text.slice(0, width).padEnd(width) : text.padStart(width)
}
