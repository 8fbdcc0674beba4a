import { writeFileSync } from 'node:fs'
import { arch, cpus, platform } from 'node:os'
import { checkGoals } from './goals.mjs'
import { readOptions } from './options.mjs'
import { planOf } from './plan.mjs'
import { coresToPin, runClient, startServer } from './processes.mjs'
import { writeReadmes } from './readme.mjs'
import { renderReport } from './report.mjs'
import { medians } from './statistics.mjs'
import { labelOf, TARGETS } from './targets/index.mjs'
import { schedulingOf, waitedShare } from './waiting.mjs'

const RESULTS = new URL('./results.json', import.meta.url)

const options = readOptions(process.argv.slice(2))
const cores = coresToPin()
const server = await startServer(cores?.server)
const clientSpans = []
const measured = await measureAll(await planOf(options, server.describe), server)
const waited = { clients: waitedShare(clientSpans), server: waitedShare([schedulingOf(server.pid)]) }
server.stop()

const results = {
  machine: {
    cpu: cpus()[0].model.trim(),
    cores: cpus().length,
    system: `${platform()} ${arch()}`,
    node: process.version,
  },
  pinned: cores !== undefined,
  waited,
  quick: options.quick,
  rounds: options.rounds,
  labels: Object.fromEntries(options.targets.map((name) => [name, labelOf(name)])),
  kinds: Object.fromEntries(options.targets.map((name) => [name, TARGETS[name].kind])),
  measured,
}
results.goals = checkGoals(results)
const report = renderReport(results)
console.log(report)
if (options.save) writeFileSync(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`)
if (options.writeReadme) writeReadmes(results)
process.exitCode = exitCodeOf(results)

/** Runs the plan in rounds, every target once in each, so that a busy minute of the machine hits all alike. */
async function measureAll(plan, server) {
  const runs = new Map(plan.map(({ key }) => [key, new Map()]))
  const rounds = Math.max(...plan.map((step) => step.rounds))
  for (let round = 1; round <= rounds; round += 1) {
    for (const step of plan.filter((candidate) => round <= candidate.rounds)) {
      console.error(`round ${round} of ${step.rounds}: ${step.key}, ${step.targets.length} targets`)
      for (const target of step.targets) {
        const outcome = await runStep(step, target, server)
        clientSpans.push(outcome.scheduling)
        runs.get(step.key).set(target, [...(runs.get(step.key).get(target) ?? []), outcome])
      }
    }
  }
  return Object.fromEntries([...runs].map(([key, byTarget]) => [key, summariesOf(byTarget)]))
}

function runStep({ scenario, parameters }, target, server) {
  const timeoutMs = options.timeoutMs + (parameters.runMs ?? 0)
  return runClient({ scenario, target, parameters }, server, cores?.client, timeoutMs)
}

/** The medians of each target's samples; where no round brought one, what happened; how many rounds failed. */
function summariesOf(byTarget) {
  return Object.fromEntries(
    [...byTarget].map(([target, outcomes]) => {
      const samples = outcomes.flatMap(({ sample }) => sample ?? [])
      const failures = outcomes.flatMap(({ failure }) => failure ?? [])
      const trouble = failures.length > 0 ? { failure: failures[0], failed: failures.length } : {}
      return [target, { ...(samples.length > 0 ? medians(samples) : {}), rounds: samples.length, ...trouble }]
    }),
  )
}

function exitCodeOf({ goals, measured: byKey }) {
  const broken = Object.values(byKey).some((byTarget) => byTarget.amiable?.failure !== undefined)
  return broken || (options.enforce && goals.some(({ pass }) => !pass)) ? 1 : 0
}
