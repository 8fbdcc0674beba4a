import {
  AmiEvent,
  type AmiMessage,
  AmiResponse,
  type Anomaly,
  Decoder,
  type DecoderCounters,
} from 'amiable/protocol'
import { describe, expect, it } from 'vitest'

/** The greeting put in front of a case that brings none; what follows begins at byte 30. */
export const GREETING = 'Asterisk Call Manager/11.0.0\r\n'

/** What a decoder said of a stream, in words that are easy to compare. */
export interface Decoded {
  /** Versions, or the whole line in parentheses where it names none. */
  readonly banners: string[]
  /** As {@link show} writes them. */
  readonly messages: string[]
  /** `kind@offset+bytes`, and the action that lost its answer. */
  readonly anomalies: string[]
  readonly counters: DecoderCounters
}

/** What a stream must be decoded to, wherever it is cut. */
export interface Case {
  readonly wire: string | Buffer
  readonly messages: string[]
  readonly anomalies?: string[]
  readonly greeting?: string
  readonly banners?: string[]
  readonly maxMessageBytes?: number
}

/** Declares one test for each case: whole, byte by byte and at every split it must come out the same. */
export function decodesAlike(cases: Record<string, Case>): void {
  describe.each(Object.entries(cases))('%s', (_name, one) => {
    const bytes = Buffer.concat([Buffer.from(one.greeting ?? GREETING), Buffer.from(one.wire)])
    const expected = {
      banners: one.banners ?? ['11.0.0'],
      messages: one.messages,
      anomalies: one.anomalies ?? [],
    }
    const outcome = (chunks: Buffer[]) => {
      const { counters, ...seen } = decode(chunks, one.maxMessageBytes)
      return { ...seen, discarded: counters.discardedBytes, blank: counters.blankFrames }
    }
    const whole = outcome([bytes])

    it('in one chunk', () => {
      expect(whole).toMatchObject(expected)
    })

    it('byte by byte', () => {
      expect(outcome(pieces(bytes, 1))).toEqual(whole)
    })

    it('at every split', () => {
      for (let cut = 1; cut < bytes.length; cut += 1) {
        expect(outcome([bytes.subarray(0, cut), bytes.subarray(cut)]), `cut at ${cut}`).toEqual(whole)
      }
    })
  })
}

/** Decodes chunks with a fresh decoder; each chunk is overwritten behind its back, as a reused buffer would be. */
export function decode(chunks: Iterable<Buffer>, maxMessageBytes?: number): Decoded {
  const banners: string[] = []
  const messages: string[] = []
  const anomalies: string[] = []
  const take = (message: AmiMessage) => messages.push(show(message))
  const decoder = new Decoder(
    {
      onBanner: (banner) => banners.push(banner.version ?? `(${banner.text})`),
      onEvent: take,
      onResponse: take,
      onAnomaly: (anomaly) => anomalies.push(showAnomaly(anomaly)),
    },
    maxMessageBytes === undefined ? {} : { maxMessageBytes },
  )
  for (const chunk of chunks) {
    const given = Buffer.from(chunk)
    decoder.write(given)
    given.fill(0x21)
  }
  return { banners, messages, anomalies, counters: decoder.counters }
}

/** A stream in chunks of `size` bytes. */
export function pieces(bytes: Buffer, size: number): Buffer[] {
  const chunks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size))
  return chunks
}

/**
 * A message in one line: `event Event=Hangup | Channel=PJSIP/100`, and the output of a `Follows` behind it. An event's
 * name is said apart where it is not the value of its first header.
 */
function show(message: AmiMessage): string {
  const headers = [...message.entries()].map(([key, value]) => `${key}=${value}`).join(' | ')
  if (message instanceof AmiEvent) {
    const [first] = message.entries()
    return `event ${first?.[1] === message.name ? '' : `(${message.name}) `}${headers}`
  }
  if (!(message instanceof AmiResponse)) return headers
  const output = message.status === 'Follows' ? ` > ${message.output.join(' / ')}` : ''
  return `response ${headers}${output}`
}

/** `garbage@30+12`. How much of an oversize frame had come when the limit was passed depends on the cuts. */
function showAnomaly({ kind, offset, bytes, actionId }: Anomaly): string {
  const size = kind === 'oversize' ? '' : `+${bytes}`
  return `${kind}@${offset}${size}${actionId === undefined ? '' : ` of ${actionId}`}`
}
