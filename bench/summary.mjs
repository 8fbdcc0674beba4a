import { bestPeer } from './goals.mjs'

/** What the front page shows of each client: a heading, and the number below it. */
const COLUMNS = [
  ['count, k events/s', ({ count }) => fixed(count.eventsPerSecond / 1000, 0)],
  ['÷ fastest peer', ({ count, peer }) => `${fixed(count.eventsPerSecond / peer, 1)}×`],
  ['CPU s per M events', ({ count }) => fixed(count.cpuSecondsPerMillion, 1)],
  ['read 5, k events/s', ({ read }) => fixed(read.eventsPerSecond / 1000, 0)],
  ['1024 in flight, k actions/s', ({ actions }) => fixed(actions.actionsPerSecond / 1000, 0)],
  ['KiB per connection', ({ scale }) => fixed(scale.rssBytesPerConnection / 1024, 0)],
  ['ping p99 beside a flood, ms', ({ fairness }) => fixed(fairness.p99Ms, 0)],
]

/** The results in one small table, and every goal that was missed with by how much. */
export function renderSummary(results) {
  const { machine, rounds, goals, quick } = results
  const medians = rounds === 1 ? 'one round' : `medians of ${rounds} rounds`
  const warning = quick ? ' **A quick run: sizes too small to compare.**' : ''
  const met = goals.filter(({ pass }) => pass).length
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}; ${medians}.${warning}`,
    clientTable(results),
    `${met} of ${goals.length} goals are met.${met === goals.length ? '' : ' Missed are:'}`,
    goals
      .filter(({ pass }) => !pass)
      .map(missedLine)
      .join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function clientTable(results) {
  const { measured, labels } = results
  const peer = bestPeer(results, 'count.plain', 'eventsPerSecond')
  // Nobody's client: it shows what the sockets allow, without an answer to compare.
  const names = Object.keys(labels).filter((name) => name !== 'raw-socket')
  const line = (cells) => `| ${cells.join(' | ')} |`
  const rows = names.map((name) => {
    const of = (key) => measured[key]?.[name] ?? {}
    const sample = {
      peer,
      count: of('count.plain'),
      read: of('read5.plain'),
      actions: of('actions.1024'),
      scale: of('scale'),
      fairness: of('fairness'),
    }
    return line([labels[name], ...COLUMNS.map(([, cell]) => cell(sample))])
  })
  const heads = ['client', ...COLUMNS.map(([head]) => head)]
  return [line(heads), line(heads.map((_head, index) => (index === 0 ? '---' : '--:'))), ...rows].join('\n')
}

/** The worst of a goal's numbers against its bound. */
function missedLine({ text, bound, numbers, unit }) {
  const atLeast = bound.startsWith('≥')
  const limit = Number(bound.slice(1))
  const worst = atLeast ? Math.min(...numbers) : Math.max(...numbers)
  if (!Number.isFinite(worst)) return `- ${text}: ${bound}${unit} wanted, not measured`
  const by = limit === 0 ? '' : `, ${distance(worst / limit)} ${atLeast ? 'too little' : 'too much'}`
  return `- ${text}: ${bound}${unit} wanted, ${Number(worst.toPrecision(3))}${unit} measured${by}`
}

function distance(share) {
  const percent = Math.abs(1 - share) * 100
  return `${Number(percent.toPrecision(percent < 1 ? 1 : 2))} %`
}

function fixed(value, digits) {
  return Number.isFinite(value) ? value.toFixed(digits) : '–'
}
