import type { Socket } from 'node:net'
import { ALL_CLASSES, classBits, privilegeOf } from './event-class.ts'
import { type EventFilter, passesFilters } from './event-filter.ts'
import { bannerFlood, type Garbage, garbage, oversize } from './fault-bytes.ts'
import type { ActionScript } from './options.ts'
import type { RawWriter } from './raw-writer.ts'
import type { SimulatedRequest } from './request.ts'
import type { Simulator } from './simulator.ts'
import { nextTurn } from './turn.ts'
import { eventFrame, type HeadersToWrite, headerLines, responseFrame, toWire } from './wire.ts'

/** One item of a list. */
export interface ListItem {
  event: string
  headers: HeadersToWrite
}

/** What lists differ in besides their items. */
export interface ListExtra {
  /** The text of the first response. */
  message?: string
  /** Headers of the complete event after `ListItems`. */
  complete?: HeadersToWrite
  /** True where Asterisk puts an item's ActionID behind its other headers. @default false */
  echoLast?: boolean
}

/** What a session is made of. @internal */
export interface SessionParts {
  index: number
  socket: Socket
  /** The TCP socket below; the same one without TLS. */
  transport: Socket
  writer: RawWriter
  simulator: Simulator
  eol: string
  banner: string | false
}

/** One accepted connection, seen from the server. */
export class SimulatedSession {
  /** Which connection of the simulator this is, from 0. */
  readonly index: number
  /** Resolves when the socket is closed, however that came. */
  readonly closed: Promise<void>
  /** The server this session is of. */
  readonly simulator: Simulator
  /** Sent on accept; `onSession` may change it. */
  banner: string | false
  /** The user who logged in. */
  user: string | undefined
  /** Classes of events the user's rights let through, as bits. */
  readBits: number = ALL_CLASSES
  /** Classes of actions the user's rights let through, as bits. */
  writeBits: number = ALL_CLASSES
  /** Classes of events the session asked for, as bits. */
  eventMask: number = ALL_CLASSES
  /** The session's value for `Challenge`, once one was asked for. */
  challenge: string | undefined
  /** Events sent on this session, items of lists left out; what waits behind a running action is not sent yet. */
  eventsSent = 0
  /** Filters added by the action Filter. @internal */
  readonly filters: EventFilter[] = []
  /** Scripts of this session alone, by lower-case action. @internal */
  readonly scripts: Map<string, ActionScript> = new Map()
  readonly #parts: SessionParts
  #ending = false
  #capture: string | undefined
  #held: string | undefined
  #heldEvents = 0

  /** @internal */
  constructor(parts: SessionParts) {
    this.#parts = parts
    this.index = parts.index
    this.simulator = parts.simulator
    this.banner = parts.banner
    this.closed = new Promise((resolve) => parts.socket.once('close', () => resolve()))
  }

  /** A name for messages: `session 0`. */
  get id(): string {
    return `session ${this.index}`
  }

  get loggedIn(): boolean {
    return this.user !== undefined
  }

  /** False once the server closed its side, or the socket is gone. */
  get alive(): boolean {
    return !this.#ending && !this.#parts.socket.destroyed
  }

  /** When true the server still reads but writes nothing; what it would write comes when this is false again. */
  get stalled(): boolean {
    return this.#parts.writer.stalled
  }

  set stalled(on: boolean) {
    this.#parts.writer.stalled = on
  }

  /** Requests of this session among those the simulator still holds, oldest first. */
  get received(): readonly SimulatedRequest[] {
    return this.simulator.received.filter((request) => request.session === this.index)
  }

  /** Bytes not yet taken by the kernel. */
  get bufferedBytes(): number {
    return this.#parts.writer.buffered
  }

  /** What the action does in this session, instead of what it does in others. */
  script(action: string, run: ActionScript): void {
    this.scripts.set(action.toLowerCase(), run)
  }

  /** Writes raw bytes: a string as UTF-8, nothing added. */
  write(raw: string | Buffer): void {
    this.writeWire(typeof raw === 'string' ? toWire(raw) : raw.toString('latin1'))
  }

