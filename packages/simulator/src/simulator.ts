import type { Socket } from 'node:net'
import { acceptSession } from './accept.ts'
import { AnswerFaults } from './answer-faults.ts'
import { BoundedLog } from './bounded-log.ts'
import { Dispatcher } from './dispatcher.ts'
import { Listener } from './listener.ts'
import {
  type ActionScript,
  type DeathStep,
  type ResolvedOptions,
  resolveOptions,
  type SimulatorOptions,
} from './options.ts'
import { Pbx } from './pbx.ts'
import { Random } from './random.ts'
import type { SimulatedRequest } from './request.ts'
import type { SimulatedSession } from './session.ts'
import { SessionGroup } from './session-group.ts'
import { Timers } from './timers.ts'
import { SimulatorClosedError, Waiters } from './waiters.ts'

/**
 * Starts a simulated Asterisk that listens for AMI clients.
 *
 * Rejects with `SimulatorOptionError` for options that cannot be meant and with the system's error when the
 * port cannot be had.
 *
 * @example
 * ```ts
 * await using pbx = await startSimulator({ actions: { Ping: (request, session) => session.respond(request) } })
 * connectSomethingTo(pbx.url)
 * ```
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = new Simulator(resolveOptions(options))
  await simulator.start()
  return simulator
}

/** A scripted Asterisk: a TCP or TLS server that speaks AMI, with faults on demand. */
export class Simulator extends SessionGroup implements AsyncDisposable {
  /** The exchange behind the server: its channels, queues and variables. */
  readonly pbx: Pbx
  /** What scripts threw, in order; rethrown by `close`. */
  readonly errors: unknown[] = []
  /** Where sessions die; takes effect at once. */
  dieAt: DeathStep | undefined
  /** How sessions die. */
  dieWith: 'fin' | 'rst'
  /** True while modules are still loading. */
  booting: boolean
  /** True while every login fails. */
  refusesLogins = false
  readonly #options: ResolvedOptions
  readonly #listener: Listener
  readonly #timers = new Timers()
  readonly #random: Random
  readonly #faults: AnswerFaults
  readonly #dispatcher: Dispatcher
  readonly #log: BoundedLog<SimulatedRequest>
  readonly #nextSession = new Waiters<SimulatedSession>('the next session')
  readonly #nextLogin = new Waiters<SimulatedSession>('the next login')
  readonly #nextRequest = new Waiters<SimulatedRequest>('the next request')
  #connections = 0
  #closing: Promise<void> | undefined

