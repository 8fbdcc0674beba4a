import { inspect, isDeepStrictEqual } from 'node:util'
import { type SimulatorOptions, startSimulator } from '@amiable/simulator'
import type { AmiClientOptions } from 'amiable'
import { Stage } from './stage.ts'
import { type ExpectationName, type Measured, vocabulary } from './vocabulary.ts'

/** What a measurement must satisfy, where it cannot be told exactly. */
export class Bound<in T> {
  readonly text: string
  readonly holds: (value: T) => boolean

  constructor(text: string, holds: (value: T) => boolean) {
    this.text = text
    this.holds = holds
  }
}

/** No more than this. */
export const atMost = (limit: number): Bound<number> =>
  new Bound(`at most ${limit}`, (value) => value <= limit)

/** No less than this. */
export const atLeast = (limit: number): Bound<number> =>
  new Bound(`at least ${limit}`, (value) => value >= limit)

/** Named expectations: each a value that must be measured exactly, or a bound. */
export type Expectations = {
  readonly [Name in ExpectationName]?: Measured<Name> | Bound<Measured<Name>>
}

/** Something that happens to a client, played by the simulator, and what must hold afterwards. */
export interface Scenario {
  /** Its behaviour's ID and what it is about: `S1 permission-denied`. Names the client's server as well. */
  readonly name: string
  readonly pbx?: SimulatorOptions
  readonly client?: Partial<AmiClientOptions>
  /** Whether the client is connected, and quiet, before the script begins. @default true */
  readonly connect?: boolean
  readonly script: (stage: Stage) => Promise<void>
  readonly expect: Expectations
}

/** A scenario that cannot be meant: it expects nothing, or something that nobody measures. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'
}

/**
 * Plays a scenario and measures what it expects.
 *
 * @throws ScenarioError before anything is started; what the script throws; an Error that lists every expectation
 * that does not hold.
 */
export async function play(scenario: Scenario): Promise<void> {
  const names = namesOf(scenario)
  await using pbx = await startSimulator(scenario.pbx)
  await using stage = new Stage(pbx, scenario.name, scenario.client)
  if (scenario.connect !== false) await stage.connect()
  await scenario.script(stage)
  const broken = names.flatMap((name) => judge(name, vocabulary[name](stage), scenario.expect[name]))
  if (broken.length > 0) throw new Error([`${scenario.name}:`, ...broken].join('\n  '))
}

/** A test that plays a scenario under the test's own title. */
export function scenario(
  parts: Omit<Scenario, 'name'>,
): (context: { readonly task: { readonly name: string } }) => Promise<void> {
  return ({ task }) => play({ ...parts, name: task.name })
}

function namesOf({ name, expect }: Scenario): ExpectationName[] {
  const names = Object.keys(expect)
  if (names.length === 0) throw new ScenarioError(`${name} expects nothing`)
  for (const expectation of names) {
    if (!Object.hasOwn(vocabulary, expectation)) {
      const known = Object.keys(vocabulary).join(', ')
      throw new ScenarioError(`${name}: unknown expectation "${expectation}"; known are ${known}`)
    }
  }
  return names as ExpectationName[]
}

function judge(name: string, measured: unknown, expected: unknown): string[] {
  if (expected instanceof Bound) {
    return expected.holds(measured) ? [] : [`${name} is ${show(measured)}, not ${expected.text}`]
  }
  return isDeepStrictEqual(measured, expected) ? [] : [`${name} is ${show(measured)}, not ${show(expected)}`]
}

function show(value: unknown): string {
  return inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 5 })
}
