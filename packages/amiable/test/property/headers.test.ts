import { AmiEvent, textDecoder } from 'amiable/protocol'
import fc from 'fast-check'
import { expect, it } from 'vitest'

/** A frame read the slow and obvious way. */
class Model {
  readonly entries: [key: string, value: string][]

  constructor(frame: string) {
    this.entries = frame.split('\r\n').map((line) => {
      const channel = line.startsWith('ChanVariable(') ? line.indexOf('): ') : -1
      const colon = channel === -1 ? line.indexOf(':') : channel + 1
      return colon === -1 ? ['', line] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')]
    })
  }

  get(key: string): string | undefined {
    const exact = this.entries.find(([one]) => one === key)
    return (exact ?? this.entries.find(([one]) => folded(one) === folded(key)))?.[1]
  }

  getAll(key: string): string[] {
    return this.entries.filter(([one]) => folded(one) === folded(key)).map(([, value]) => value)
  }
}

// Case is folded byte by byte; what is not ASCII has none that matters in UTF-8.
const folded = (key: string) => Buffer.from(key).toString('latin1').toLowerCase()

const key = fc.oneof(
  fc.constantFrom(
    'A',
    'a',
    'AA',
    'Key',
    'KEY',
    'key',
    'Größe',
    '__proto__',
    'constructor',
    ' k',
    'k ',
    '',
    'x\ny',
    'a\rb',
  ),
  fc.constantFrom(
    'ChanVariable(SIP/1:2)',
    'ChanVariable(x',
    'chanvariable(x)',
    'ChanVariable()',
    'ChanVariable',
  ),
  fc.string({ maxLength: 3 }),
)
const value = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '  two',
    'a: b',
    'Key: x',
    '\nKey: x',
    'x\n',
    '\r',
    'y\rKey: z',
    '): x',
    'ż',
    'x  ',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const line = fc.oneof(
  fc.tuple(key, fc.constantFrom(': ', ':', ':  ', ' : '), value).map((parts) => parts.join('')),
  value,
)
const frame = fc.array(line, { maxLength: 12 }).map((lines) => ['Event: X', ...lines].join('\r\n'))
const source = { server: '', session: 0, decodeText: textDecoder() }

it('get, getAll, entries, fields and toJSON agree with the obvious way to read a frame', () => {
  fc.assert(
    fc.property(frame, fc.array(key), (text, asked) => {
      const model = new Model(text)
      const event = new AmiEvent('X', Buffer.from(text).toString('latin1'), source)
      expect([...event.entries()]).toEqual(model.entries)
      for (const one of [...asked, ...model.entries.map(([sent]) => sent)]) {
        expect({ key: one, get: event.get(one), all: event.getAll(one) }).toEqual({
          key: one,
          get: model.get(one),
          all: model.getAll(one),
        })
        expect(Buffer.from(event.getBytes(one) ?? []).toString()).toBe(model.get(one) ?? '')
      }
      const keys = [...new Set(model.entries.map(([sent]) => sent))]
      expect(Object.keys(event.fields).sort()).toEqual(keys.sort())
      for (const sent of keys) {
        const values = model.entries.filter(([one]) => one === sent).map(([, each]) => each)
        expect(event.fields[sent]).toBe(values[0])
        expect(event.toJSON()[sent]).toEqual(values.length === 1 ? values[0] : values)
      }
    }),
    { numRuns: 1000 },
  )
})
