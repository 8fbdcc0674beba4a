import { privilegeOf } from './event-class.ts'
import { floodEvent } from './fault-bytes.ts'
import type { SimulatedSession } from './session.ts'
import { toWire } from './wire.ts'

/** A flood of events. */
export interface FloodOptions {
  count: number
  /** @default 'Flood' */
  name?: string
  /** About how many bytes each event has; a real one has some 440. @default 440 */
  bytes?: number
  /** True to put letters outside ASCII into each. @default false */
  nonAscii?: boolean
}

/** Bytes written in one go, and the most that may still be unsent when the next go starts. */
const BATCH_BYTES = 262_144

/** Floods one session, holding back when its socket does. Resolves with the number of events written. */
export async function floodSession(
  session: SimulatedSession,
  flood: FloodOptions,
  eol: string,
): Promise<number> {
  const name = flood.name ?? 'Flood'
  const event = {
    name: toWire(name),
    lead: `Privilege: ${privilegeOf(name)}${eol}`,
    bytes: flood.bytes ?? 440,
    nonAscii: flood.nonAscii ?? false,
  }
  let sequence = 0
  while (sequence < flood.count && session.alive) {
    let batch = ''
    const before = sequence
    while (sequence < flood.count && batch.length < BATCH_BYTES) {
      sequence += 1
      batch += floodEvent(sequence, event, eol)
    }
    session.broadcast(batch, sequence - before)
    await session.drained(BATCH_BYTES)
  }
  return sequence
}
