import { capabilityTable } from './capability-table.ts'
import { privileges } from './privileges.ts'
import type { EventName } from './receiving.ts'
import { type AsteriskRelease, type AsteriskTold, isAtLeast, releaseOf } from './release.ts'
import type { ActionName } from './sending.ts'

/** What an Asterisk may have or not: an action, a parameter of one, or an event. */
export type Capability =
  | { readonly action: ActionName | (string & {}); readonly parameter?: string }
  | { readonly event: EventName | (string & {}) }

/** The first release of each branch that has something, and the last major that does. */
interface Life {
  readonly since: readonly AsteriskRelease[]
  readonly until: number
}

/** The first major whose facts are known. */
const OLDEST = 13
const ALWAYS: Life = { since: [], until: Number.POSITIVE_INFINITY }

/** By name in lower case; made when first asked for. */
const lives = new Map<string, ReadonlyMap<string, Life>>()

/**
 * Whether an Asterisk has an action, a parameter of one, or an event. `undefined` when that cannot be told: the name is
 * none of Asterisk's, its version is unknown or older than 13, or only the major is known and that does not decide.
 *
 * Says what releases have, not what a server has loaded or a login may do: for that ask the client's `actions()`.
 *
 * @param asterisk a client, or the version as its `CoreSettings` states it.
 *
 * @example
 * ```ts
 * import { supports } from 'amiable/catalogue'
 *
 * supports('20.10.0', { action: 'Filter', parameter: 'MatchCriteria' }) // false
 * supports('20.11.0', { action: 'Filter', parameter: 'MatchCriteria' }) // true
 * supports('22.10.1', { action: 'SIPpeers' }) // false
 * ```
 */
export function supports(asterisk: AsteriskTold, what: Capability): boolean | undefined {
  const release = releaseOf(asterisk)
  if (release === undefined) return undefined
  if ('event' in what) return isAlive(lifeOf('events', what.event), release)
  const has = isAlive(lifeOf('actions', what.action), release)
  if (has !== true || what.parameter === undefined) return has
  return isAlive(parameters(what.action)?.get(what.parameter.toLowerCase()), release)
}

function isAlive(life: Life | undefined, release: AsteriskRelease): boolean | undefined {
  if (life === undefined) return undefined
  const { since, until } = life
  if (release.major > until) return false
  const first = since.find(({ major }) => major === release.major)
  if (first !== undefined) return isAtLeast(release, first)
  const newest = since.at(-1)
  if (newest !== undefined) return release.major > newest.major
  return release.major >= OLDEST ? true : undefined
}

function lifeOf(kind: 'actions' | 'events', name: string): Life | undefined {
  const known = lives.get(kind) ?? remember(kind, [...privileges()[kind].keys()], capabilityTable[kind])
  return known.get(name.toLowerCase())
}

function parameters(action: string): ReadonlyMap<string, Life> | undefined {
  const folded = action.toLowerCase()
  const known = lives.get(`${folded} `)
  if (known !== undefined) return known
  const [, text = ''] =
    Object.entries<string>(capabilityTable.params).find(([name]) => name.toLowerCase() === folded) ?? []
  return remember(`${folded} `, [], text)
}

function remember(key: string, always: readonly string[], text: string): ReadonlyMap<string, Life> {
  const known = new Map(always.map((name) => [name.toLowerCase(), ALWAYS]))
  for (const word of text.trim().split(/\s+/)) {
    const [name = '', life = ''] = word.split(':')
    const [since = '', until] = life.split('-')
    known.set(name.toLowerCase(), {
      since: since.split(',').flatMap((one) => releaseOf(one) ?? []),
      until: Number(until ?? ALWAYS.until),
    })
  }
  lives.set(key, known)
  return known
}
