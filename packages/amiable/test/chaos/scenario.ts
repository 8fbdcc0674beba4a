import { type SimulatorOptions, startSimulator } from '@amiable/simulator'
import type { AmiClientOptions } from 'amiable'
import { UNDISTURBED } from './bystander.ts'
import { brokenOf, checkNames, type Expecting, judge } from './expectation.ts'
import { Stage } from './stage.ts'
import { vocabulary } from './vocabulary.ts'

export { atLeast, atMost, ScenarioError } from './expectation.ts'

/** Named expectations of one server's client. */
export type Expectations = Expecting<typeof vocabulary>

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

/**
 * Plays a scenario and measures what it expects. Whatever happens, another server of the same cluster must notice
 * nothing of it.
 *
 * @throws ScenarioError before anything is started; what the script throws; an Error that lists every expectation
 * that does not hold.
 */
export async function play(scenario: Scenario): Promise<void> {
  checkNames(scenario.name, scenario.expect, vocabulary)
  await using pbx = await startSimulator(scenario.pbx)
  await using neighbour = await startSimulator()
  await using stage = new Stage(pbx, neighbour, scenario.name, scenario.client)
  await stage.bystander.begin()
  if (scenario.connect !== false) await stage.connect()
  await scenario.script(stage)
  const broken = [
    ...brokenOf(stage, scenario.expect, vocabulary),
    ...judge('bystander', await stage.bystander.end(), UNDISTURBED),
  ]
  if (broken.length > 0) throw new Error([`${scenario.name}:`, ...broken].join('\n  '))
}

/** A test that plays a scenario under the test's own title. */
export function scenario(
  parts: Omit<Scenario, 'name'>,
): (context: { readonly task: { readonly name: string } }) => Promise<void> {
  return ({ task }) => play({ ...parts, name: task.name })
}
