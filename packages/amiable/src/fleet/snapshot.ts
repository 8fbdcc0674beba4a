import type { ClientCounters } from '../observe/counters.ts'
import type { ClientHealth } from '../supervision/health.ts'
import type { DialGate } from './dial-gate.ts'
import type { Member } from './member.ts'

/** One server of a {@link FleetSnapshot}. */
export interface ServerSnapshot {
  readonly health: ClientHealth
  readonly counters: Readonly<ClientCounters>
  /** Calls that the cluster placed on it and knows to be alive. */
  readonly calls: number
}

/** Everything a fleet counts, copied at one moment. */
export interface FleetSnapshot {
  readonly servers: Readonly<Record<string, ServerSnapshot>>
  /** Servers between dialing and login. */
  readonly dialing: number
  /** Servers that wait for their turn to dial. */
  readonly waitingToDial: number
  /** Turns of the event loop in which handlers and iterators used up `delivery.budgetMs` and had more to do. */
  readonly deliveryBudgetsSpent: number
}

/** Copies everything. */
export function snapshotOf(
  members: ReadonlyMap<string, Member>,
  gate: DialGate,
  deliveryBudgetsSpent: number,
): FleetSnapshot {
  const servers: Record<string, ServerSnapshot> = Object.create(null)
  for (const [name, { client, calls }] of members) {
    servers[name] = { health: client.health(), counters: client.counters(), calls }
  }
  return { servers, dialing: gate.dialing, waitingToDial: gate.waiting, deliveryBudgetsSpent }
}
