import type { ActionResult } from '../correlation/collector.ts'
import { AmiArgumentError, AmiBackpressureError, AmiError, AmiRejectedError } from '../errors.ts'
import type { EventSink } from '../events/event-buffer.ts'
import type { Link, LinkRequest } from '../link.ts'
import type { ActionFields, AmiEvent, AmiList, AmiResponse } from '../protocol/index.ts'
import type { Clock } from '../util/clock.ts'
import { onAbort } from '../util/on-abort.ts'
import { Call } from './call.ts'
import { callIds } from './channel-ids.ts'
import { Follower, type FollowerHost } from './follower.ts'
import { callPlan, type OriginateFields, type OriginateOptions, originateFields } from './originate-fields.ts'

/** Sends the Originate itself; a fleet's also counts it. */
export type SendOriginate = (action: string, fields: ActionFields, request: LinkRequest) => Promise<unknown>

const CALLS_MAX = 10_000
const EVENTS: readonly string[] = ['OriginateResponse', 'Newchannel', 'Newstate', 'DialEnd', 'Hangup']

/**
 * The calls of one link that are not over, and what is heard of them.
 *
 * It takes its events beside the subscriptions, and only while there are calls. When a session was lost, it looks on the
 * next one for the channels of those that it still follows.
 */
export class CallRegistry implements EventSink, FollowerHost {
  readonly clock: Clock
  hears = false
  readonly #link: Link
  /** The oldest first. */
  readonly #followers = new Set<Follower>()
  /** By ActionID, and by the Uniqueid of each of their channels. */
  readonly #byId = new Map<string, Follower>()
  #session = 0
  /** When the server started, as far as it says. */
  #startup: Promise<string | undefined> = Promise.resolve(undefined)
  /** What was hung up while the channels are being listed: it may stand in the list. */
  #gone: Set<string> | undefined

  constructor(link: Link) {
    this.#link = link
    this.clock = link.options.clock
  }

  get isReady(): boolean {
    return this.#link.supervisor.ready !== undefined
  }