  /** @internal */
  constructor(options: ResolvedOptions) {
    super(options.lineEnding)
    this.#options = options
    this.dieAt = options.dieAt
    this.dieWith = options.dieWith
    this.booting = options.booting
    this.#random = new Random(options.seed)
    this.#log = new BoundedLog(options.receivedLimit)
    this.#faults = new AnswerFaults(this.#timers, this.#random)
    this.pbx = new Pbx({ options, timers: this.#timers, emit: (name, headers) => this.event(name, headers) })
    this.#dispatcher = new Dispatcher(this.pbx, this.#faults, options.actions, (error) => {
      this.errors.push(error)
    })
    this.#listener = new Listener({
      host: options.host,
      port: options.port,
      tls: options.tls,
      onConnection: (socket, transport) => this.#accept(socket, transport),
    })
  }

  get host(): string {
    return this.#options.host
  }

  /** The port it listens on, the same after `stop` and `start`. */
  get port(): number {
    return this.#listener.port
  }

  /** Where to connect as the first user: `ami://admin:amp111@127.0.0.1:5038`, `amis:` with TLS. */
  get url(): string {
    const [[name, user] = ['', { secret: '' }]] = Object.entries(this.#options.users)
    const scheme = this.#options.tls === undefined ? 'ami' : 'amis'
    const host = this.host.includes(':') ? `[${this.host}]` : this.host
    return `${scheme}://${encodeURIComponent(name)}:${encodeURIComponent(user.secret)}@${host}:${this.port}`
  }

  /** The AMI version of the banner, empty without one. */
  get amiVersion(): string {
    return /\/([\d.]+)/.exec(this.#options.banner || '')?.[1] ?? ''
  }

  /** Connections accepted since the start. */
  get connections(): number {
    return this.#connections
  }

  /** Requests of all sessions, oldest first: the last `receivedLimit` at least, twice as many at most. */
  get received(): readonly SimulatedRequest[] {
    return this.#log.entries
  }

  /** Requests ever received. */
  get receivedCount(): number {
    return this.#log.total
  }

  /** The timers that end with the simulator. @internal */
  get timers(): Timers {
    return this.#timers
  }

  /** Replaces or adds what an action does, from its next request on. */
  script(action: string, run: ActionScript): void {
    this.#dispatcher.override(action, run)
  }

  /** The next accepted connection. Rejects with `SimulatorClosedError` when the simulator closes first. */
  nextSession(): Promise<SimulatedSession> {
    return this.#nextSession.next()
  }

  /** The next session that logs in. Rejects as `nextSession` does. */
  nextLogin(): Promise<SimulatedSession> {
    return this.#nextLogin.next()
  }

  /** The next request, of this action if given, in any case. Rejects as `nextSession` does. */
  nextRequest(action?: string): Promise<SimulatedRequest> {
    const wanted = action?.toLowerCase()
    return this.#nextRequest.next(
      (request) => wanted === undefined || request.action.toLowerCase() === wanted,
    )
  }

  /** While on, every login fails. */
  refuseLogin(on: boolean): void {
    this.refusesLogins = on
  }

  /** Answers of the action come this much later; other actions are not held up. */
  lateAnswer(action: string, delayMs: number): void {
    this.#faults.set(action, { kind: 'late', delayMs })
  }

  /** Answers of the action come twice. */
  duplicateAnswer(action: string): void {
    this.#faults.set(action, { kind: 'duplicate' })
  }

  /** The action is done but never answered; Login, Challenge and Logoff are not even done. */
  swallow(action: string): void {
    this.#faults.set(action, { kind: 'swallow' })
  }

  /** Answers of the action are collected until there are `batch`, then sent in seeded random order. */
  shuffleAnswers(action: string, batch: number): void {
    this.#faults.set(action, { kind: 'shuffle', batch })
  }

  /** Ends every fault that was switched on; unfinished batches of answers are sent. */
  heal(): void {
    this.dieAt = undefined
    this.refusesLogins = false
    this.#faults.clear()
    this.slowLoris(0)
    this.resume()
  }

  /** Ends the boot and says so to every session that wants to know. */
  finishBoot(): void {
    if (!this.booting) return
    this.booting = false
    const uptime = this.pbx.seconds - this.pbx.startedAt
    this.event('FullyBooted', { Status: 'Fully Booted', Uptime: uptime, LastReload: uptime })
  }

  /** Listens, on the same port as before. Rejects when the port was taken in the meantime, or after `close`. */
  async start(): Promise<void> {
    if (this.#closing !== undefined) throw new SimulatorClosedError('a closed simulator cannot listen again')
    await this.#listener.open()
  }

  /** Stops listening and destroys every session, as `kill -9` would. */
  async stop(): Promise<void> {
    const closed = this.sessions.map((session) => session.closed)
    this.cutAll()
    await this.#listener.close()
    await Promise.all(closed)
  }

  /**
   * Stops for good: no socket, timer or waiter is left.
   *
   * Rejects with what a script threw, an `AggregateError` if there was more than one.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** A challenge of up to nine digits. @internal */
  newChallenge(): string {
    return String(this.#random.between(100_000_000, 999_999_999))
  }

  /** Tells who waits for a login. @internal */
  announceLogin(session: SimulatedSession): void {
    this.#nextLogin.announce(session)
  }

  async #close(): Promise<void> {
    this.#timers.close()
    await this.stop()
    for (const waiters of [this.#nextSession, this.#nextLogin, this.#nextRequest]) waiters.close()
    if (this.errors.length === 1) throw this.errors[0]
    if (this.errors.length > 1) throw new AggregateError(this.errors, 'scripts of the simulator threw')
  }
  #accept(socket: Socket, transport: Socket): void {
    const session = acceptSession({
      index: this.#connections,
      socket,
      transport,
      options: this.#options,
      random: this.#random,
      simulator: this,
      onRequest: (request) => {
        this.#log.add(request)
        this.#nextRequest.announce(request)
      },
      run: (request, by) => this.#dispatcher.run(request, by),
    })
    this.#connections += 1
    this.admit(session)
    this.#greet(session)
  }

  #greet(session: SimulatedSession): void {
    if (this.dieAt === 'connect') {
      session.die()
      this.#nextSession.announce(session)
      return
    }
    try {
      this.#options.onSession?.(session, session.index)
    } catch (error) {
      this.errors.push(error)
    }
    const greet = (): void => {
      if (session.banner !== false) session.write(session.banner)
      if (this.dieAt === 'banner') session.die()
    }
    if (this.#options.acceptDelayMs === 0) greet()
    else this.#timers.after(this.#options.acceptDelayMs, greet)
    this.#nextSession.announce(session)
  }
}
