const COLUMNS = [
  { head: 'SERVER', min: 6, left: true, text: (row) => row.name },
  { head: 'STATUS', min: 19, left: true, text: (row, width) => statusText(row, width), style: statusStyle },
  { head: 'EVENTS/S', text: (row) => whole(row.eventsPerSecond) },
  { head: 'ACTIONS/S', text: (row) => whole(row.actionsPerSecond) },
  { head: 'P50 MS', text: (row) => milliseconds(row.p50) },
  { head: 'P99 MS', text: (row) => milliseconds(row.p99) },
  { head: 'CALLS', text: (row) => whole(row.calls) },
  { head: 'DROPS', text: (row) => whole(row.dropped) },
  { head: 'RECON', wide: 'RECONNECTS', text: (row) => whole(row.reconnects) },
]
const WIDE = 100

/**
 * The table as lines of `[text, style]` pieces. From 100 columns on there is room for whole words.
 *
 * @param columns how wide the terminal is; what does not fit is left to the screen to cut.
 */
export function tableLines(rows, columns) {
  const wide = columns >= WIDE
  const gap = wide ? '  ' : ' '
  const layout = COLUMNS.map((column) => {
    const head = wide ? (column.wide ?? column.head) : column.head
    const status = column.head === 'STATUS' && wide ? 30 : 0
    const name = column.head === 'SERVER' ? Math.max(...rows.map((row) => row.name.length)) : 0
    return { ...column, head, width: Math.max(head.length, column.min ?? 0, status, name) }
  })
  return [
    layout.flatMap((column) => [[pad(column.head, column), 'dim'], [gap]]),
    ...rows.map((row) =>
      layout.flatMap((column) => [[pad(column.text(row, column.width), column), column.style?.(row)], [gap]]),
    ),
  ]
}

/** One server as one line of text, for a pipe or a file. */
export function plainLine(seconds, row) {
  const { p50, p99, calls, dropped, reconnects } = row
  return (
    `${seconds.toFixed(1)}s ${row.name}: ${statusText(row, 60)}, ${whole(row.eventsPerSecond)} events/s, ` +
    `${whole(row.actionsPerSecond)} actions/s, p50 ${milliseconds(p50)} ms, p99 ${milliseconds(p99)} ms, ` +
    `${calls} calls, ${dropped} dropped, ${reconnects} reconnects`
  )
}

function statusText({ status, reasons, failures, retryInMs }, width) {
  if (reasons.length > 0) return `${status}: ${reasons.join(', ')}`
  if (retryInMs === undefined)
    return status === 'connecting' && failures > 0 ? `${status} #${failures}` : status
  const seconds = (retryInMs / 1000).toFixed(1)
  const long = `${status}, attempt ${failures} in ${seconds} s`
  return long.length <= width ? long : `${status} #${failures} in ${seconds}s`
}

function statusStyle({ status }) {
  if (status === 'ready') return 'green'
  return status === 'auth-failed' || status === 'closed' ? 'red' : 'yellow'
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
