import { bestPeer } from './goals.mjs'

const IN_FLIGHT = [1, 64, 1024]

/** A share of time spent waiting for a core above which other work has bent the numbers. */
const BUSY = 0.1

/** The results as Markdown: the machine, a table for each group that was run, and the goals. */
export function renderReport(results) {
  return [
    circumstances(results),
    ...['plain', 'utf8'].map((input) => floodTable(results, input)),
    deliveryTable(results),
    actionsTable(results),
    scaleTable(results),
    linearTable(results),
    idleLine(results),
    troubleList(results),
    goalTable(results),
  ]
    .filter((part) => part !== undefined)
    .join('\n\n')
}

function circumstances({ machine, pinned, quick, rounds, waited }) {
  const sentences = [
    `${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}`,
    pinned ? 'Server and client pinned to a core each' : 'Not pinned',
    rounds === 1 ? 'One round' : `Medians of ${rounds} rounds`,
  ]
  if (quick) sentences.push('**A quick run: sizes too small to compare**')
  if (waited.clients !== undefined) {
    const shares = `Waiting for a core: ${percent(waited.clients)} of the clients' time, ${percent(waited.server)} of the server's`
    sentences.push(shares)
    if (Math.max(waited.clients, waited.server) > BUSY)
      sentences.push('**The machine was busy with other work**')
  }
  return `${sentences.join('. ')}.`
}

function floodTable(results, input) {
  const [count, read5] = [results.measured[`count.${input}`], results.measured[`read5.${input}`]]
  if (!count) return undefined
  const peer = bestPeer(results, `count.${input}`, 'eventsPerSecond')
  const reader = bestPeer(results, `read5.${input}`, 'eventsPerSecond')
  const limit = count['raw-frames']?.cpuSecondsPerMillion
  const rows = Object.entries(count).map(([name, sample]) => {
    const read = read5?.[name] ?? {}
    return [
      results.labels[name],
      thousands(sample.eventsPerSecond),
      times(sample.eventsPerSecond / peer),
      fixed(sample.cpuSecondsPerMillion, 2),
      times(sample.cpuSecondsPerMillion / limit),
      thousands(read.eventsPerSecond),
      times(read.eventsPerSecond / reader),
      fixed(read.cpuSecondsPerMillion, 2),
      percent(Math.max(sample.missing, read.missing ?? 0)),
    ]
  })
  const title =
    input === 'plain' ? 'the capture as it is' : 'UTF-8 names in 60 % of the frames, stray CR LF pairs'
  const columns = [
    'client',
    'count, k events/s',
    '÷ fastest peer',
    'CPU s per M',
    '÷ raw-frames',
    'read 5, k events/s',
    '÷ fastest peer',
    'CPU s per M',
    'missing',
  ]
  return table(`Flood, ${title}`, columns, rows)
}

function deliveryTable(results) {
  const [plain, utf8] = [results.measured['delivery.plain'], results.measured['delivery.utf8']]
  if (!plain) return undefined
  const cells = (sample) => [sample.sent, sample.lost, sample.doubled, sample.garbled, sample.outOfOrder]
  const rows = Object.keys(plain).map((name) => [
    results.labels[name],
    ...[...cells(plain[name]), ...cells(utf8[name])].map((value) => value ?? '–'),
  ])
  const columns = ['sent', 'lost', 'doubled', 'garbled', 'misplaced']
  const heads = [
    'client',
    ...columns.map((name) => `plain: ${name}`),
    ...columns.map((name) => `UTF-8: ${name}`),
  ]
  return table('Delivery, five headers of every event compared', heads, rows)
}

function actionsTable(results) {
  const byFlight = IN_FLIGHT.map((inFlight) => results.measured[`actions.${inFlight}`])
  if (byFlight.some((byTarget) => byTarget === undefined)) return undefined
  const peer = bestPeer(results, 'actions.1024', 'actionsPerSecond')
  const rows = Object.keys(byFlight[0]).map((name) => {
    const samples = byFlight.map((byTarget) => byTarget[name])
    return [
      results.labels[name],
      ...samples.map(actionsCell),
      times(samples[2].actionsPerSecond / peer),
      percent(Math.max(...samples.map(({ wrong }) => wrong ?? 0))),
      Math.max(...samples.map(({ unanswered }) => unanswered ?? 0)),
    ]
  })
  const columns = ['client', ...IN_FLIGHT.map(String), '1024 ÷ fastest peer', 'wrong answers', 'unanswered']
  return table('Actions in flight: k actions/s · p50 ms · p99 ms · CPU µs per action', columns, rows)
}

