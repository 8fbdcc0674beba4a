import { privilegeBits, privilegeOf } from './event-class.ts'
import type { Garbage } from './fault-bytes.ts'
import { type FloodOptions, floodSession } from './flood.ts'
import type { SimulatedSession } from './session.ts'
import { eventFrame, type HeadersToWrite } from './wire.ts'

/** The live sessions of a server: what is said to all of them, and what goes wrong with all of them at once. */
export class SessionGroup {
  readonly #live = new Set<SimulatedSession>()
  readonly #eol: string
  #stalled = false
  #blackHole = false
  #bytesPerSecond = 0

  /** @internal */
  constructor(eol: string) {
    this.#eol = eol
  }

  /** Live sessions, oldest first. */
  get sessions(): readonly SimulatedSession[] {
    return [...this.#live]
  }

  /** Takes in a new session, with the faults that are switched on. @internal */
  admit(session: SimulatedSession): void {
    this.#live.add(session)
    void session.closed.then(() => this.#live.delete(session))
    session.stalled = this.#stalled
    if (this.#bytesPerSecond > 0) session.slowLoris(this.#bytesPerSecond)
    if (this.#blackHole) session.pauseReading()
  }

  /** Sends an event to every session whose rights, mask and filters let it pass. `Privilege` is added unless given. */
  event(name: string, headers: HeadersToWrite = []): void {
    const given = givenPrivilege(headers)
    const privilege = given ?? privilegeOf(name)
    const bits = privilegeBits(privilege)
    if (!this.#anyWants(bits)) return
    const lead = given === undefined ? `Privilege: ${privilege}${this.#eol}` : ''
    this.broadcastWire(bits, eventFrame(name, lead, headers, this.#eol))
  }

  /** Writes bytes to every live session, logged in or not, nothing added. */
  raw(bytes: string | Buffer): void {
    for (const session of this.#live) session.write(bytes)
  }

  /** Sends a frame of these classes to every session that wants it. @internal */
  broadcastWire(bits: number, frame: string): void {
    for (const session of this.#live) if (session.wants(bits, frame)) session.broadcast(frame)
  }

  /** Cuts every connection: with FIN, or with RST. */
  cutAll({ reset = false }: { reset?: boolean } = {}): void {
    for (const session of this.#live) reset ? session.reset() : session.destroy()
  }

  /** Reads on but writes nothing, on connections to come as well, until `resume`. */
  stall(): void {
    this.#stalled = true
    for (const session of this.#live) session.stalled = true
  }

  /** Neither reads nor writes, and neither closes nor resets: the peer of a half-open connection. Until `resume`. */
  blackHole(): void {
    this.#blackHole = true
    this.stall()
    for (const session of this.#live) session.pauseReading()
  }

  /** Ends `stall` and `blackHole`; what was held goes out. */
  resume(): void {
    this.#stalled = false
    this.#blackHole = false
    for (const session of this.#live) {
      session.stalled = false
      session.resumeReading()
    }
  }

  /** Sends every session half an event and cuts it: with FIN, or with RST. */
  halfMessage({ reset = false }: { reset?: boolean } = {}): void {
    const eol = this.#eol
    for (const session of this.#live) {
      session.write(`Event: Newchannel${eol}Privilege: call,all${eol}Channel: Local/half@cut-0000`)
      session.die(reset ? 'rst' : 'fin')
    }
  }

  /**
   * Sends `count` events to every session that wants them, as fast as each takes them, numbered from 1 by their
   * `Sequence`. Resolves with the number of events written, over all sessions.
   */
  async floodEvents(flood: FloodOptions): Promise<number> {
    const bits = privilegeBits(privilegeOf(flood.name ?? 'Flood'))
    const wanting = this.sessions.filter((session) => session.wantsClass(bits))
    const written = await Promise.all(wanting.map((session) => floodSession(session, flood, this.#eol)))
    return written.reduce((sum, count) => sum + count, 0)
  }

  /** Dribbles output at this rate, on connections to come as well; 0 ends it. */
  slowLoris(bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond
    for (const session of this.#live) session.slowLoris(bytesPerSecond)
  }

  /** Writes every session one event of at least this many bytes. */
  oversize(bytes: number): void {
    for (const session of this.#live) session.oversize(bytes)
  }

  /** Writes every session bytes that are no message; a bare line end closes them, except for `no-newline`. */
  garbage(kind: Garbage, bytes: number): void {
    for (const session of this.#live) session.garbage(kind, bytes)
  }

  /** Writes every session so many further banner lines. */
  bannerFlood(lines: number): void {
    for (const session of this.#live) session.bannerFlood(lines)
  }

  /** Says that Asterisk shuts down, then closes every session. */
  shutdown({ restart = false }: { restart?: boolean } = {}): void {
    this.event('Shutdown', { Shutdown: 'Cleanly', Restart: restart ? 'True' : 'False' })
    for (const session of this.#live) session.end()
  }

  /** Says Goodbye to every session unasked, then closes it. */
  goodbye(): void {
    const eol = this.#eol
    for (const session of this.#live) {
      session.write(`Response: Goodbye${eol}Message: Thanks for all the fish.${eol}${eol}`)
      session.end()
    }
  }

  #anyWants(bits: number): boolean {
    for (const session of this.#live) if (session.wantsClass(bits)) return true
    return false
  }
}

function givenPrivilege(headers: HeadersToWrite): string | undefined {
  if (!Array.isArray(headers))
    return Object.entries(headers)
      .find(([key]) => key === 'Privilege')?.[1]
      ?.toString()
  for (const [key, value] of headers) if (key === 'Privilege') return String(value)
  return undefined
}
