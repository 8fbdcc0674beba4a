import { parseArgs } from 'node:util'
import { TARGETS } from './targets/index.mjs'

const USAGE = `node bench/run.mjs [options]
  --quick           small sizes and one round: proves that everything runs, its numbers compare with nothing
  --rounds N        rounds of each measurement, interleaved over the targets (default 5)
  --only a,b        of: flood, actions, scale, fairness, linear, idle
  --targets a,b     of: ${Object.keys(TARGETS).join(', ')}
  --save            writes bench/results.json
  --write-readme    puts the tables into bench/README.md, and a summary into README.md
  --enforce         exit code 1 when a goal is missed`

const GROUPS = ['flood', 'actions', 'scale', 'fairness', 'linear', 'idle']

const FULL = {
  rounds: 5,
  flood: {
    frames: Number.MAX_SAFE_INTEGER,
    warmUpFrames: 12_000,
    warmUpMs: 800,
    targetMs: 1_200,
    maxRepeats: 60,
  },
  actions: { warmUpMs: 1_000, runMs: 1_500 },
  connections: 1_000,
  fairness: { connections: 100, warmUpMs: 3_000, runMs: 3_000 },
  endlessBytes: 12 << 20,
  idle: { settleMs: 30_000, runMs: 60_000 },
  timeoutMs: 60_000,
}

const QUICK = {
  rounds: 1,
  flood: { frames: 8_000, warmUpFrames: 4_000, warmUpMs: 50, targetMs: 200, maxRepeats: 4 },
  actions: { warmUpMs: 50, runMs: 200 },
  connections: 100,
  fairness: { connections: 20, warmUpMs: 200, runMs: 500 },
  endlessBytes: 4 << 20,
  idle: { settleMs: 500, runMs: 10_000 },
  timeoutMs: 30_000,
}

/** What the command line asks for, and the sizes that follow from it. Exits with the usage when it is not understood. */
export function readOptions(argv) {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        quick: { type: 'boolean', default: false },
        rounds: { type: 'string' },
        only: { type: 'string' },
        targets: { type: 'string' },
        save: { type: 'boolean', default: false },
        'write-readme': { type: 'boolean', default: false },
        enforce: { type: 'boolean', default: false },
      },
    })
    const sizes = values.quick ? QUICK : FULL
    return {
      ...sizes,
      quick: values.quick,
      save: values.save,
      writeReadme: values['write-readme'],
      enforce: values.enforce,
      rounds: values.rounds === undefined ? sizes.rounds : positive(values.rounds),
      groups: listOf(values.only, GROUPS),
      targets: listOf(values.targets, Object.keys(TARGETS)),
    }
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`)
    process.exit(2)
  }
}

function positive(text) {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`--rounds takes a positive number, not ${text}`)
  return number
}

function listOf(text, known) {
  if (text === undefined) return known
  const wanted = text.split(',')
  const unknown = wanted.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(', ')}; known are ${known.join(', ')}`)
  return wanted
}