function actionsCell({ actionsPerSecond, p50Ms, p99Ms, cpuMicrosecondsPerAction }) {
  return [
    fixed(actionsPerSecond / 1_000, 1),
    fixed(p50Ms, 2),
    fixed(p99Ms, 2),
    fixed(cpuMicrosecondsPerAction, 1),
  ].join(' · ')
}

function scaleTable(results) {
  const { scale = {}, fairness = {}, 'fairness.burn': burning = {} } = results.measured
  const names = Object.keys({ ...scale, ...fairness })
  if (names.length === 0) return undefined
  const rows = names.map((name) => {
    const [size, fair, burn] = [scale[name] ?? {}, fairness[name] ?? {}, burning[name] ?? {}]
    return [
      results.labels[name],
      fixed(size.rssBytesPerConnection / 1024, 1),
      fixed(size.loggedInMs, 0),
      ...[fair.p50Ms, fair.p99Ms, fair.maxMs].map((value) => fixed(value, 1)),
      thousands(fair.floodEventsPerSecond),
      Number.isFinite(fair.quietMissing) ? `${fair.quietMissing} of ${fair.quietSent}` : '–',
      fixed(burn.p99Ms, 1),
    ]
  })
  const columns = [
    'client',
    'KiB per connection',
    'all logged in, ms',
    'ping p50, ms',
    'ping p99, ms',
    'ping max, ms',
    'flood meanwhile, k events/s',
    "the others' events missing",
    'ping p99, 5 ms for each event, ms',
  ]
  return table('Many servers in one process, and pings beside one that floods', columns, rows)
}

function linearTable(results) {
  const { decoder, 'endless.quarter': quarter, 'endless.whole': whole } = results.measured
  if (!whole) return undefined
  const rows = Object.keys(whole).map((name) => {
    const [small, large, alone] = [quarter[name], whole[name], decoder?.[name] ?? {}]
    return [
      results.labels[name],
      fixed(small.elapsedMs, 0),
      fixed(large.elapsedMs, 0),
      times(large.elapsedMs / small.elapsedMs),
      fixed(alone.nsPerFrameIn2k, 0),
      fixed(alone.nsPerFrameIn64k, 0),
      fixed(alone.endlessMs, 1),
    ]
  })
  const columns = [
    'client',
    'endless frame, a quarter, ms',
    'the whole, ms',
    'growth (linear: 4)',
    'decoder, ns per frame of 2k waiting',
    'of 64k waiting',
    'decoder, endless frame held, ms',
  ]
  return table('A frame without end, and a backlog', columns, rows)
}

function idleLine({ measured: { idle, refused } }) {
  if (!idle) return undefined
  const share = (sample) => percent(sample?.amiable?.cpuShare)
  return `Idle: ${share(idle)} CPU while connected, ${share(refused)} while refused.`
}

function troubleList(results) {
  const lines = Object.entries(results.measured).flatMap(([key, byTarget]) =>
    Object.entries(byTarget)
      .filter(([, { failure }]) => failure !== undefined)
      .map(
        ([name, { failure, failed }]) => `- ${results.labels[name]}, ${key}: ${failure} (${failed} rounds)`,
      ),
  )
  return lines.length === 0 ? undefined : `Measurements that failed:\n\n${lines.join('\n')}`
}

function goalTable({ goals }) {
  if (goals.length === 0) return undefined
  const rows = goals.map(({ text, bound, numbers, unit, pass }) => [
    text,
    `${bound}${unit}`,
    numbers
      .map((value) => (Number.isFinite(value) ? `${Number(value.toFixed(2))}${unit}` : 'not measured'))
      .join(', '),
    pass ? 'pass' : '**missed**',
  ])
  return table('Goals', ['goal', 'bound', 'measured', ''], rows)
}

function table(title, columns, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [`### ${title}`, '', line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n')
}

function fixed(value, digits) {
  return Number.isFinite(value) ? value.toFixed(digits) : '–'
}

function thousands(value) {
  return fixed(value / 1_000, 0)
}

function times(value) {
  return Number.isFinite(value) ? `${value.toFixed(2)}×` : '–'
}

function percent(share) {
  if (!Number.isFinite(share)) return '–'
  return `${Number((share * 100).toFixed(3))} %`
}
