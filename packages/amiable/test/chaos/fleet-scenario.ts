import { brokenOf, checkNames, type Expecting } from './expectation.ts'
import { type FleetParts, FleetStage } from './fleet-stage.ts'
import { fleetVocabulary } from './fleet-vocabulary.ts'

/** Something that happens to a whole fleet, played by simulators, and what must hold afterwards. */
export interface FleetScenario extends FleetParts {
  /** Runs once every server is ready. */
  readonly script: (stage: FleetStage) => Promise<void>
  readonly expect: Expecting<typeof fleetVocabulary>
}

/** A test that plays a scenario of a fleet under the test's own title. */
export function fleetScenario(
  scenario: FleetScenario,
): (context: { readonly task: { readonly name: string } }) => Promise<void> {
  return async ({ task }) => {
    checkNames(task.name, scenario.expect, fleetVocabulary)
    await using stage = await FleetStage.start(scenario)
    await stage.cluster.connect({ wait: 'all' })
    await scenario.script(stage)
    const broken = brokenOf(stage, scenario.expect, fleetVocabulary)
    if (broken.length > 0) throw new Error([`${task.name}:`, ...broken].join('\n  '))
  }
}
