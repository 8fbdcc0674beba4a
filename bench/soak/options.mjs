import { parseArgs } from 'node:util'

const USAGE = `npm run soak -- [options]
  --seconds N          how long (default 1800)
  --servers N          simulated servers (default 20)
  --events N           events a second, over all of them (default 20000)
  --actions N          actions a second, routed over them (default 500)
  --kill-every N       seconds between two kills (default 20)
  --heap-bound N       most KiB the heap may grow by in a minute (default 16)
  --json               prints the result as JSON, and nothing else

Ctrl-C ends it early, with the sums of what was done.`

const NUMBERS = {
  seconds: 1_800,
  servers: 20,
  events: 20_000,
  actions: 500,
  'kill-every': 20,
  'heap-bound': 16,
}
/** A run shorter than this says nothing of the heap: it grows while code is compiled. */
const HEAP_MIN_SECONDS = 120
const WARM_UP_MAX_MS = 300_000
const AWAY_MAX_MS = 3_000

/** What the command line asks for. Exits with the usage when it is not understood. */
export function readOptions(argv) {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        ...Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, { type: 'string' }])),
      },
    })
    if (values.help) {
      process.stdout.write(`${USAGE}\n`)
      process.exit(0)
    }
    const number = (name) => (values[name] === undefined ? NUMBERS[name] : positive(name, values[name]))
    const seconds = number('seconds')
    const killEveryMs = number('kill-every') * 1_000
    return {
      json: values.json,
      seconds,
      servers: number('servers'),
      eventsPerSecond: number('events'),
      actionsPerSecond: number('actions'),
      killEveryMs,
      awayMs: Math.min(AWAY_MAX_MS, killEveryMs / 2),
      heap: {
        isJudged: seconds >= HEAP_MIN_SECONDS,
        boundKiBPerMinute: number('heap-bound'),
        warmUpMs: Math.min(WARM_UP_MAX_MS, seconds * 250),
        everyMs: Math.min(10_000, Math.max(1_000, seconds * 5)),
      },
    }
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}\n`)
    process.exit(2)
  }
}

function positive(name, text) {
  const number = Number(text)
  if (!(number > 0 && Number.isFinite(number))) {
    throw new Error(`--${name} takes a positive number, not ${text}`)
  }
  return number
}
