import type { Socket } from 'node:net'
import { ActionQueue } from './action-queue.ts'
import type { ResolvedOptions } from './options.ts'
import type { Random } from './random.ts'
import { RawWriter } from './raw-writer.ts'
import type { SimulatedRequest } from './request.ts'
import { RequestParser } from './request-parser.ts'
import { SimulatedSession } from './session.ts'
import type { Simulator } from './simulator.ts'
import { stallingReader } from './stalling-reader.ts'

/** What a new session is wired to. */
export interface AcceptParts {
  /** Which connection this is, from 0. */
  index: number
  socket: Socket
  /** The TCP socket below a TLS one, else the same. */
  transport: Socket
  options: ResolvedOptions
  random: Random
  simulator: Simulator
  /** Sees every request as soon as it is read, before its turn to run. */
  onRequest: (request: SimulatedRequest) => void
  /** Runs a request when it is its turn; a promise holds the next one back. */
  run: (request: SimulatedRequest, session: SimulatedSession) => void | Promise<void>
}

/**
 * Makes a session of an accepted socket:
 *
 *     socket ──> RequestParser ──> ActionQueue ──> run ──> SimulatedSession ──> RawWriter ──> socket
 */
export function acceptSession(parts: AcceptParts): SimulatedSession {
  const { index, socket, transport, options, random, simulator } = parts
  const writer = new RawWriter(socket, {
    chunks: options.chunks,
    random,
    timers: simulator.timers,
    maxBufferedBytes: options.maxBufferedBytes,
    onOverflow: () => session.destroy(),
  })
  const session: SimulatedSession = new SimulatedSession({
    index,
    socket,
    transport,
    writer,
    simulator,
    eol: options.lineEnding,
    banner: options.banner,
  })
  const queue = new ActionQueue(
    (request) => parts.run(request, session),
    (room) => (room ? session.resumeReading() : session.pauseReading()),
  )
  const parser = new RequestParser({
    session: index,
    now: options.now,
    onRequest: (request) => {
      parts.onRequest(request)
      queue.push(request)
    },
  })
  // A peer that resets is the peer's affair; the session ends either way.
  socket.on('error', () => undefined)
  const read = (chunk: Buffer): void => parser.write(chunk)
  socket.on('data', options.tls?.stalls === true ? stallingReader(read) : read)
  socket.once('end', () => queue.whenIdle(() => session.end()))
  return session
}
