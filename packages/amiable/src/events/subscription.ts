import { AmiBackpressureError } from '../errors.ts'
import type { AmiEvent } from '../protocol/index.ts'
import { type Deferred, deferred } from '../util/deferred.ts'
import { onAbort } from '../util/on-abort.ts'
import { isThenable } from '../util/thenable.ts'
import type { Consumer, Delivery } from './delivery.ts'
import type { EventBuffer, EventSink, Gap, MakeBuffer } from './event-buffer.ts'
import { EventQueue, type QueueLimits } from './event-queue.ts'

/** Runs for each event; a promise is awaited before the next one. */
export type EventHandler<E> = (event: E) => unknown

/** What a subscription needs of whoever made it. */
export interface SubscriptionHost {
  /** The server's name, or what stands for all of them. */
  readonly server: string
  readonly delivery: Delivery
  /** Told of each event let go. */
  onDrop(event: AmiEvent, reason: 'overflow' | 'closed'): void
  /** Told of whatever the user's code threw or rejected with, when given something of a server's. */
  onUserError(error: unknown, event: string, server: string): void
  /** The subscription is over and wants no more events. */
  onClosed(subscription: EventSubscription): void
}

/** Settings of one subscription, resolved. */
export interface SubscriptionSettings extends QueueLimits {
  readonly where: ((event: AmiEvent) => boolean) | undefined
  readonly onGap: ((gap: Gap) => unknown) | undefined
  readonly signal: AbortSignal | undefined
  /** The session that is ready, or was last; 0 when there has been none. */
  readonly session: number
}

/** A consumer's own bounded queue of events: iterate it, or give it a handler. */
export interface Subscription<E = AmiEvent> extends AsyncIterable<E>, Disposable {
  /** Events waiting. */
  readonly size: number
  /** Events dropped so far. */
  readonly dropped: number
  readonly closed: boolean
  /**
   * Runs `handler` for each event, one at a time; a throw is reported and never stops the next one.
   *
   * Resolves when the subscription closes; rejects with AmiBackpressureError when `overflow: 'close'` closed it.
   */
  each(handler: EventHandler<E>): Promise<void>
  /** Ends it; what still waits is dropped and counted. Idempotent. */
  close(): void
}

/** @internal */
export class EventSubscription implements Subscription<AmiEvent>, Consumer, EventSink {
  readonly #host: SubscriptionHost
  readonly #settings: SubscriptionSettings
  readonly #queue: EventBuffer
  /** Whether it goes on when a server leaves. */
  readonly #outlives: boolean
  readonly #done: Deferred<void> = deferred()
  #state: 'open' | 'finishing' | 'closed' = 'open'
  #error: AmiBackpressureError | undefined
  #handler: EventHandler<AmiEvent> | undefined
  #iterated = false
  #waiter: Deferred<IteratorResult<AmiEvent, undefined>> | undefined
  #busy = false
  #stopWatching: () => void = ignore
  /** @internal */
  slice = 1

