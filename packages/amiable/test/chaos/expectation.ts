import { inspect, isDeepStrictEqual } from 'node:util'

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

/** Everything that can be measured on a stage, by name. */
export type Vocabulary<Stage> = Readonly<Record<string, (stage: Stage) => unknown>>

/** Named expectations: each a value that must be measured exactly, or a bound. */
export type Expecting<Words extends Vocabulary<never>> = {
  readonly [Name in keyof Words]?: ReturnType<Words[Name]> | Bound<ReturnType<Words[Name]>>
}

/** A scenario that cannot be meant: it expects nothing, or something that nobody measures. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'
}

/** @throws ScenarioError unless something is expected, and all of it is in the vocabulary. */
export function checkNames(scenario: string, expect: object, vocabulary: object): void {
  const names = Object.keys(expect)
  if (names.length === 0) throw new ScenarioError(`${scenario} expects nothing`)
  for (const name of names) {
    if (!Object.hasOwn(vocabulary, name)) {
      const known = Object.keys(vocabulary).join(', ')
      throw new ScenarioError(`${scenario}: unknown expectation "${name}"; known are ${known}`)
    }
  }
}

/** Measures what is expected; a sentence for each expectation that does not hold. */
export function brokenOf<Stage>(stage: Stage, expect: object, vocabulary: Vocabulary<Stage>): string[] {
  return Object.entries(expect).flatMap(([name, expected]) =>
    judge(name, vocabulary[name]?.(stage), expected),
  )
}

/** A sentence that says how a measurement differs from what was expected, or none. */
export function judge(name: string, measured: unknown, expected: unknown): string[] {
  if (expected instanceof Bound) {
    return expected.holds(measured) ? [] : [`${name} is ${show(measured)}, not ${expected.text}`]
  }
  return isDeepStrictEqual(measured, expected) ? [] : [`${name} is ${show(measured)}, not ${show(expected)}`]
}

function show(value: unknown): string {
  return inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 5 })
}
