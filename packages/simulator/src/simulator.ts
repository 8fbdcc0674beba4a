import type { Socket } from 'node:net'
import { ActionQueue } from './action-queue.ts'
import { AnswerFaults } from './answer-faults.ts'
import { BoundedLog } from './bounded-log.ts'
import { Dispatcher } from './dispatcher.ts'
import { privilegeBits, privilegeOf } from './event-class.ts'
import { type FloodOptions, floodSession } from './flood.ts'
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
import { RawWriter } from './raw-writer.ts'
import type { SimulatedRequest } from './request.ts'
import { RequestParser } from './request-parser.ts'
import { SimulatedSession } from './session.ts'
import { Timers } from './timers.ts'
import { Waiters } from './waiters.ts'
import { eventFrame, type HeadersToWrite } from './wire.ts'

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
export class Simulator implements AsyncDisposable {
  /** The exchange behind the server: its channels, queues and variables. */
  readonly pbx: Pbx
  /** What scripts threw, in order; rethrown by `close`. */
  readonly errors: unknown[] = []
  /** Where sessions die; takes effect at once. */
  dieAt: DeathStep | undefined
  /** How sessions die. */
  dieWith: 'fin' | 'rst'
  /** True while every login fails. */
  refusesLogins = false
  readonly #options: ResolvedOptions
  readonly #listener: Listener
  readonly #timers = new Timers()
  readonly #random: Random
  readonly #faults: AnswerFaults
  readonly #dispatcher: Dispatcher
  readonly #log: BoundedLog<SimulatedRequest>
  readonly #sessions = new Set<SimulatedSession>()
  readonly #nextSession = new Waiters<SimulatedSession>('the next session')
  readonly #nextLogin = new Waiters<SimulatedSession>('the next login')
  readonly #nextRequest = new Waiters<SimulatedRequest>('the next request')
  #connections = 0
  #stalled = false
  #blackHole = false
  #bytesPerSecond = 0
  #closing: Promise<void> | undefined