  /** @param merged a buffer for the events of several servers, any of which may go; left out for one server. */
  constructor(host: SubscriptionHost, settings: SubscriptionSettings, merged?: MakeBuffer) {
    this.#host = host
    this.#settings = settings
    this.#outlives = merged !== undefined
    const onDrop = (event: AmiEvent): void =>
      host.onDrop(event, this.#state === 'closed' ? 'closed' : 'overflow')
    this.#queue = merged?.(onDrop) ?? new EventQueue(host.server, settings, onDrop, settings.session)
    this.#done.promise.catch(ignore)
    if (settings.signal?.aborted === true) this.close()
    else this.#stopWatching = onAbort(settings.signal, () => this.close())
  }

  get size(): number {
    return this.#queue.size
  }

  get dropped(): number {
    return this.#queue.dropped
  }

  get closed(): boolean {
    return this.#state === 'closed'
  }

  sizeOf(server: string): number {
    return this.#queue.sizeOf(server)
  }

  push(event: AmiEvent, noise: boolean): void {
    if (this.#state !== 'open') return
    if (this.#queue.push(event, noise) === 'overflowed') this.#overflow(event)
    this.#wake()
  }

  markSession(session: number, server: string): void {
    if (this.#state !== 'open') return
    this.#queue.markSession(session, server)
    this.#wake()
  }

  leave(server: string): void {
    this.#queue.release(server)
    if (this.#outlives) this.#wake()
    else this.finish()
  }

  /** No more will come: what waits is still delivered, then it ends. */
  finish(): void {
    if (this.#state !== 'open') return
    this.#state = 'finishing'
    this.#host.onClosed(this)
    this.#wake()
  }

  each(handler: EventHandler<AmiEvent>): Promise<void> {
    if (this.#iterated) throw new TypeError('the subscription is iterated already')
    this.#claim()
    this.#handler = handler
    this.#wake()
    return this.#done.promise
  }

  close(): void {
    if (this.#state === 'closed') return
    if (this.#state === 'open') this.#host.onClosed(this)
    this.#state = 'closed'
    this.#queue.clear()
    this.#settle()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  [Symbol.asyncIterator](): AsyncIterator<AmiEvent, undefined> {
    this.#claim()
    this.#iterated = true
    return {
      next: () => this.#pull(),
      return: async () => {
        this.close()
        return { done: true, value: undefined }
      },
    }
  }

  /** @internal One slice of work in a delivery turn. */
  deliver(count: number): boolean {
    for (let done = 0; done < count; done += 1) {
      if (!this.#isWaitedFor || !this.#step()) return false
    }
    // The last step may have been the end, which is found by one more.
    return this.#isWaitedFor && (this.#state === 'finishing' || !this.#queue.isEmpty)
  }

  get #isWaitedFor(): boolean {
    return !this.#busy && (this.#handler !== undefined || this.#waiter !== undefined)
  }

  /** Hands over one thing: a gap, or an event. False when there is nothing. */
  #step(): boolean {
    const gap = this.#queue.takeGap()
    if (gap !== undefined) {
      this.#call(this.#settings.onGap, gap, '(gap)', gap.server)
      return true
    }
    const event = this.#queue.next()
    if (event === undefined) {
      this.#endIfFinished()
      return false
    }
    if (!this.#passes(event)) return true
    if (this.#waiter === undefined) {
      this.#call(this.#handler, event, event.name, event.server)
    } else {
      const waiter = this.#waiter
      this.#waiter = undefined
      waiter.resolve({ done: false, value: event })
    }
    return true
  }

  async #pull(): Promise<IteratorResult<AmiEvent, undefined>> {
    if (this.#waiter !== undefined) throw new TypeError('the subscription is already being waited for')
    if (this.#state === 'closed') return this.#ended()
    const waiter = deferred<IteratorResult<AmiEvent, undefined>>()
    this.#waiter = waiter
    this.#goOn()
    return waiter.promise
  }

  /** The consumer is back for more: it gets that at once, as long as this turn's budget lasts. */
  #goOn(): void {
    while (this.#isWaitedFor && this.#host.delivery.mayPull()) {
      if (!this.#step()) return
    }
    this.#wake()
  }

  #ended(): IteratorResult<AmiEvent, undefined> {
    const error = this.#error
    this.#error = undefined
    if (error !== undefined) throw error
    return { done: true, value: undefined }
  }

  #wake(): void {
    if (this.#isWaitedFor) this.#host.delivery.wake(this)
  }

  #passes(event: AmiEvent): boolean {
    const { where } = this.#settings
    if (where === undefined) return true
    try {
      const answer: unknown = where(event)
      if (!isThenable(answer)) return Boolean(answer)
      answer.then(undefined, ignore)
      throw new TypeError('where gave a promise, but must answer at once')
    } catch (error) {
      this.#host.onUserError(error, event.name, event.server)
      return false
    }
  }

  /** Runs the user's code: what it throws or rejects with is reported, and what it promises is waited for. */
  #call<Argument>(
    code: ((argument: Argument) => unknown) | undefined,
    argument: Argument,
    event: string,
    server: string,
  ): void {
    try {
      const returned = code?.(argument)
      if (isThenable(returned)) this.#await(returned, event, server)
    } catch (error) {
      this.#host.onUserError(error, event, server)
    }
  }

  #await(returned: PromiseLike<unknown>, event: string, server: string): void {
    this.#busy = true
    const resume = (): void => {
      this.#busy = false
      this.#goOn()
    }
    Promise.resolve(returned).then(resume, (error: unknown) => {
      this.#host.onUserError(error, event, server)
      resume()
    })
  }

  #overflow(event: AmiEvent): void {
    this.#error = new AmiBackpressureError(
      `${this.#queue.size} events wait in a subscription that closes when full; ${event.name} did not fit`,
      { server: event.server },
    )
    this.finish()
  }

  #endIfFinished(): void {
    if (this.#state !== 'finishing') return
    this.#state = 'closed'
    this.#settle()
  }

  #settle(): void {
    this.#stopWatching()
    const waiter = this.#waiter
    this.#waiter = undefined
    const error = this.#error
    if (error === undefined) {
      waiter?.resolve({ done: true, value: undefined })
      this.#done.resolve()
      return
    }
    if (waiter !== undefined) {
      this.#error = undefined
      waiter.reject(error)
    }
    this.#done.reject(error)
  }

  #claim(): void {
    if (this.#handler !== undefined) throw new TypeError('the subscription already has a handler')
  }
}

function ignore(): void {}
