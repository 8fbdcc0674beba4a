import type { SubscribeOptions } from '../events/dispatcher.ts'
import type { EventHandler, Subscription } from '../events/subscription.ts'
import { type NormalisedEvent, namesEver, normalise } from './normalise.ts'
import type { EventName } from './receiving.ts'

/** What to receive under today's names, and how much of it to hold. Gaps and `keep` go by the names on the wire. */
export interface NormalisedOptions<Name extends string = string>
  extends SubscribeOptions<Name, NormalisedEvent<Name>> {
  /** Of a cluster: only events of these servers. */
  readonly servers?: readonly string[]
}

/** What can be subscribed to: a client, or a cluster. */
export interface EventSource {
  /** Makes a bounded queue of events of one's own. */
  subscribe(options: SubscribeOptions): Subscription
}

/** Subscribes by today's names, and gives events of any Asterisk under them. */
export interface NormalisedEvents {
  /** A bounded queue of events of one's own, as a client's. */
  subscribe<const Name extends EventName | (string & {}) = string>(
    options?: NormalisedOptions<Name>,
  ): Subscription<NormalisedEvent<Name>>
  /** Runs `handler` for each event that is called so today, one at a time. */
  on<const Name extends EventName | (string & {})>(
    name: Name,
    handler: EventHandler<NormalisedEvent<Name>>,
    options?: Omit<NormalisedOptions<Name>, 'events'>,
  ): Subscription<NormalisedEvent<Name>>
}

/**
 * The events of a client or a cluster under the names that today's Asterisk gives them, whichever version sent them.
 * Each keeps what was sent as its `original`.
 *
 * @example
 * ```ts
 * import { normalised } from 'amiable/catalogue'
 *
 * normalised(ami).on('QueueMemberPause', (event) => {
 *   console.log(event.get('Interface'), event.flag('Paused'), event.original.name)
 * })
 * ```
 */
export function normalised(source: EventSource): NormalisedEvents {
  return new Normaliser(source)
}

class Normaliser implements NormalisedEvents {
  readonly #source: EventSource

  constructor(source: EventSource) {
    this.#source = source
  }

  subscribe<const Name extends EventName | (string & {}) = string>(
    options: NormalisedOptions<Name> = {},
  ): Subscription<NormalisedEvent<Name>> {
    // Under a narrower type they are the same options, and the same events.
    const raw = this.#source.subscribe(onWire(options as unknown as NormalisedOptions))
    return new NormalisedSubscription(raw) as unknown as Subscription<NormalisedEvent<Name>>
  }

  on<const Name extends EventName | (string & {})>(
    name: Name,
    handler: EventHandler<NormalisedEvent<Name>>,
    options: Omit<NormalisedOptions<Name>, 'events'> = {},
  ): Subscription<NormalisedEvent<Name>> {
    const subscription = this.subscribe<Name>({ ...options, events: [name] })
    // It rejects only where it closed because it was full, and each of its drops has been reported.
    subscription.each(handler).catch(() => undefined)
    return subscription
  }
}

/** The same options with every name that an event has had, and only the events that are called as asked for today. */
function onWire({ events, where, ...rest }: NormalisedOptions): SubscribeOptions {
  if (events === undefined || events.includes('*')) {
    return where === undefined ? rest : { ...rest, where: (event) => where(normalise(event)) }
  }
  const wanted = new Set(events.map((name) => name.toLowerCase()))
  return {
    ...rest,
    events: events.flatMap(namesEver),
    where: (event) => {
      const today = normalise(event)
      return wanted.has(today.name.toLowerCase()) && (where === undefined || where(today))
    },
  }
}

class NormalisedSubscription implements Subscription<NormalisedEvent> {
  readonly #raw: Subscription

  constructor(raw: Subscription) {
    this.#raw = raw
  }

  get size(): number {
    return this.#raw.size
  }

  get dropped(): number {
    return this.#raw.dropped
  }

  get closed(): boolean {
    return this.#raw.closed
  }

  each(handler: EventHandler<NormalisedEvent>): Promise<void> {
    return this.#raw.each((event) => handler(normalise(event)))
  }

  close(): void {
    this.#raw.close()
  }

  async *[Symbol.asyncIterator](): AsyncIterator<NormalisedEvent> {
    for await (const event of this.#raw) yield normalise(event)
  }

  [Symbol.dispose](): void {
    this.#raw.close()
  }
}
