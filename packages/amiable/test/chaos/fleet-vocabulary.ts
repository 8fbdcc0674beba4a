import type { FleetStage } from './fleet-stage.ts'

const perServer = <Value>(
  { pbxs }: FleetStage,
  measure: (server: string) => Value,
): Readonly<Record<string, Value>> =>
  Object.fromEntries([...pbxs.keys()].map((server) => [server, measure(server)]))
const dialsOf = ({ changes }: FleetStage, server?: string): number[] =>
  changes
    .filter((change) => change.to === 'connecting' && (server ?? change.server) === change.server)
    .map(({ at }) => at)
const reasonOf = (error: object): string => String('reason' in error ? error.reason : error)

/** Everything a scenario of a fleet may expect, by name, and how each is measured when its script is over. */
export const fleetVocabulary = {
  states: (stage: FleetStage) => perServer(stage, (server) => stage.cluster.server(server).state),
  statuses: (stage: FleetStage) => perServer(stage, (server) => stage.cluster.server(server).health().status),
  /** Why each server is degraded. */
  reasons: (stage: FleetStage) => perServer(stage, (server) => stage.cluster.server(server).health().reasons),
  /** How the actions ended that the script sent: answered by a server, or the error's message. */
  ends: ({ ends }: FleetStage) => Object.fromEntries(ends),
  pendingAfter: ({ cluster }: FleetStage) =>
    [...cluster.health().values()].reduce((sum, { pendingActions }) => sum + pendingActions, 0),
  /** Servers between dialing and login, or waiting for their turn. */
  inGateAfter: ({ cluster }: FleetStage) => cluster.snapshot().dialing + cluster.snapshot().waitingToDial,

  /** Servers on which events were dropped. */
  droppedOn: ({ cluster, pbxs }: FleetStage) =>
    [...pbxs.keys()].filter((server) => cluster.server(server).counters().eventsDropped > 0),
  /** Events that each server sent and that were neither heard nor counted as dropped. */
  missing: (stage: FleetStage) =>
    perServer(stage, (server) => {
      const { eventsDropped } = stage.cluster.server(server).counters()
      return (stage.sent.get(server) ?? 0) - eventsDropped - (stage.heard.get(server) ?? 0)
    }),
  /** Servers whose listener was told of lost events. */
  gapsOf: ({ gaps }: FleetStage) => [...new Set(gaps.map(({ server }) => server))],
  slowdownMs: (stage: FleetStage) => stage.noted('slowdownMs'),

  sessionsLost: (stage: FleetStage) =>
    perServer(stage, (server) => stage.cluster.server(server).counters().sessionsLost),
  /** How often each server's client became ready again. */
  reconnects: (stage: FleetStage) =>
    perServer(stage, (server) => stage.cluster.server(server).counters().sessions - 1),
  /** Why sessions ended or did not begin, each reason once. */
  lossReasons: ({ failures }: FleetStage) =>
    [...new Set(failures.map(({ error }) => reasonOf(error)))].sort(),
  /** Fewest failures that any server saw. */
  failuresMin: (stage: FleetStage) =>
    Math.min(...[...stage.pbxs.keys()].map((server) => stage.failuresOf(server).length)),

  /** Waits longer than the ceiling of that server's n-th failure in a row, as text. */
  waitsBeyondBackoff: (stage: FleetStage) =>
    [...stage.pbxs.keys()].flatMap((server) =>
      stage.failuresOf(server).flatMap(({ retryInMs }, failures) => {
        const ceiling = Math.min(500, 50 * 2 ** failures)
        const wait = retryInMs ?? Number.POSITIVE_INFINITY
        return wait >= 0 && wait <= ceiling ? [] : [`${server}: ${wait} ms after ${failures} failures`]
      }),
    ),
  /** What the servers' first five waits were, each sequence once. */
  firstWaitsMs: (stage: FleetStage) => {
    const waits = [...stage.pbxs.keys()].map((server) =>
      stage
        .failuresOf(server)
        .slice(0, 5)
        .map(({ retryInMs }) => retryInMs),
    )
    return [...new Map(waits.map((sequence) => [sequence.join(), sequence])).values()]
  },
  /** Attempts that began before the wait they were told to keep was over. A timer of Node's may be 1 ms early. */
  dialedTooSoon: (stage: FleetStage) =>
    [...stage.pbxs.keys()].flatMap((server) => {
      const dials = dialsOf(stage, server)
      return stage.failuresOf(server).flatMap(({ at, retryInMs = 0 }) => {
        const next = dials.find((dial) => dial > at)
        return next === undefined || next - at >= retryInMs - 1.5 ? [] : [`${server}: after ${next - at} ms`]
      })
    }),
  /** Shortest time between two attempts of the whole fleet. */
  closestDialsMs: (stage: FleetStage) => {
    const dials = dialsOf(stage)
    return Math.min(...dials.slice(1).map((at, before) => at - Number(dials[before])))
  },
  peakDialing: ({ peakDialing }: FleetStage) => peakDialing,
  backMs: (stage: FleetStage) => stage.noted('backMs'),
} as const
