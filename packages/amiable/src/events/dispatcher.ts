import type { AmiEvent } from '../protocol/index.ts'
import type { EventSink, Gap } from './event-buffer.ts'
import type { Overflow } from './event-queue.ts'
import { noiseEvents } from './noise.ts'
import { checkSubscribe } from './subscribe-check.ts'
import { EventSubscription, type SubscriptionHost, type SubscriptionSettings } from './subscription.ts'

/** What to receive, and how much of it to hold. */
export interface SubscribeOptions<Name extends string = string, E = AmiEvent<Name>> {
  /** Names, any case. Left out, or with `*`: every event. */
  readonly events?: readonly Name[]
  /** Only these; runs when the event is delivered, not when it is read. A throw counts as false and is reported. */
  readonly where?: (event: E) => boolean
  /** Most events that wait. @default 10_000 */
  readonly capacity?: number
  /** Most bytes of events that wait. @default 16_777_216 */
  readonly maxBytes?: number
  /** What a full queue does. `drop-oldest` sheds noise (VarSet, Newexten, RTCP …) first. @default 'drop-oldest' */
  readonly overflow?: Overflow
  /** Names that are not to be treated as noise. */
  readonly keep?: readonly string[]
  /** Called in order, before the next event, when events were dropped or the link had been down. */
  readonly onGap?: (gap: Gap) => unknown
  /** Closes the subscription. */
  readonly signal?: AbortSignal
}

/**
 * Options of a subscription, checked, with the defaults filled in.
 *
 * @param session the session that is ready, or was last; 0 when there has been none.
 * @throws AmiArgumentError for a name, a bound, a policy or a function that cannot be.
 */
export function subscriptionSettings(
  options: SubscribeOptions<string, never>,
  session: number,
): SubscriptionSettings {
  const { capacity = 10_000, maxBytes = 16_777_216, overflow = 'drop-oldest', onGap, signal } = options
  checkSubscribe({ ...options, capacity, maxBytes, overflow })
  // What a typed subscription filters on are the same events under a narrower type.
  const where = options.where as ((event: AmiEvent) => boolean) | undefined
  return { capacity, maxBytes, overflow, where, onGap, signal, session }
}

/** Which of a server's events somebody wants, and which of those are not noise to them. */
export interface Wanted {
  /** Any case. Left out, or with `*`: every event. */
  readonly events?: readonly string[] | undefined
  readonly keep?: readonly string[] | undefined
}

interface Route {
  readonly sink: EventSink
  readonly noise: boolean
}

interface Entry {
  /** Lower case; `undefined` for every event. */
  readonly names: ReadonlySet<string> | undefined
  readonly keep: ReadonlySet<string>
}

const NOBODY: readonly Route[] = []
const ROUTES_MAX = 1024
/** A name longer than any of Asterisk's is not worth remembering, nor is it anything that can be bounded by number. */
const ROUTE_NAME_MAX = 128

/**
 * Gives each event to the subscriptions that asked for its name, and answers whether anybody did before it is
 * even built. Runs nobody's code.
 */
export class Dispatcher {
  readonly #host: Omit<SubscriptionHost, 'onClosed'>
  readonly #entries = new Map<EventSink, Entry>()
  /** Who gets what, by the name as it stands on the wire; rebuilt as names come by. */
  readonly #routes = new Map<string, readonly Route[]>()
  #finished = false
  #session = 0
  #lastName: string | undefined
  #lastRoutes: readonly Route[] = NOBODY

  constructor(host: Omit<SubscriptionHost, 'onClosed'>) {
    this.#host = host
  }

  /** Events that wait, over all subscriptions. */
  get queued(): number {
    let queued = 0
    for (const sink of this.#entries.keys()) queued += sink.sizeOf(this.#host.server)
    return queued
  }

  /** @throws AmiArgumentError for a name, a bound, a policy or a function that cannot be. */
  subscribe(options: SubscribeOptions<string, never>): EventSubscription {
    const settings = subscriptionSettings(options, this.#session)
    const subscription = new EventSubscription(
      { ...this.#host, onClosed: (closed) => this.detach(closed) },
      settings,
    )
    if (this.#finished) subscription.close()
    if (!subscription.closed) this.#add(subscription, options)
    return subscription
  }

  /** Gives a sink of somebody else's the server's events too, and tells it of the session that is ready. */
  attach(sink: EventSink, wanted: Wanted): void {
    if (this.#finished) return
    this.#add(sink, wanted)
    if (this.#session > 0) sink.markSession(this.#session, this.#host.server)
  }

  /** Gives a sink nothing more. */
  detach(sink: EventSink): void {
    this.#entries.delete(sink)
    this.#forgetRoutes()
  }

  /** Whether anybody wants events of this name. */
  wants(name: string): boolean {
    return this.#routesFor(name).length > 0
  }

  dispatch(event: AmiEvent): void {
    for (const { sink, noise } of this.#routesFor(event.name)) sink.push(event, noise)
  }

  /** Tells everybody that a session is ready; unless it is the first, the link had been down. */
  markSession(session: number): void {
    this.#session = session
    for (const sink of this.#entries.keys()) sink.markSession(session, this.#host.server)
  }

  /** Ends every subscription once it has delivered what it holds; later ones are born closed. */
  finish(): void {
    this.#finished = true
    for (const sink of [...this.#entries.keys()]) sink.leave(this.#host.server)
    this.#entries.clear()
    this.#forgetRoutes()
  }

  #add(sink: EventSink, { events, keep }: Wanted): void {
    const all = events === undefined || events.includes('*')
    this.#entries.set(sink, {
      names: all ? undefined : new Set(events.map((name) => name.toLowerCase())),
      keep: new Set(keep?.map((name) => name.toLowerCase())),
    })
    this.#forgetRoutes()
  }

  #routesFor(name: string): readonly Route[] {
    // Asked twice for each event, before it is built and when it is given out.
    if (name === this.#lastName) return this.#lastRoutes
    const routes = this.#routes.get(name) ?? this.#findRoutes(name)
    this.#lastName = name
    this.#lastRoutes = routes
    return routes
  }

  #forgetRoutes(): void {
    this.#routes.clear()
    this.#lastName = undefined
  }

  #findRoutes(name: string): readonly Route[] {
    const lower = name.toLowerCase()
    const routes: Route[] = []
    for (const [sink, { names, keep }] of this.#entries) {
      if (names === undefined || names.has(lower)) {
        routes.push({ sink, noise: noiseEvents.has(lower) && !keep.has(lower) })
      }
    }
    if (name.length > ROUTE_NAME_MAX) return routes
    if (this.#routes.size >= ROUTES_MAX) this.#routes.clear()
    this.#routes.set(name, routes)
    return routes
  }
}
