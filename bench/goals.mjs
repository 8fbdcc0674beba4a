const FLOOD_INPUTS = ['plain', 'utf8']
const floodKeys = (mode) => FLOOD_INPUTS.map((input) => `${mode}.${input}`)
const LINEAR_GROWTH = 4
/** A peer that loses more events, or answers more actions wrongly, is not compared with: it does not do the work. */
const MOST_WRONG = 0.01

/*
 * Each goal takes one number per key that was measured and holds it against a bound. A goal whose number cannot be
 * had, for want of a peer or because the client failed, is missed.
 */
const GOALS = [
  {
    text: 'flood, count: events/s against the fastest peer',
    keys: floodKeys('count'),
    number: (at) => at.amiable.eventsPerSecond / at.bestPeer('eventsPerSecond'),
    atLeast: 8,
    unit: '×',
  },
  {
    text: 'flood, read 5: events/s against the fastest peer',
    keys: floodKeys('read5'),
    number: (at) => at.amiable.eventsPerSecond / at.bestPeer('eventsPerSecond'),
    atLeast: 6,
    unit: '×',
  },
  {
    text: 'flood, count: CPU per event against raw-frames',
    keys: floodKeys('count'),
    number: (at) => at.amiable.cpuSecondsPerMillion / at.target('raw-frames').cpuSecondsPerMillion,
    atMost: 2,
    unit: '×',
  },
  {
    text: 'delivery: events lost, doubled, garbled or out of order',
    keys: floodKeys('delivery'),
    number: ({ amiable }) => amiable.lost + amiable.doubled + amiable.garbled + amiable.outOfOrder,
    atMost: 0,
    unit: '',
  },
  {
    text: 'flood: share of events missing under full speed',
    keys: [...floodKeys('count'), ...floodKeys('read5')],
    number: ({ amiable }) => amiable.missing,
    atMost: 0,
    unit: '',
  },
  {
    text: 'actions, 1024 in flight: actions/s against the fastest peer',
    keys: ['actions.1024'],
    number: (at) => at.amiable.actionsPerSecond / at.bestPeer('actionsPerSecond'),
    atLeast: 3,
    unit: '×',
  },
  {
    text: 'actions: share of answers that reached the wrong asker',
    keys: ['actions.1', 'actions.64', 'actions.1024'],
    number: ({ amiable }) => amiable.wrong,
    atMost: 0,
    unit: '',
  },
  {
    text: 'scale: resident memory of a connection',
    keys: ['scale'],
    number: ({ amiable }) => amiable.rssBytesPerConnection / 1024,
    atMost: 25,
    unit: ' KiB',
  },
  {
    text: 'fairness: p99 of a ping beside a flooding server',
    keys: ['fairness'],
    number: ({ amiable }) => amiable.p99Ms,
    atMost: 15,
    unit: ' ms',
  },
  {
    text: 'fairness: events of the quiet servers that did not arrive',
    keys: ['fairness', 'fairness.burn'],
    number: ({ amiable }) => amiable.quietMissing,
    atMost: 0,
    unit: '',
  },
  {
    text: 'fairness: the same p99 with a handler that takes 5 ms for each event of the flood',
    keys: ['fairness.burn'],
    number: ({ amiable }) => amiable.p99Ms,
    atMost: 50,
    unit: ' ms',
  },
  {
    text: 'linear: cost of a frame among 64k waiting against 2k',
    keys: ['decoder'],
    number: ({ amiable }) => amiable.nsPerFrameIn64k / amiable.nsPerFrameIn2k,
    atMost: 1.3,
    unit: '×',
  },
  {
    text: 'linear: time of a held endless frame against one of a quarter',
    keys: ['decoder'],
    number: ({ amiable }) => amiable.endlessMs / amiable.endlessQuarterMs,
    atMost: 2 * LINEAR_GROWTH,
    unit: '×',
  },
  {
    text: 'idle: CPU of one connected client',
    keys: ['idle'],
    number: ({ amiable }) => amiable.cpuShare * 100,
    atMost: 0.1,
    unit: ' %',
  },
  {
    text: 'idle: CPU of a client that is refused',
    keys: ['refused'],
    number: ({ amiable }) => amiable.cpuShare * 100,
    atMost: 0.5,
    unit: ' %',
  },
]

/** Every goal whose measurements were run: `{ text, bound, numbers, unit, pass }`. */
export function checkGoals(results) {
  return GOALS.flatMap(({ text, keys, number, atLeast, atMost, unit }) => {
    const measured = keys.filter((key) => results.measured[key]?.amiable)
    if (measured.length === 0) return []
    const numbers = measured.map((key) => number(at(results, key)))
    const pass = numbers.every((value) => (atLeast === undefined ? value <= atMost : value >= atLeast))
    return [{ text, bound: atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`, numbers, unit, pass }]
  })
}

/** The best value of a rate among the peers that did the work; undefined when none did. */
export function bestPeer(results, key, metric) {
  const rates = Object.entries(results.measured[key] ?? {})
    .filter(([name]) => results.kinds[name] === 'peer')
    .filter(([, sample]) => (sample.missing ?? sample.wrong ?? 0) <= MOST_WRONG)
    .flatMap(([, sample]) => sample[metric] ?? [])
  return rates.length === 0 ? undefined : Math.max(...rates)
}

function at(results, key) {
  const byTarget = results.measured[key]
  return {
    amiable: byTarget.amiable,
    target: (name) => byTarget[name] ?? {},
    bestPeer: (metric) => bestPeer(results, key, metric),
  }
}