  /** Answers a request, its ActionID echoed. @default kind 'Success' */
  respond(request: SimulatedRequest, headers: HeadersToWrite = [], kind: string = 'Success'): void {
    this.writeWire(responseFrame(kind, request.actionIdWire, headers, this.#parts.eol))
  }

  /** Answers with an error. */
  refuse(request: SimulatedRequest, message: string): void {
    this.respond(request, { Message: message }, 'Error')
  }

  /**
   * Writes an event to this session alone, whatever its mask: with an ActionID as list items have it, without
   * `Privilege`; otherwise as broadcast, with one.
   */
  event(name: string, headers: HeadersToWrite = [], actionId?: string): void {
    const lead = actionId === undefined ? `Privilege: ${privilegeOf(name)}` : `ActionID: ${toWire(actionId)}`
    if (actionId === undefined && this.alive) this.eventsSent += 1
    this.writeWire(eventFrame(name, lead + this.#parts.eol, headers, this.#parts.eol))
  }

  /** Answers with a list: the start, each item an event with the ActionID, and the complete event. */
  list(
    request: SimulatedRequest,
    items: readonly ListItem[],
    completeName: string,
    extra: ListExtra = {},
  ): void {
    const { eol } = this.#parts
    const echo = request.actionIdWire === undefined ? '' : `ActionID: ${request.actionIdWire}${eol}`
    this.respond(request, { EventList: 'start', Message: extra.message ?? 'List will follow' })
    const dies = this.simulator.dieAt === 'mid-list'
    for (const { event, headers } of dies ? items.slice(0, items.length / 2) : items) {
      const frame = eventFrame(event, extra.echoLast === true ? '' : echo, headers, eol)
      this.writeWire(extra.echoLast === true ? frame.slice(0, -eol.length) + echo + eol : frame)
    }
    if (dies) {
      this.die()
      return
    }
    const counted = toWire(headerLines({ EventList: 'Complete', ListItems: items.length }, eol))
    this.writeWire(eventFrame(completeName, echo + counted, extra.complete ?? [], eol))
  }

  /** Sends what was written, then closes with FIN. */
  end(): void {
    if (this.#ending) return
    this.#ending = true
    const { socket, writer } = this.#parts
    void writer.drained().then(() => socket.end(() => socket.destroy()))
  }

  /** Closes at once with FIN; what was not sent is lost. */
  destroy(): void {
    this.#ending = true
    this.#parts.writer.close()
    this.#parts.socket.destroy()
  }

  /** Closes at once with RST. */
  reset(): void {
    this.#ending = true
    this.#parts.writer.close()
    this.#parts.transport.resetAndDestroy()
    this.#parts.socket.destroy()
  }

  /** Stops reading: the client's bytes pile up in the kernel, then at the client. */
  pauseReading(): void {
    this.#parts.socket.pause()
  }

  resumeReading(): void {
    this.#parts.socket.resume()
  }

  /** Dribbles all further output at this rate; 0 ends it. */
  slowLoris(bytesPerSecond: number): void {
    this.#parts.writer.bytesPerSecond = bytesPerSecond
  }

  /** Writes one event of at least this many bytes. */
  oversize(bytes: number): void {
    this.writeWire(oversize(bytes, this.#parts.eol))
  }

  /** Writes bytes that are no message; a bare line end closes them, except for `no-newline`. */
  garbage(kind: Garbage, bytes: number): void {
    this.writeWire(garbage(kind, bytes, this.#parts.eol))
  }

  /** Writes so many further banner lines. */
  bannerFlood(lines: number): void {
    this.writeWire(bannerFlood(lines, this.#parts.eol))
  }

  /** Resolves when at most so many bytes are unsent, or the session is closed. @default lowWaterBytes 0 */
  drained(lowWaterBytes: number = 0): Promise<void> {
    return this.#parts.writer.drained(lowWaterBytes)
  }

  /** Dies as told, once what was written so far has left. @internal */
  die(how: 'fin' | 'rst' = this.simulator.dieWith): void {
    if (this.#ending) return
    this.#ending = true
    const sent = this.stalled ? Promise.resolve() : this.#parts.writer.drained()
    void sent.then(() => {
      // Two turns, so that a reader in the same process has the bytes before a RST takes them from it.
      nextTurn(() => nextTurn(() => (how === 'rst' ? this.reset() : this.destroy())))
    })
  }

  /** True when the user has one of these classes of actions, or none is needed. @internal */
  mayUse(privilege: readonly string[]): boolean {
    return privilege.length === 0 || (classBits(privilege) & this.writeBits) !== 0
  }

  /** True when rights and mask let events of these classes through. @internal */
  wantsClass(bits: number): boolean {
    if (this.user === undefined || this.#ending || this.eventMask === 0) return false
    return (bits & this.readBits & this.eventMask) === bits
  }

  /** True when filters let a frame of these classes through as well. @internal */
  wants(bits: number, frame: string): boolean {
    return this.wantsClass(bits) && (this.filters.length === 0 || passesFilters(this.filters, frame))
  }

  /** Writes broadcast frames, after the running action if there is one. @internal */
  broadcast(frames: string, events: number = 1): void {
    if (this.#held === undefined) {
      if (this.alive) this.eventsSent += events
      this.writeWire(frames)
    } else {
      this.#held += frames
      this.#heldEvents += events
    }
  }

  /** Writes wire text. @internal */
  writeWire(wire: string): void {
    if (this.#ending) return
    if (this.#capture !== undefined) this.#capture += wire
    else if (this.simulator.dieAt === 'mid-frame' && this.user !== undefined) this.#writeHalf(wire)
    else this.#parts.writer.append(wire)
  }

  /** Holds broadcasts back until `release`; with `capture` also what is written. @internal */
  hold(capture: boolean): void {
    this.#held ??= ''
    if (capture) this.#capture = ''
  }

  /** Ends `hold`: sends the broadcasts, returns what was captured. @internal */
  release(deliver: (captured: string) => void): void {
    const held = this.#held ?? ''
    const captured = this.#capture
    this.#held = undefined
    this.#capture = undefined
    if (captured !== undefined) deliver(captured)
    if (held !== '' && this.alive) {
      this.eventsSent += this.#heldEvents
      this.writeWire(held)
    }
    this.#heldEvents = 0
  }

  #writeHalf(wire: string): void {
    this.#parts.writer.append(wire.slice(0, Math.ceil(wire.length / 2)))
    this.die()
  }
}