  /** Places a call. @throws AmiArgumentError for what cannot be asked for, or could not be followed. */
  originate(fields: OriginateFields, options: OriginateOptions = {}, send: SendOriginate = this.#send): Call {
    const ids = callIds()
    const sent = originateFields(fields, options, ids)
    this.#checkHearing()
    const { evidenceMs = 2_000, lookMs = 60_000, signal } = options
    const patience = { evidenceMs, lookMs, ringMs: fields.Timeout ?? 30_000 }
    const follower = new Follower(callPlan(fields, ids), patience, this)
    const call = new Call(
      this.#link.server,
      follower,
      (action, more) => this.#send(action, more, {}) as Promise<AmiResponse>,
    )
    if (!this.#makeRoom()) {
      const full = `Originate: ${CALLS_MAX} calls are on their way`
      follower.onError(new AmiBackpressureError(full, { server: this.#link.server, delivery: 'unsent' }))
      return call
    }
    this.#enter(follower)
    // Aborted later it ends the call, not the wait for the answer.
    const request = {
      timeoutMs: options.timeoutMs,
      actionId: ids.actionId,
      signal: signal?.aborted === true ? signal : undefined,
    }
    void this.#place(follower, sent, request, send)
    const stopWatching = onAbort(signal, () => void call.hangup().catch(() => undefined))
    void call.ended.then(stopWatching)
    return call
  }

  push(event: AmiEvent): void {
    const uniqueid = event.get('Uniqueid') ?? ''
    if (event.name === 'Hangup') this.#gone?.add(uniqueid)
    const follower = this.#byId.get(keyOf(event, uniqueid)) ?? this.#byId.get(event.get('Linkedid') ?? '')
    if (follower === undefined) return
    this.hears = true
    follower.take(event)
  }

  markSession(session: number): void {
    if (session === this.#session) return
    this.#session = session
    this.hears = false
    const before = this.#startup
    this.#startup = this.#askStartup()
    if (this.#followers.size > 0) void this.#lookFor([...this.#followers], before, session)
  }

  leave(): void {
    for (const follower of [...this.#followers]) follower.giveUp('closed')
  }

  sizeOf(): number {
    return 0
  }

  onLeg(uniqueid: string, follower: Follower): void {
    this.#byId.set(uniqueid, follower)
  }

  onLegGone(uniqueid: string): void {
    const { channelId, otherChannelId } = this.#byId.get(uniqueid)?.plan ?? {}
    if (uniqueid !== channelId && uniqueid !== otherChannelId) this.#byId.delete(uniqueid)
  }

  onOver(follower: Follower): void {
    const { actionId, channelId, otherChannelId } = follower.plan
    for (const id of [actionId, channelId, otherChannelId, ...follower.legs]) this.#byId.delete(id)
    if (this.#followers.delete(follower) && this.#followers.size === 0) this.#link.dispatcher.detach(this)
  }

  evict(follower: Follower): void {
    this.#link.counters.callsEvicted += 1
    follower.giveUp('evicted')
  }

  readonly #send: SendOriginate = async (action, fields, request) =>
    this.#link.request(action, fields, request)

  async #place(
    follower: Follower,
    fields: ActionFields,
    request: LinkRequest,
    send: SendOriginate,
  ): Promise<void> {
    try {
      follower.onResponse((await send('Originate', fields, request)) as AmiResponse)
    } catch (error) {
      if (!AmiError.is(error)) throw error
      follower.onError(error)
    }
  }

  #enter(follower: Follower): void {
    // Before it is among those to look for: attached, it is told of the session that is ready.
    if (this.#followers.size === 0) this.#link.dispatcher.attach(this, { events: EVENTS })
    this.#followers.add(follower)
    const { actionId, channelId, otherChannelId } = follower.plan
    for (const id of [actionId, channelId, otherChannelId]) this.#byId.set(id, follower)
  }

  /** At the price of the oldest call whose outcome is told, if need be; false when there is none. */
  #makeRoom(): boolean {
    if (this.#followers.size < CALLS_MAX) return true
    for (const follower of this.#followers) {
      if (follower.settled === undefined) continue
      this.evict(follower)
      return true
    }
    return false
  }

  #checkHearing(): void {
    const { events } = this.#link.options
    if (events === undefined || events === 'on' || /\b(?:on|all|call)\b/.test(String(events))) return
    const message = 'leaves out the class `call`: nothing would be heard of the call'
    throw new AmiArgumentError([{ path: 'events', message }], { action: 'Originate', delivery: 'unsent' })
  }

  async #lookFor(
    followers: readonly Follower[],
    before: Promise<string | undefined>,
    session: number,
  ): Promise<void> {
    for (const follower of followers) follower.onLooking()
    const gone = new Set<string>()
    this.#gone = gone
    const channels = await this.#listChannels()
    const [was, is] = await Promise.all([before, this.#startup])
    if (session !== this.#session) return
    this.#gone = undefined
    const restarted = was !== undefined && is !== undefined && was !== is
    for (const follower of followers) {
      if (!Array.isArray(channels)) {
        follower.onNotLookedFor(channels instanceof AmiRejectedError)
        continue
      }
      const own = channels.filter(
        ({ uniqueid, linkedid }) =>
          !gone.has(uniqueid) && follower === (this.#byId.get(uniqueid) ?? this.#byId.get(linkedid)),
      )
      follower.onLookedFor(own, restarted)
    }
  }

  async #listChannels(): Promise<readonly ListedChannel[] | AmiError> {
    try {
      const list = (await this.#ask('Status')) as AmiList
      return [...list].map((item) => ({
        uniqueid: item.get('Uniqueid') ?? '',
        linkedid: item.get('Linkedid') ?? '',
        isUp: item.number('ChannelState') === 6,
      }))
    } catch (error) {
      if (!AmiError.is(error)) throw error
      return error
    }
  }

  async #askStartup(): Promise<string | undefined> {
    try {
      const { CoreStartupDate, CoreStartupTime } = ((await this.#ask('CoreStatus')) as AmiResponse).fields
      return `${CoreStartupDate} ${CoreStartupTime}`
    } catch {
      // Then a restart cannot be told from a lost link.
      return undefined
    }
  }

  async #ask(action: string): Promise<ActionResult> {
    return this.#link.request(action, undefined, {})
  }
}

/** A call that no server took. @throws AmiArgumentError for what cannot be asked for. */
export function unsentCall(
  fields: OriginateFields,
  options: OriginateOptions,
  error: AmiError,
  clock: Clock,
): Call {
  const ids = callIds()
  originateFields(fields, options, ids)
  const nobody = (): void => undefined
  const host = {
    clock,
    isReady: false,
    hears: false,
    onLeg: nobody,
    onLegGone: nobody,
    onOver: nobody,
    evict: nobody,
  }
  const follower = new Follower(callPlan(fields, ids), { evidenceMs: 1, lookMs: 1, ringMs: 1 }, host)
  follower.onError(error)
  return new Call('', follower, () => Promise.reject(error))
}

interface ListedChannel {
  readonly uniqueid: string
  readonly linkedid: string
  readonly isUp: boolean
}

function keyOf(event: AmiEvent, uniqueid: string): string {
  if (event.name === 'OriginateResponse') return event.get('ActionID') ?? ''
  return event.name === 'DialEnd' ? (event.get('DestUniqueid') ?? '') : uniqueid
}
