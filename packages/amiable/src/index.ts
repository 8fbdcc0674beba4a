// The client

// Calls
export type { Call } from './calls/call.ts'
export type { CallEvidence, CallHangup } from './calls/evidence.ts'
export type { CallEnd, CallProgress, CallTimings } from './calls/follower.ts'
export type { OriginateFields, OriginateOptions } from './calls/originate-fields.ts'
export type { CallOutcome, EvidentOutcome, UnknownReason } from './calls/outcome.ts'
// Typed actions and events; open by declaration merging
export type { Action, Flag, NoFields, Numeric, Variables } from './catalogue/action.ts'
export type { ActionMap } from './catalogue/actions.ts'
export type { BridgeKeys, ChannelKeys, CommonKeys, EventMap } from './catalogue/events.ts'
export type { EventKeys, EventName, EventOf } from './catalogue/receiving.ts'
export type {
  ActionName,
  FieldsOf,
  ItemOf,
  ResultOf,
  SendArguments,
  SendOptions,
} from './catalogue/sending.ts'
export { AmiClient } from './client.ts'
// The fleet
export { AmiCluster, type FleetSendArguments, type FleetSendOptions } from './cluster.ts'
export { connect } from './connect.ts'
// Messages
// Errors
export {
  AmiAbortedError,
  AmiArgumentError,
  AmiAuthError,
  AmiBackpressureError,
  AmiClosedError,
  AmiConnectionError,
  AmiError,
  type AmiErrorCode,
  type AmiErrorContext,
  AmiNoServerError,
  type AmiProblem,
  AmiProtocolError,
  AmiRejectedError,
  AmiTimeoutError,
  type ConnectionReason,
  type Delivery,
} from './errors.ts'
// Events
export type { SubscribeOptions } from './events/dispatcher.ts'
export type { Gap } from './events/event-buffer.ts'
export type { Overflow } from './events/event-queue.ts'
export type { EventHandler, Subscription } from './events/subscription.ts'
export type { AmiClusterOptions, FleetServerOptions } from './fleet/cluster-options.ts'
export type { FleetSubscribeOptions } from './fleet/fanout.ts'
export type { ServerStateChange } from './fleet/roster.ts'
export {
  type Candidate,
  explicit,
  failover,
  leastCalls,
  leastPending,
  type Route,
  type RouteRequest,
  roundRobin,
  sticky,
  weighted,
} from './fleet/route.ts'
export type { FleetOriginateOptions } from './fleet/routed-call.ts'
export type { FleetSnapshot, ServerSnapshot } from './fleet/snapshot.ts'
// Observing and embedding
export type {
  ActionReport,
  AnomalyReport,
  AttemptReport,
  DropReport,
  HandlerErrorReport,
  StateReport,
  StatusReport,
} from './observe/channels.ts'
export type { ClientCounters } from './observe/counters.ts'
export type { Logger } from './observe/logger.ts'
export type { RedactPattern } from './observe/redact.ts'
export type { AmiClientOptions, EventClass } from './options.ts'
export {
  type ActionFields,
  AmiBanner,
  AmiEvent,
  AmiList,
  AmiMessage,
  AmiResponse,
  type Anomaly,
  type AnomalyKind,
  type FieldValue,
  type MessageJson,
  type MessageSource,
  type Scalar,
  type VariableValues,
} from './protocol/index.ts'
export type { BreakerState } from './supervision/breaker.ts'
export type { ClientHealth } from './supervision/health.ts'
export type { ClientState } from './supervision/state.ts'
export type { DegradedReason, ServerStatus } from './supervision/status.ts'
export type { StateChange } from './supervision/supervisor-options.ts'
export type { Lookup, TlsOptions } from './transport/tcp.ts'
export type { Dial, DialPhase, Transport, TransportHandlers } from './transport/transport.ts'
export type { Clock, TimerHandle } from './util/clock.ts'
