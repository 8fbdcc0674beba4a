import type { ActionFields, RouteRequest } from 'amiable'
import type { Routable } from '../../../src/fleet/route.ts'

/** A server as a route sees it: idle and ready unless said otherwise. */
export function candidate(server: string, more: Partial<Routable> = {}): Routable {
  return { server, status: 'ready', pendingActions: 0, calls: 0, rttMs: undefined, ...more }
}

/** Idle servers of these names. */
export function candidates(...names: string[]): Routable[] {
  return names.map((name) => candidate(name))
}

/** What is to be sent. */
export function asks(action = 'Ping', fields?: ActionFields): RouteRequest {
  return { action, fields }
}
