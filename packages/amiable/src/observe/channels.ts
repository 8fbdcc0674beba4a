import { channel } from 'node:diagnostics_channel'
import type { AmiError } from '../errors.ts'
import type { Anomaly } from '../protocol/index.ts'

/** Published on `amiable:action` when an action has settled. */
export interface ActionReport {
  readonly server: string
  readonly action: string
  readonly actionId: string
  readonly durationMs: number
  /** Absent for success. */
  readonly error: AmiError | undefined
}

/** Published on `amiable:state` at each transition of a client. */
export interface StateReport {
  readonly server: string
  readonly from: string
  readonly to: string
  readonly cause: AmiError | undefined
}

/** Published on `amiable:status` when what a server is good for has changed. */
export interface StatusReport {
  readonly server: string
  readonly from: string
  readonly to: string
  /** Why it is `degraded`: `pong-missed`, `stalled`, `shutting-down`, `unproven`. */
  readonly reasons: readonly string[]
}

/** Published on `amiable:attempt` when one attempt at a connection, or a connection, is over. */
export interface AttemptReport {
  readonly server: string
  readonly attempt: number
  readonly error: AmiError
  /** How long until the next attempt; `undefined` when there will be none. */
  readonly retryInMs: number | undefined
}

/** Published on `amiable:drop` for each event that a subscription let go. */
export interface DropReport {
  readonly server: string
  readonly event: string
  readonly reason: 'overflow' | 'closed'
}

/** Published on `amiable:anomaly` for bytes that made no message. */
export interface AnomalyReport extends Anomaly {
  readonly server: string
}

/** Published on `amiable:handler-error` when a handler, a predicate or `onGap` threw or rejected. */
export interface HandlerErrorReport {
  readonly server: string
  readonly event: string
  readonly error: unknown
}

/** The publishing side of a diagnostics channel. */
export interface Publisher<Report> {
  readonly hasSubscribers: boolean
  publish(report: Report): void
}

/**
 * The `node:diagnostics_channel` channels the core publishes on, each only while somebody subscribes.
 *
 * A subscriber's throw does not reach the core, but surfaces as an uncaught exception of the process.
 */
export const channels: {
  readonly action: Publisher<ActionReport>
  readonly state: Publisher<StateReport>
  readonly status: Publisher<StatusReport>
  readonly attempt: Publisher<AttemptReport>
  readonly drop: Publisher<DropReport>
  readonly anomaly: Publisher<AnomalyReport>
  readonly handlerError: Publisher<HandlerErrorReport>
} = {
  action: channel('amiable:action'),
  state: channel('amiable:state'),
  status: channel('amiable:status'),
  attempt: channel('amiable:attempt'),
  drop: channel('amiable:drop'),
  anomaly: channel('amiable:anomaly'),
  handlerError: channel('amiable:handler-error'),
}
