import type { AnomalyKind } from 'amiable'
import { AmiConnectionError, type AmiError } from 'amiable'
import type { Sent, Stage } from './stage.ts'

const rejected = ({ sent }: Stage): readonly (Sent & { readonly error: AmiError })[] =>
  sent.filter((one): one is Sent & { error: AmiError } => one.error !== undefined)
const reasonOf = (error: AmiError | undefined): string =>
  error instanceof AmiConnectionError ? error.reason : (error?.code ?? 'none')
const sequence = (event: { get(key: string): string | undefined } | undefined): number | undefined =>
  event === undefined ? undefined : Number(event.get('Sequence'))
const anomalies =
  (kind: AnomalyKind) =>
  ({ anomalies: seen }: Stage): number =>
    seen.filter((anomaly) => anomaly.kind === kind).length

/** Everything a scenario may expect, by name, and how each is measured when its script is over. */
export const vocabulary = {
  stateAfter: ({ client }: Stage) => client.state,
  /** Actions still waiting for answers, the client's own included. */
  pendingAfter: ({ client }: Stage) => client.health().pendingActions,
  writeBufferAfter: ({ client }: Stage) => client.health().writeBufferBytes,
  bannerVersion: ({ client }: Stage) => client.health().ami,

  /** Of the actions that the script sent: how many settled how. */
  resolved: ({ sent }: Stage) => sent.filter(({ result }) => result !== undefined).length,
  rejected: (stage: Stage) => rejected(stage).length,
  unsettled: ({ sent }: Stage) => sent.filter(({ result, error }) => (result ?? error) === undefined).length,
  /** Codes of the rejections, in the order in which the actions were sent. */
  rejectedWith: (stage: Stage) => rejected(stage).map(({ error }) => error.code as string),
  deliveries: (stage: Stage) => rejected(stage).map(({ error }) => error.delivery),
  reasons: (stage: Stage) => rejected(stage).map(({ error }) => reasonOf(error)),
  /** The `Message` of each answer that was a rejection. */
  said: (stage: Stage) => rejected(stage).map(({ error }) => error.response?.message),
  /** Rejections whose error carries the id that the server received and answered. */
  rejectedUnderOwnId: (stage: Stage) => {
    const received = new Set(stage.pbx.received.map(({ actionId }) => actionId))
    return rejected(stage).filter(
      ({ error }) => error.actionId === error.response?.actionId && received.has(error.actionId),
    ).length
  },
  /** List items in the errors of lists that were cut off. */
  partialItems: (stage: Stage) => rejected(stage).reduce((sum, { error }) => sum + error.partial.length, 0),

  /** Events that the script's listeners got. */
  delivered: ({ events }: Stage) => events.length,
  deliveredNames: ({ events }: Stage) => events.map(({ name }) => name),
  /** Events as their headers, in order. */
  deliveredEntries: ({ events }: Stage) =>
    events.map((event) => [...event.entries()].map(([key, value]) => `${key}: ${value}`)),
  /** Events that the client's subscriptions dropped. */
  dropped: ({ client }: Stage) => client.counters().eventsDropped,
  deliveredAndDropped: ({ events, client }: Stage) => events.length + client.counters().eventsDropped,
  firstSequence: ({ events }: Stage) => sequence(events[0]),
  lastSequence: ({ events }: Stage) => sequence(events.at(-1)),
  /** Whether the `Sequence` of what was delivered only grew. */
  inOrder: ({ events }: Stage) =>
    events.every((event, at) => at === 0 || Number(sequence(event)) > Number(sequence(events[at - 1]))),
  gaps: ({ gaps }: Stage) => gaps.map(({ reason, count }) => `${reason} ${count}`),
  handlerErrors: ({ client }: Stage) => client.counters().handlerErrors,

  lateResponses: ({ client }: Stage) => client.counters().lateResponses,
  unknownResponses: ({ client }: Stage) => client.counters().unknownResponses,
  responsesWithoutId: ({ client }: Stage) => client.counters().responsesWithoutId,
  actionsTimedOut: ({ client }: Stage) => client.counters().actionsTimedOut,

  'anomalies.garbage': anomalies('garbage'),
  'anomalies.unknown-frame': anomalies('unknown-frame'),
  'anomalies.truncated': anomalies('truncated'),
  'anomalies.oversize': anomalies('oversize'),
  'anomalies.banner': anomalies('banner'),
  discardedBytes: ({ client }: Stage) => client.counters().discardedBytes,

  /** Times the client became ready again. */
  reconnects: ({ client }: Stage) => client.counters().sessions - 1,
  attempts: ({ client }: Stage) => client.counters().attempts,
  /** Why each session ended, or did not begin. */
  lossReasons: ({ attempts }: Stage) => attempts.map(({ error }) => reasonOf(error)),
  lossMessages: ({ attempts }: Stage) => attempts.map(({ error }) => error.message),
  /** How long the client meant to wait before each next attempt. */
  retryWaitsMs: ({ attempts }: Stage) => attempts.map(({ retryInMs }) => retryInMs),

  /** From the first loss to the last time the client became ready, in milliseconds. */
  outageMs: ({ changes }: Stage) => {
    const lost = changes.find(({ to }) => to === 'waiting' || to === 'auth-failed')
    const ready = changes.findLast(({ to }) => to === 'ready')
    return ready === undefined || lost === undefined ? Number.NaN : ready.at - lost.at
  },

  /** Connections the server accepted. */
  connections: ({ pbx }: Stage) => pbx.connections,
  /** What the server received on its newest connection, by action. */
  lastSessionReceived: ({ session }: Stage) => session.received.map(({ action }) => action),
  /** Originates the server received, over all connections. */
  originatesReceived: ({ pbx }: Stage) => pbx.received.filter(({ action }) => action === 'Originate').length,

  /** Most that a decoder held back after any chunk. */
  peakPendingBytes: ({ peakPendingBytes }: Stage) => peakPendingBytes,
  rssDelta: (stage: Stage) => stage.noted('rssDelta'),
  pongMs: (stage: Stage) => stage.noted('pongMs'),
  foundDeadMs: (stage: Stage) => stage.noted('foundDeadMs'),
  turns: (stage: Stage) => stage.noted('turns'),
  misdelivered: (stage: Stage) => stage.noted('misdelivered'),
  transcript: (stage: Stage) => stage.noted('transcript'),
} as const
