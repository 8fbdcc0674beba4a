import { AmiArgumentError } from '../errors.ts'
import type { ActionFields } from '../protocol/index.ts'
import type { ServerStatus } from '../supervision/status.ts'
import { isThenable } from '../util/thenable.ts'

/** One server of a fleet as a route sees it: alive, and taking new actions. */
export interface Candidate {
  readonly server: string
  /** Actions waiting for answers. */
  readonly pendingActions: number
  /** Calls that this cluster placed on it and knows to be alive. */
  readonly calls: number
  /** Round-trip of the last ping. */
  readonly rttMs: number | undefined
}

/** Most servers whose turn in a weighted route is remembered. */
const CREDITS_MAX = 10_000

/** What is to be sent. */
export interface RouteRequest {
  readonly action: string
  readonly fields: ActionFields | undefined
}

/**
 * Picks the server for one action; `undefined` for none of these.
 *
 * Asked with the servers that are ready; if it takes none of them, again with those that are degraded or booting.
 * Must answer at once. A throw, or an answer that is not among the candidates, fails the action unsent.
 */
export type Route = (candidates: readonly Candidate[], request: RouteRequest) => Candidate | undefined

/** A server of the fleet, whether it takes new actions or not. */
export interface Routable extends Candidate {
  readonly status: ServerStatus
}

/** Whether new actions may be routed to a server of this status. */
export function takesActions(status: ServerStatus): boolean {
  return status === 'ready' || status === 'degraded' || status === 'booting'
}

/**
 * Asks a route for one of the servers: of those that are ready first, then of those that are degraded or booting.
 *
 * @throws AmiArgumentError when it answers with anything else than one of those it was given.
 */
export function routed<Server extends Routable>(
  servers: readonly Server[],
  route: Route,
  request: RouteRequest,
): Server | undefined {
  const ready: Server[] = []
  const others: Server[] = []
  for (const server of servers) {
    const { status } = server
    if (status === 'ready') ready.push(server)
    else if (takesActions(status)) others.push(server)
  }
  return pick(ready, route, request) ?? pick(others, route, request)
}

function pick<Server extends Routable>(
  candidates: readonly Server[],
  route: Route,
  request: RouteRequest,
): Server | undefined {
  if (candidates.length === 0) return undefined
  const answer: unknown = route(candidates, request)
  if (answer === undefined) return undefined
  silence(answer)
  const picked = candidates.find((candidate) => candidate === answer)
  if (picked !== undefined) return picked
  throw new AmiArgumentError(
    [{ path: 'route', message: 'must answer with one of the candidates, or undefined' }],
    {
      action: request.action,
      delivery: 'unsent',
    },
  )
}

/** Each server in turn. */
export function roundRobin(): Route {
  let turn = 0
  return (candidates) => {
    const picked = candidates[turn % candidates.length]
    turn = (turn + 1) % Number.MAX_SAFE_INTEGER
    return picked
  }
}

/** The first server of the order that can be had. A server that is not named is never picked. */
export function failover(order: readonly string[]): Route {
  return (candidates) => {
    for (const name of order) {
      const candidate = candidates.find(({ server }) => server === name)
      if (candidate !== undefined) return candidate
    }
    return undefined
  }
}

/** This server or none. */
export function explicit(server: string): Route {
  return failover([server])
}

/** The server with the fewest actions waiting for answers; among equals, each in turn. */
export function leastPending(): Route {
  return least(({ pendingActions }) => pendingActions)
}

/**
 * The server with the fewest calls; among equals, each in turn.
 *
 * @param load how many calls a server has, where the caller knows better than the cluster, which counts the calls it
 * placed itself. `NaN` keeps a server out.
 */
export function leastCalls(load: (candidate: Candidate) => number = ({ calls }) => calls): Route {
  return least(load)
}

/**
 * Each server in turn, as often as its weight, spread evenly.
 *
 * @param weights by server; one that is not named has weight 1, one of weight 0 is never picked.
 */
export function weighted(weights: Readonly<Record<string, number>>): Route {
  for (const [server, weight] of Object.entries(weights)) {
    if (!(weight >= 0 && Number.isFinite(weight))) {
      throw new RangeError(`weighted: ${server} must have a finite weight of 0 or more, not ${weight}`)
    }
  }
  const weightOf = new Map(Object.entries(weights))
  // Smooth weighted round robin: everybody gains its weight, and whoever is picked pays for the round.
  const credits = new Map<string, number>()
  return (candidates) => {
    // Names may come and go for ever; to start anew costs one uneven round.
    if (credits.size > CREDITS_MAX) credits.clear()
    let total = 0
    let best: Candidate | undefined
    let bestCredit = Number.NEGATIVE_INFINITY
    for (const candidate of candidates) {
      const weight = weightOf.get(candidate.server) ?? 1
      if (weight === 0) continue
      const credit = (credits.get(candidate.server) ?? 0) + weight
      credits.set(candidate.server, credit)
      total += weight
      if (credit > bestCredit) {
        best = candidate
        bestCredit = credit
      }
    }
    if (best !== undefined) credits.set(best.server, bestCredit - total)
    return best
  }
}

/**
 * Always the same server for the same key, while it can be had: rendezvous hashing (Thaler and Ravishankar, 1998), so
 * that a server that leaves or joins moves only its own keys.
 *
 * @param key the key itself, or how to find it in what is to be sent.
 */
export function sticky(key: string | ((request: RouteRequest) => string)): Route {
  return (candidates, request) => {
    // A number is a key too, where nobody checks types.
    const text = String(typeof key === 'function' ? key(request) : key)
    let best: Candidate | undefined
    let bestScore = -1
    for (const candidate of candidates) {
      const score = scoreOf(candidate.server, text)
      if (score > bestScore) {
        best = candidate
        bestScore = score
      }
    }
    return best
  }
}

/** A promise is no answer, and its rejection must not end the process. */
function silence(answer: unknown): void {
  if (isThenable(answer)) answer.then(undefined, () => undefined)
}

/** The one with the least of something. Who was picked last comes last among equals. */
function least(load: (candidate: Candidate) => number): Route {
  let turn = 0
  return (candidates) => {
    let best: Candidate | undefined
    let bestLoad = Number.POSITIVE_INFINITY
    for (let step = 0; step < candidates.length; step += 1) {
      const candidate = candidates[(turn + step) % candidates.length]
      if (candidate === undefined) continue
      const own = load(candidate)
      silence(own)
      if (own < bestLoad) {
        best = candidate
        bestLoad = own
      }
    }
    if (best !== undefined) turn = (candidates.indexOf(best) + 1) % candidates.length
    return best
  }
}

/** FNV-1a over server and key, finished as in MurmurHash3, so that near keys do not get near scores. */
function scoreOf(server: string, key: string): number {
  let hash = 0x811c9dc5
  for (const text of [server, '\0', key]) {
    for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