  /** @internal */
  constructor(options: ResolvedOptions) {
    this.#options = options
    this.dieAt = options.dieAt
    this.dieWith = options.dieWith
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

  /** Live sessions, oldest first. */
  get sessions(): readonly SimulatedSession[] {
    return [...this.#sessions]
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

  /** Sends an event to every session whose rights, mask and filters let it pass. `Privilege` is added unless given. */
  event(name: string, headers: HeadersToWrite = []): void {
    if (this.#sessions.size === 0) return
    const given = givenPrivilege(headers)
    const privilege = given ?? privilegeOf(name)
    const eol = this.#options.lineEnding
    const lead = given === undefined ? `Privilege: ${privilege}${eol}` : ''
    this.broadcastWire(privilegeBits(privilege), eventFrame(name, lead, headers, eol))
  }

  /** Writes bytes to every live session, logged in or not, nothing added. */
  raw(bytes: string | Buffer): void {
    for (const session of this.#sessions) session.write(bytes)
  }

  /** Sends a frame of these classes to every session that wants it. @internal */
  broadcastWire(bits: number, frame: string): void {
    for (const session of this.#sessions) if (session.wants(bits, frame)) session.broadcast(frame)
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

  /** Cuts every connection: with FIN, or with RST. */
  cutAll({ reset = false }: { reset?: boolean } = {}): void {
    for (const session of this.#sessions) reset ? session.reset() : session.destroy()
  }

  /** Reads on but writes nothing, on connections to come as well, until `resume`. */
  stall(): void {
    this.#stalled = true
    for (const session of this.#sessions) session.stalled = true
  }

  /** Ends `stall` and `blackHole`; what was held goes out. */
  resume(): void {
    this.#stalled = false
    this.#blackHole = false
    for (const session of this.#sessions) {
      session.stalled = false
      session.resumeReading()
    }
  }

  /** Neither reads nor writes, and neither closes nor resets: the peer of a half-open connection. Until `resume`. */
  blackHole(): void {
    this.#blackHole = true
    this.stall()
    for (const session of this.#sessions) session.pauseReading()
  }

  /** Sends every session half an event and cuts it. */
  halfMessage({ reset = false }: { reset?: boolean } = {}): void {
    const eol = this.#options.lineEnding
    this.dieWith = reset ? 'rst' : 'fin'
    for (const session of this.#sessions) {
      session.write(`Event: Newchannel${eol}Privilege: call,all${eol}Channel: Local/half@cut-0000`)
      session.die()
    }
  }

  /**
   * Sends `count` events to every session that wants them, as fast as each takes them, numbered from 1 by their
   * `Sequence`. Resolves with the number of events written, over all sessions.
   */
  async floodEvents(flood: FloodOptions): Promise<number> {
    const eol = this.#options.lineEnding
    const wanting = this.sessions.filter((session) => session.wants(floodBits(flood), ''))
    const written = await Promise.all(wanting.map((session) => floodSession(session, flood, eol)))
    return written.reduce((sum, count) => sum + count, 0)
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

  /** Dribbles output at this rate, on connections to come as well; 0 ends it. */
  slowLoris(bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond
    for (const session of this.#sessions) session.slowLoris(bytesPerSecond)
  }

  /** Writes every session one event of at least this many bytes. */
  oversize(bytes: number): void {
    for (const session of this.#sessions) session.oversize(bytes)
  }

  /** Writes every session bytes that are no message. */
  garbage(kind: Parameters<SimulatedSession['garbage']>[0], bytes: number): void {
    for (const session of this.#sessions) session.garbage(kind, bytes)
  }

  /** Writes every session so many further banner lines. */
  bannerFlood(lines: number): void {
    for (const session of this.#sessions) session.bannerFlood(lines)
  }

  /** Says that Asterisk shuts down, then closes every session. */
  shutdown({ restart = false }: { restart?: boolean } = {}): void {
    this.event('Shutdown', { Shutdown: 'Cleanly', Restart: restart ? 'True' : 'False' })
    for (const session of this.#sessions) session.end()
  }

  /** Says Goodbye to every session unasked, then closes it. */
  goodbye(): void {
    for (const session of this.#sessions) {
      session.write(
        `Response: Goodbye${this.#options.lineEnding}Message: Thanks for all the fish.${this.#options.lineEnding.repeat(2)}`,
      )
      session.end()
    }
  }

  /** Listens, on the same port as before. Rejects when the port was taken in the meantime. */
  async start(): Promise<void> {
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
    const index = this.#connections
    this.#connections += 1
    const options = this.#options
    const writer = new RawWriter(socket, {
      chunks: options.chunks,
      random: this.#random,
      timers: this.#timers,
      maxBufferedBytes: options.maxBufferedBytes,
      onOverflow: () => session.destroy(),
    })
    const log = new BoundedLog<SimulatedRequest>(options.receivedLimit)
    const session: SimulatedSession = new SimulatedSession({
      index,
      socket,
      transport,
      writer,
      log,
      simulator: this,
      eol: options.lineEnding,
      banner: options.banner,
    })
    this.#sessions.add(session)
    socket.on('error', () => undefined)
    socket.once('close', () => this.#sessions.delete(session))
    this.#serve(session, socket, log)
    session.stalled = this.#stalled
    if (this.#bytesPerSecond > 0) session.slowLoris(this.#bytesPerSecond)
    if (this.#blackHole) session.pauseReading()
    this.#greet(session, index)
  }

  #serve(session: SimulatedSession, socket: Socket, log: BoundedLog<SimulatedRequest>): void {
    const queue = new ActionQueue(
      (request) => this.#dispatcher.run(request, session),
      (room) => (room ? session.resumeReading() : session.pauseReading()),
    )
    const parser = new RequestParser((request) => {
      log.add(request)
      this.#log.add(request)
      this.#nextRequest.announce(request)
      queue.push(request)
    }, this.#options.now)
    socket.on('data', (chunk: Buffer) => parser.write(chunk))
    socket.once('end', () => queue.whenIdle(() => session.end()))
  }

  #greet(session: SimulatedSession, index: number): void {
    if (this.dieAt === 'connect') {
      session.die()
      this.#nextSession.announce(session)
      return
    }
    try {
      this.#options.onSession?.(session, index)
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

function givenPrivilege(headers: HeadersToWrite): string | undefined {
  const pairs: Iterable<readonly [string, unknown]> = Array.isArray(headers)
    ? headers
    : Object.entries(headers)
  for (const [key, value] of pairs) if (key === 'Privilege') return String(value)
  return undefined
}

function floodBits(flood: FloodOptions): number {
  return privilegeBits(privilegeOf(flood.name ?? 'Flood'))
}
