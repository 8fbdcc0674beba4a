import { AmiArgumentError } from '../errors.ts'
import type { Delivery } from '../events/delivery.ts'
import { type SubscribeOptions, subscriptionSettings } from '../events/dispatcher.ts'
import { EventSubscription } from '../events/subscription.ts'
import type { AmiEvent } from '../protocol/index.ts'
import type { Member } from './member.ts'
import { MergedQueue } from './merged-queue.ts'

/** What to receive of a fleet. Bounds are those of each server's share. */
export interface FleetSubscribeOptions<Name extends string = string, E = AmiEvent<Name>>
  extends SubscribeOptions<Name, E> {
  /** Only events of these servers; also of those that join later under these names. */
  readonly servers?: readonly string[]
}

interface Subscribed {
  readonly subscription: EventSubscription
  readonly options: FleetSubscribeOptions<string, never>
}

/** Most servers that are gone and of which nothing waits any more, remembered for handlers that are not done yet. */
const GONE_MAX = 64

/** Who of a fleet is told what: the subscriptions to all its servers, and the servers that come and go. */
export class Fanout {
  readonly #delivery: Delivery
  readonly #members: ReadonlyMap<string, Member>
  readonly #subscriptions = new Map<EventSubscription, Subscribed>()
  /** Servers that are gone, for what of theirs is still delivered or let go. */
  readonly #gone = new Map<string, Member>()
  #finished = false

  constructor(delivery: Delivery, members: ReadonlyMap<string, Member>) {
    this.#delivery = delivery
    this.#members = members
  }

  /** @throws AmiArgumentError for a name, a bound, a policy or a function that cannot be. */
  subscribe(options: FleetSubscribeOptions<string, never>): EventSubscription {
    const settings = subscriptionSettings(options, 0)
    checkServers(options.servers)
    const subscription = new EventSubscription(
      {
        server: '(fleet)',
        delivery: this.#delivery,
        onDrop: (event, reason) => this.#memberOf(event.server)?.client.link.dropped(event, reason),
        onUserError: (error, event, server) => this.userError(error, event, server),
        onClosed: (closed) => this.#remove(closed),
      },
      settings,
      (onDrop) => new MergedQueue(settings, onDrop),
    )
    if (this.#finished) subscription.close()
    if (subscription.closed) return subscription
    const subscribed = { subscription, options }
    this.#subscriptions.set(subscription, subscribed)
    for (const member of this.#members.values()) attach(subscribed, member)
    return subscription
  }

  /** Gives a new server's events to whoever wants them. */
  join(member: Member): void {
    for (const subscribed of this.#subscriptions.values()) attach(subscribed, member)
  }

  /** Takes a server's events away; what of them waits is still delivered. */
  leave(member: Member): void {
    this.#gone.delete(member.server)
    this.#gone.set(member.server, member)
    for (const server of this.#gone.keys()) {
      if (this.#gone.size <= GONE_MAX) break
      if (!this.#holds(server)) this.#gone.delete(server)
    }
    for (const { subscription } of this.#subscriptions.values()) {
      member.client.link.dispatcher.detach(subscription)
      subscription.leave(member.server)
    }
  }

  /** Ends every subscription once it has delivered what it holds. */
  finish(): void {
    this.#finished = true
    for (const subscription of [...this.#subscriptions.keys()]) subscription.finish()
  }

  /** Reports what a user's code threw: where it belongs to a server, as that server's. */
  userError(error: unknown, event: string, server: string | undefined): void {
    const member = server === undefined ? undefined : this.#memberOf(server)
    const [any] = this.#members.values()
    const reporting = member ?? any
    reporting?.client.link.reporter.userError(error, event)
  }

  #holds(server: string): boolean {
    return [...this.#subscriptions.keys()].some((subscription) => subscription.sizeOf(server) > 0)
  }

  #memberOf(server: string): Member | undefined {
    return this.#members.get(server) ?? this.#gone.get(server)
  }

  #remove(subscription: EventSubscription): void {
    this.#subscriptions.delete(subscription)
    for (const { client } of this.#members.values()) client.link.dispatcher.detach(subscription)
  }
}

function checkServers(servers: unknown): void {
  if (servers === undefined || (Array.isArray(servers) && servers.every((name) => typeof name === 'string')))
    return
  throw new AmiArgumentError([{ path: 'servers', message: 'must be a list of names' }])
}

function attach({ subscription, options }: Subscribed, { server, client }: Member): void {
  if (options.servers?.includes(server) === false) return
  client.link.dispatcher.attach(subscription, options)
}
