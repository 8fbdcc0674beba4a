import { type AmiEvent, Decoder, encodeAction } from 'amiable/protocol'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { GREETING } from '../unit/protocol/decoding.ts'
import { cut, places } from './streams.ts'

const printable = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((code) => String.fromCharCode(code))
const visible = printable(0x21, 0x7e)
const name = fc.string({ unit: visible, minLength: 1, maxLength: 20 })
const headerName = name.filter((key) => !key.includes(':') && !/^action(id)?$/i.test(key))
const text = fc.string({ unit: 'binary', maxLength: 60 }).filter((value) => !/[\r\n\0]/.test(value))
const scalar = fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean())
const fields = fc.dictionary(headerName, fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })), {
  maxKeys: 12,
})
const actionId = fc.string({ unit: visible, minLength: 1, maxLength: 67 })

/** Reads what was written, as if it came from a server: the first header makes it an event, nothing else changes. */
function readBack(written: string, at: readonly number[]): AmiEvent[] {
  const events: AmiEvent[] = []
  const decoder = new Decoder({
    onBanner: () => undefined,
    onEvent: (event) => events.push(event),
    onResponse: () => undefined,
    onAnomaly: () => undefined,
  })
  for (const chunk of cut(Buffer.from(GREETING + written.replace(/^Action/, 'Event')), at))
    decoder.write(chunk)
  return events
}

it('what is encoded is decoded, byte for byte, wherever it is cut', () => {
  fc.assert(
    fc.property(name, actionId, fields, places, (action, id, values, at) => {
      const events = readBack(encodeAction(action, id, values), at)
      const sent = Object.entries(values).flatMap(([key, value]) =>
        [value].flat().map((one) => [key, String(one)]),
      )
      expect(events.map((event) => [event.name, ...event.entries()])).toEqual([
        [action, ['Event', action], ['ActionID', id], ...sent],
      ])
    }),
    { numRuns: 1000 },
  )
})

it('C6 no value, name or id whatever makes more than one action', () => {
  const hostile = fc.oneof(
    text,
    fc.string({ unit: 'binary' }),
    fc.constantFrom('x\r\nAction: Y', 'a\n', '\r', '\0'),
  )
  fc.assert(
    fc.property(hostile, hostile, hostile, hostile, (action, id, key, value) => {
      let written: string
      try {
        written = encodeAction(action, id, { [key]: value, Variable: { V: value } })
      } catch (error) {
        expect(error).toMatchObject({ code: 'AMI_ARGUMENT', delivery: 'unsent' })
        return
      }
      expect(written.split(/\r\n|\r|\n/)).toHaveLength(6)
      expect(written.endsWith('\r\n\r\n')).toBe(true)
      expect(written).not.toContain('\0')
    }),
    { numRuns: 2000 },
  )
})
