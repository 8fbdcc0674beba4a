import { TARGETS } from './targets/index.mjs'

const INPUTS = ['plain', 'utf8']
const IN_FLIGHT = [1, 64, 1024]
const EVERY_FRAME = Number.MAX_SAFE_INTEGER
/** What the handler of an application takes that does too much in it. */
const BURN_MS = 5

const isClient = (name) => TARGETS[name].kind !== 'limit'
const asks = (name) => TARGETS[name].asks !== false
const isAmiable = (name) => TARGETS[name].kind === 'amiable'
const everyone = () => true

/**
 * The measurements of a run: `{ key, scenario, parameters, targets, rounds }`, `key` naming it in the results.
 *
 * `describe(input, frames)` tells how many bytes the first frames of a flood input are.
 */
export async function planOf(options, describe) {
  const groups = {
    flood: () => floodPlan(options, describe),
    actions: () => actionsPlan(options),
    scale: () => [step('scale', 'scale', { connections: options.connections }, asks)],
    fairness: () => fairnessPlan(options, describe),
    linear: () => linearPlan(options),
    idle: () => idlePlan(options),
  }
  const steps = []
  for (const group of options.groups) steps.push(...(await groups[group]()))
  return steps
    .map(({ takes, once, ...rest }) => ({
      ...rest,
      targets: options.targets.filter(takes),
      rounds: once ? 1 : options.rounds,
    }))
    .filter(({ targets }) => targets.length > 0)
}

function step(key, scenario, parameters, takes, once = false) {
  return { key, scenario, parameters, takes, once }
}

async function floodPlan({ flood }, describe) {
  const { warmUpMs, targetMs, maxRepeats } = flood
  const steps = []
  for (const input of INPUTS) {
    const unit = await describe(input, flood.frames)
    const warmUp = await describe(input, flood.warmUpFrames)
    const parameters = { input, unit, warmUp, warmUpMs, targetMs, maxRepeats }
    steps.push(step(`delivery.${input}`, 'delivery', { input, unit }, isClient, true))
    steps.push(step(`count.${input}`, 'flood', { ...parameters, read: false }, everyone))
    steps.push(step(`read5.${input}`, 'flood', { ...parameters, read: true }, isClient))
  }
  return steps
}

function actionsPlan({ actions }) {
  return IN_FLIGHT.map((inFlight) => step(`actions.${inFlight}`, 'actions', { ...actions, inFlight }, asks))
}

async function fairnessPlan({ fairness }, describe) {
  const unit = await describe('plain', EVERY_FRAME)
  const parameters = { ...fairness, input: 'plain', unit }
  return [
    step('fairness', 'fairness', { ...parameters, burnMs: 0 }, asks),
    step('fairness.burn', 'fairness', { ...parameters, burnMs: BURN_MS }, isAmiable),
  ]
}

function linearPlan({ endlessBytes }) {
  return [
    step('decoder', 'decoder', { endlessBytes }, isAmiable),
    step('endless.quarter', 'endless', { bytes: endlessBytes / 4 }, isClient, true),
    step('endless.whole', 'endless', { bytes: endlessBytes }, isClient, true),
  ]
}

function idlePlan({ idle }) {
  return [
    step('idle', 'idle', { reachable: true, ...idle }, isAmiable, true),
    step('refused', 'idle', { reachable: false, ...idle }, isAmiable, true),
  ]
}
