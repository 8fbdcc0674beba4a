import { type PrivilegeClass, type PrivilegeOptions, type Privileges, privileges } from './privileges.ts'
import type { EventName } from './receiving.ts'
import type { ActionName } from './sending.ts'

/** What a program sends, and what it wants to hear of. */
export interface PrivilegeNeeds {
  readonly actions?: Iterable<ActionName | (string & {})>
  readonly events?: Iterable<EventName | (string & {})>
}

/** What a user of manager.conf must be given, and no more. */
export interface MinimalPrivileges {
  readonly read: readonly PrivilegeClass[]
  readonly write: readonly PrivilegeClass[]
  /** What this Asterisk does not have: it takes no privilege to be refused. */
  readonly unknown: readonly string[]
}

/** Where either of several classes would do, the later one is given, which lets a user do less. */
const MIGHTIEST_FIRST: readonly PrivilegeClass[] = ['system', 'config', 'call', 'reporting']
const meekness = (one: PrivilegeClass): number => MIGHTIEST_FIRST.indexOf(one)

/**
 * The fewest classes with which a user may send these actions and hear of these events.
 *
 * An action can need more than its class: an `Originate` of some applications, or a `Setvar` of some functions, is
 * refused to users without `system`. And what an action causes is heard of only with the classes of those events.
 *
 * @example
 * ```ts
 * import { minimalPrivileges } from 'amiable/catalogue'
 *
 * minimalPrivileges({ actions: ['Originate', 'Hangup'], events: ['OriginateResponse'] }, { asterisk: 22 })
 * // { read: ['call'], write: ['call', 'originate'], unknown: [] }
 * ```
 */
export function minimalPrivileges(needs: PrivilegeNeeds, options: PrivilegeOptions = {}): MinimalPrivileges {
  const all = privileges(options)
  const unknown = new Set<string>()
  const lookUp = (names: Iterable<string> = [], table: Privileges['actions']) =>
    [...names].flatMap((name) => {
      const classes = classesOf(table, name)
      if (classes === undefined) unknown.add(name)
      return classes === undefined ? [] : [classes]
    })
  const read = new Set(lookUp(needs.events, all.events).flat())
  const write = fewestOf(lookUp(needs.actions, all.actions).filter(({ length }) => length > 0))
  return { read: [...read].sort(), write: [...write].sort(), unknown: [...unknown] }
}

/** By name in any case, as Asterisk takes it. */
function classesOf(table: Privileges['actions'], name: string): readonly PrivilegeClass[] | undefined {
  const exact = table.get(name)
  if (exact !== undefined) return exact
  const wanted = name.toLowerCase()
  for (const [known, classes] of table) if (known.toLowerCase() === wanted) return classes
  return undefined
}

/** The fewest classes that have at least one of each choice; of several such sets, the meekest. */
function fewestOf(choices: readonly (readonly PrivilegeClass[])[]): Set<PrivilegeClass> {
  const chosen = new Set(choices.filter(({ length }) => length === 1).flat())
  const open = choices.filter((classes) => !classes.some((one) => chosen.has(one)))
  const candidates = [...new Set(open.flat())].sort((one, other) => meekness(other) - meekness(one))
  const satisfies = (picked: readonly PrivilegeClass[]): boolean =>
    open.every((classes) => classes.some((one) => picked.includes(one)))
  const sizes = Array.from({ length: candidates.length + 1 }, (_, size) => size)
  const picked = sizes.flatMap((size) => subsets(candidates, size)).find(satisfies) ?? candidates
  return new Set([...chosen, ...picked])
}

/** All subsets of a size, in the order of their elements. */
function subsets<Item>(items: readonly Item[], size: number): Item[][] {
  if (size === 0) return [[]]
  return items.flatMap((item, index) =>
    subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]),
  )
}
