import { zeroCounters } from '../../../src/observe/counters.ts'
import type { AmiEvent } from '../../../src/protocol/index.ts'
import type { ServerFilter } from '../../../src/session/filters.ts'
import { Session } from '../../../src/session/session.ts'
import type { SessionHandlers, SessionOptions, SessionOwner } from '../../../src/session/session-options.ts'
import { FakePbx, turns } from '../../support/fake-pbx.ts'
import { ManualClock } from '../../support/manual-clock.ts'

type Log = {
  readonly [Name in 'onEvent' | 'onStray' | 'onAnomaly' | 'onSettled']: Parameters<SessionHandlers[Name]>[]
} & {
  readonly [Name in keyof SessionOwner]: Parameters<SessionOwner[Name]>[]
}

/** One session with nobody to reconnect it, on a clock that stands still. */
export interface LoneSession {
  readonly session: Session
  readonly pbx: FakePbx
  readonly clock: ManualClock
  /** What the session told, by handler, in order. */
  readonly told: Log
  readonly refusedFilters: { readonly filter: ServerFilter; readonly why: string }[]
  readonly counters: SessionOptions['counters']
}

/**
 * Begins a session.
 *
 * @param pbx plays the server; a fresh one that greets and answers by default.
 * @param onEvent replaces what is done with an event.
 */
export function beginSession(
  options: Partial<SessionOptions> = {},
  pbx: FakePbx = new FakePbx(),
  onEvent?: (event: AmiEvent) => void,
): LoneSession {
  const clock = new ManualClock()
  const counters = zeroCounters()
  const told: Log = {
    onSessionState: [],
    onEvent: [],
    onStray: [],
    onAnomaly: [],
    onSettled: [],
    onSessionEnd: [],
  }
  const refusedFilters: LoneSession['refusedFilters'] = []
  const session = new Session(
    {
      server: 'pbx',
      dial: pbx.dial,
      clock,
      credentials: { username: 'dialer', secret: () => 'hunter2', auth: 'md5' },
      decodeText: (latin1) => Buffer.from(latin1, 'latin1').toString('utf8'),
      events: undefined,
      filters: [],
      timeouts: { connectMs: 10_000, bannerMs: 10_000, loginMs: 10_000, closeMs: 1000 },
      keepalive: false,
      limits: {
        messageBytes: 65_536,
        pendingActions: 5000,
        writeBufferBytes: 1_000_000,
        listItems: 1000,
        listBytes: 1_000_000,
      },
      counters,
      ...options,
    },
    1,
    {
      wants: () => true,
      onEvent: (event) => {
        told.onEvent.push([event])
        onEvent?.(event)
      },
      onStray: (...args) => told.onStray.push(args),
      onAnomaly: (...args) => told.onAnomaly.push(args),
      onSettled: (...args) => told.onSettled.push(args),
      onFilterRefused: (filter, why) => refusedFilters.push({ filter, why }),
      onPulse: () => undefined,
    },
    {
      onSessionState: (...args) => told.onSessionState.push(args),
      onSessionEnd: (...args) => told.onSessionEnd.push(args),
    },
  )
  return { session, pbx, clock, told, refusedFilters, counters }
}

/** Begins a session, and waits until it can be used. */
export async function readySession(options: Partial<SessionOptions> = {}): Promise<LoneSession> {
  const all = beginSession(options)
  await turns()
  if (all.session.state !== 'ready') throw new Error(`the session is ${all.session.state}, not ready`)
  return all
}

/** The states that a session told of, in order. */
export function statesOf({ told }: LoneSession): string[] {
  return told.onSessionState.map(([state]) => state)
}

/** What ended a session. */
export function endOf({ told }: LoneSession): unknown {
  if (told.onSessionEnd.length > 1) throw new Error('the session ended more than once')
  return told.onSessionEnd[0]?.[0]
}
