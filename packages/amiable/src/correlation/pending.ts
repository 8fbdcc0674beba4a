import { completionOf } from '../catalogue/completion.ts'
import {
  AmiAbortedError,
  AmiArgumentError,
  AmiBackpressureError,
  type AmiError,
  type AmiErrorContext,
  AmiProtocolError,
  AmiRejectedError,
  AmiTimeoutError,
} from '../errors.ts'
import type { AmiEvent, AmiResponse } from '../protocol/index.ts'
import type { TimerHandle } from '../util/clock.ts'
import { Deadlines } from '../util/deadlines.ts'
import { onAbort } from '../util/on-abort.ts'
import { withoutStacks } from '../util/without-stacks.ts'
import { type ActionResult, collectorFor, type Verdict } from './collector.ts'
import { IdTable } from './id-table.ts'
import { LateIds } from './late-ids.ts'
import { PendingAction } from './pending-action.ts'
import type { PendingOptions, PendingRequest, Stray } from './pending-options.ts'
import { neverAnswered } from './unanswered.ts'

/** Room beyond `pendingActions` for the session's own pings, so that a full table cannot end the link. */
const RESERVED_FOR_CONTROL = 16

/** A timer this late means that this process was not running. */
const STOPPED_MS = 1000
/** What it then gets to read what came meanwhile, before anything is given up. */
const READING_MS = 50

const NO_ID: Stray = { reason: 'no-id' }
const UNKNOWN_ID: Stray = { reason: 'unknown-id' }

/**
 * The bounded table of what was asked and not yet answered, for one session.
 *
 * Every action in it settles exactly once: answer, rejection, time-out, abort or loss of the session. Deadlines
 * run to the last answer, on one timer for all. Ids that were given up are remembered for a while, so that their
 * late answers are known as such.
 */
export class PendingActions {
  readonly #options: PendingOptions
  readonly #byId = new IdTable<PendingAction>()
  readonly #deadlines = new Deadlines<PendingAction>()
  /** Made when the first is given up, which most sessions never do. */
  #late: LateIds | undefined
  #added = 0
  #openLists = 0
  #timer: TimerHandle | undefined
  #timerAt = Number.POSITIVE_INFINITY

  constructor(options: PendingOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#byId.size
  }

  /** Whether an event might answer something: while false, events need not be looked at. */
  get takesEvents(): boolean {
    return this.#openLists > 0 || this.#late?.expectsEvents === true
  }

  /**
   * Registers an action before its bytes are queued.
   *
   * @throws AmiBackpressureError when the table is full; AmiArgumentError for an id already waiting, or an
   * action that Asterisk never answers.
   */
  add(action: string, actionId: string, request: PendingRequest): PendingAction {
    const { limits, clock } = this.#options
    const limit = limits.pendingActions + (request.control === true ? RESERVED_FOR_CONTROL : 0)
    if (this.#byId.size >= limit) {
      throw new AmiBackpressureError(
        `${this.#byId.size} actions are waiting for answers, the limit is ${limit}`,
        this.#unsent(action, actionId),
      )
    }
    if (this.#byId.get(actionId) !== undefined) {
      throw new AmiArgumentError(
        [{ path: 'actionId', message: 'is already waiting for its answer' }],
        this.#unsent(action, actionId),
      )
    }
    const completion = completionOf(action)
    if (completion.kind === 'none') throw neverAnswered(action, completion, this.#unsent(action, actionId))
    const collector = collectorFor(completion, limits, request.onItem)
    const now = clock.now()
    const pending = new PendingAction(action, actionId, collector, now, now + request.timeoutMs)
    this.#added += 1
    pending.order = this.#added
    this.#byId.add(pending)
    if (collector.takesEvents) this.#openLists += 1
    this.#deadlines.add(pending)
    this.#arm(pending.deadline)
    if (request.signal !== undefined) this.#watch(pending, request.signal)
    return pending
  }

  /** Gives a response to whoever asked; `undefined` when somebody did. */
  onResponse(response: AmiResponse): Stray | undefined {
    const id = response.actionId
    if (id === undefined) return NO_ID
    const pending = this.#byId.get(id)
    if (pending === undefined) {
      const lateByMs = this.#late?.onResponse(id, response)
      return lateByMs === undefined ? UNKNOWN_ID : { reason: 'late', lateByMs }
    }
    this.#give(pending, response)
    return undefined
  }

  /** Gives a response that carries no id to the only action waiting; false unless there is one, and it has left. */
  onOnlyResponse(response: AmiResponse): boolean {
    const [pending, another] = this.#byId.values()
    if (pending?.written !== true || another !== undefined) return false
    this.#give(pending, response)
    return true
  }

  /** Offers an event; true when it answered an action, or would have, had that not been given up. */
  onEvent(event: AmiEvent): boolean {
    const id = event.get('ActionID')
    if (id === undefined) return this.#onItemWithoutId(event)
    if (isBroadcast(event)) return false
    const pending = this.#byId.get(id)
    if (pending === undefined) return this.#late?.onEvent(id, event) === true
    if (!pending.collector.takesEvents) return false
    this.#judge(pending, pending.collector.onEvent(event))
    return true
  }

  /** Fails one action, if it is still waiting. */
  fail(actionId: string, makeError: (context: AmiErrorContext) => AmiError): void {
    const pending = this.#byId.get(actionId)
    if (pending === undefined) return
    this.#giveUp(pending, this.#options.clock.now())
    this.#settle(pending, makeError(this.#context(pending)))
  }

  /** Fails everything that waits, each with an error of its own, and stops the timer. */
  failAll(makeError: (context: AmiErrorContext) => AmiError): void {
    withoutStacks(() => {
      for (const pending of this.#oldestFirst()) this.#settle(pending, makeError(this.#context(pending)))
    })
    this.#options.clock.clearTimer(this.#timer)
    this.#timer = undefined
    this.#timerAt = Number.POSITIVE_INFINITY
  }

  #oldestFirst(): PendingAction[] {
    return this.#byId.values().sort((one, other) => one.order - other.order)
  }

  #give(pending: PendingAction, response: AmiResponse): void {
    const tookEvents = pending.collector.takesEvents
    const verdict = pending.collector.onResponse(response)
    if (!tookEvents && pending.collector.takesEvents) this.#openLists += 1
    this.#judge(pending, verdict, response)
  }

