import { AmiArgumentError, type AmiError } from '../errors.ts'
import type { Delivery } from '../events/delivery.ts'
import type { StateChange } from '../supervision/supervisor-options.ts'
import { deferred } from '../util/deferred.ts'
import { guarded } from '../util/guarded.ts'
import { ConnectWait } from './connect-wait.ts'
import { Fanout } from './fanout.ts'
import type { Member } from './member.ts'
import { Retired } from './retired.ts'

/** One change of state of one server. */
export interface ServerStateChange extends StateChange {
  readonly server: string
}

/** The servers of a fleet as they come and go, and who is told of that. */
export class Roster {
  readonly #members = new Map<string, Member>()
  readonly #retired = new Retired()
  readonly #waits = new Set<ConnectWait>()
  readonly #listeners = new Set<(change: ServerStateChange) => unknown>()
  readonly fanout: Fanout
  #started = false
  #closed: Promise<void> | undefined

  constructor(delivery: Delivery) {
    this.fanout = new Fanout(delivery, this.#members)
  }

  get members(): ReadonlyMap<string, Member> {
    return this.#members
  }

  /** Whether it is closed, or closing. */
  get closed(): boolean {
    return this.#closed !== undefined
  }

  /** @throws AmiArgumentError for a name that the fleet has not. */
  member(name: string): Member {
    const member = this.#members.get(name)
    if (member !== undefined) return member
    const known = [...this.#members.keys()].join(', ')
    const message = `is not in the fleet${known === '' ? '' : ` (${known})`}`
    throw new AmiArgumentError([{ path: `servers.${name}`, message }])
  }

  /** Takes a server in, and connects it if the others were told to connect, or `connects`. */
  enter(member: Member, connects = false): void {
    this.#members.set(member.server, member)
    this.fanout.join(member)
    member.stopTelling = member.client.onState((change) => this.#tell(member.server, change))
    if (connects || this.#started) void member.client.connect()
    for (const waiting of this.#waits) waiting.join(member)
  }

  /** Puts a server in another one's place, which is closed once what waits for answers has them. */
  replace(old: Member, member: Member): void {
    this.#leave(old)
    old.stopTelling()
    this.enter(member, old.client.state !== 'idle')
    // Last, so that whoever waits for this server waits for the new one by then.
    this.#stopWaitingFor(old)
    void this.#retired.finish(old)
  }

  /** Takes a server out, and closes it. */
  async remove(member: Member): Promise<void> {
    this.#leave(member)
    this.#stopWaitingFor(member)
    await this.#retired.end(member)
  }

  /** Connects every server, and those that come; waits for `any` or `all`. Errors are made when they are needed. */
  async connect(
    wait: 'any' | 'all',
    signal: AbortSignal | undefined,
    errors: { readonly none: () => AmiError; readonly aborted: () => AmiError },
  ): Promise<void> {
    this.#started = true
    const waiting = new ConnectWait(wait, errors.none, this.#members.values())
    this.#waits.add(waiting)
    try {
      await waiting.over(signal, errors.aborted)
    } finally {
      this.#waits.delete(waiting)
    }
  }

  /** Tells of every change of every server's state. Returns its own undo. A throw is reported and stops nothing. */
  onState(listener: (change: ServerStateChange) => unknown): () => void {
    // A wrapper of its own, so that the same function given twice is two listeners.
    const own = (change: ServerStateChange): unknown => listener(change)
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }

  /** Closes every server, those that have left included, then ends every subscription. Idempotent. */
  close(): Promise<void> {
    if (this.#closed === undefined) {
      // Kept before anything happens: listeners hear of the close while it runs, and must find it begun.
      const done = deferred<void>()
      this.#closed = done.promise
      this.#close().then(done.resolve, done.reject)
    }
    return this.#closed
  }

  async #close(): Promise<void> {
    const closing = [...this.#members.values()].map(({ client }) => client.close())
    await Promise.all([...closing, this.#retired.endAll()])
    this.fanout.finish()
  }

  #leave(member: Member): void {
    this.#members.delete(member.server)
    this.fanout.leave(member)
  }

  #stopWaitingFor(member: Member): void {
    for (const waiting of this.#waits) waiting.leave(member)
  }

  #tell(server: string, change: StateChange): void {
    for (const listener of [...this.#listeners]) {
      guarded(
        () => listener({ ...change, server }),
        (error) => this.fanout.userError(error, '(state)', server),
      )
    }
  }
}