  #onItemWithoutId(event: AmiEvent): boolean {
    for (const pending of this.#oldestFirst()) {
      const { takesEvents } = pending.collector
      if (takesEvents && completionOf(pending.action).itemsWithoutId === event.name) {
        this.#judge(pending, pending.collector.onEvent(event))
        return true
      }
    }
    return false
  }

  #judge(pending: PendingAction, verdict: Verdict, last?: AmiResponse): void {
    if (verdict === undefined) return
    if ('result' in verdict) {
      this.#settle(pending, undefined, verdict.result)
      return
    }
    const response = last ?? pending.collector.response
    const context = { ...this.#context(pending), delivery: 'answered' as const }
    this.#settle(
      pending,
      response === undefined
        ? new AmiProtocolError(`${pending.action}: ${verdict.rejected}, before any response`, context)
        : new AmiRejectedError(`${pending.action}: ${verdict.rejected.trimEnd()}`, { ...context, response }),
    )
  }

  #settle(pending: PendingAction, error: AmiError | undefined, result?: ActionResult): void {
    if (!this.#byId.delete(pending)) return
    if (pending.collector.takesEvents) this.#openLists -= 1
    this.#deadlines.remove(pending)
    pending.settle(error, result)
    this.#options.host.onSettled(pending, error)
  }

  #watch(pending: PendingAction, signal: AbortSignal): void {
    const abort = (): void => {
      this.#giveUp(pending, this.#options.clock.now())
      const context = { ...this.#context(pending), cause: signal.reason }
      this.#settle(pending, new AmiAbortedError(`${pending.action}: aborted by the caller`, context))
    }
    pending.onceSettled(onAbort(signal, abort))
  }

  /** Its answer, should it come, is late, and not strange. */
  #giveUp(pending: PendingAction, now: number): void {
    this.#late ??= new LateIds(this.#options.clock)
    this.#late.add(pending, now)
  }

  #unsent(action: string, actionId: string): AmiErrorContext {
    return { server: this.#options.server, action, actionId, delivery: 'unsent' }
  }

  #context(pending: PendingAction): AmiErrorContext {
    return {
      server: this.#options.server,
      action: pending.action,
      actionId: pending.actionId,
      delivery: pending.written ? 'unknown' : 'unsent',
      response: pending.collector.response,
      partial: pending.collector.items,
    }
  }

  #arm(deadline: number): void {
    if (deadline >= this.#timerAt) return
    const { clock } = this.#options
    clock.clearTimer(this.#timer)
    this.#timerAt = deadline
    this.#timer = clock.setTimer(() => this.#expire(), Math.max(0, Math.ceil(deadline - clock.now())))
  }

  #expire(): void {
    const now = this.#options.clock.now()
    const wasStopped = now - this.#timerAt > STOPPED_MS
    this.#timer = undefined
    this.#timerAt = Number.POSITIVE_INFINITY
    // Timers come before the sockets in a turn of the event loop: the answers may be there, unread.
    if (wasStopped) {
      this.#arm(now + READING_MS)
      return
    }
    withoutStacks(() => this.#expireUntil(now))
  }

  #expireUntil(now: number): void {
    for (let due = this.#deadlines.next; due !== undefined; due = this.#deadlines.next) {
      if (due.deadline > now) {
        this.#arm(due.deadline)
        return
      }
      this.#giveUp(due, now)
      this.#settle(due, new AmiTimeoutError(timeoutMessage(due, now), this.#context(due)))
    }
  }
}

/**
 * Whether an event was told to everybody, and so answers nobody. A UserEvent carries whatever its sender put into
 * it, an ActionID or the end of a list included; but Asterisk writes its `Privilege` first, and ends it with `all`
 * (main/manager.c), which it does for no list item.
 */
function isBroadcast(event: AmiEvent): boolean {
  return event.get('Privilege')?.endsWith(',all') === true
}

function timeoutMessage(pending: PendingAction, now: number): string {
  const { response, items } = pending.collector
  const waited = `${pending.action}: no complete answer within ${Math.round(now - pending.sentAt)} ms`
  if (response !== undefined) return `${waited}; its response and ${items.length} events came`
  return items.length > 0 ? `${waited}; ${items.length} events came, but no response` : waited
}
