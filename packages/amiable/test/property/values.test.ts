import { AmiEvent, type MessageSource } from 'amiable/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const source: MessageSource = { server: 'pbx', session: 1, decodeText: (latin1) => latin1 }
const event = (...lines: string[]): AmiEvent => new AmiEvent('X', ['Event: X', ...lines].join('\r\n'), source)

const latin1 = (options: { maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.string({ ...options, unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) })
const nearly = fc.stringMatching(/^[ +\-.:TZ0-9eExyYnNo]{0,30}$/)
const text = fc.oneof(latin1(), nearly).filter((one) => !one.includes('\r\n'))

describe('values of whatever a header holds', () => {
  it('are a finite number, a boolean, a valid date, or undefined; never NaN, never a throw', () => {
    fc.assert(
      fc.property(text, fc.option(text, { nil: undefined }), (value, zone) => {
        const message = event(`Key: ${value}`)
        expect([undefined, true]).toContain(
          message.number('Key') === undefined ? undefined : Number.isFinite(message.number('Key')),
        )
        expect([undefined, true, false]).toContain(message.flag('Key'))
        const time = message.time('Key', zone)
        if (time !== undefined) expect(time.getTime()).not.toBeNaN()
        expect(Object.values(message.variables('Key')).length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 2000 },
    )
  })

  it('are the same in a frame that is nothing but noise', () => {
    fc.assert(
      fc.property(latin1({ maxLength: 60 }), latin1({ maxLength: 6 }), (frame, key) => {
        const message = new AmiEvent('X', frame, source)
        expect(message.number(key) ?? 0).not.toBeNaN()
        message.flag(key)
        message.time(key)
        message.variables(key)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('values that were written', () => {
  it('numbers are read back', () => {
    const number = fc.oneof(
      fc.integer(),
      fc.double({ min: -1e15, max: 1e15, noNaN: true }).filter((one) => !String(one).includes('e')),
    )
    fc.assert(
      fc.property(number, (one) => {
        expect(event(`Key: ${one}`).number('Key')).toBe(one === 0 ? 0 : one)
      }),
    )
  })

  it('times are read back, to the millisecond, in each way Asterisk writes them', () => {
    const date = fc.date({ min: new Date('1974-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(date, fc.integer({ min: -14 * 4, max: 14 * 4 }), (one, quarters) => {
        const seconds = `${Math.floor(one.getTime() / 1000)}.${String(one.getUTCMilliseconds()).padStart(3, '0')}000`
        expect(event(`Timestamp: ${seconds}`).time('Timestamp')).toEqual(one)
        const local = new Date(one.getTime() + quarters * 900_000).toISOString().slice(0, -1)
        const minutes = Math.abs(quarters) * 15
        const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) =>
          String(part).padStart(2, '0'),
        )
        const zone = `${quarters < 0 ? '-' : '+'}${hour}${minute}`
        expect(event(`EventTV: ${local}${zone}`).time('EventTV')).toEqual(one)
        expect(event(`EventTime: ${local.replace('T', ' ')}`).time('EventTime', zone)).toEqual(one)
      }),
    )
  })

  it('variables are read back, whatever their names and values', () => {
    const name = latin1().filter((one) => !/[=\r\n]/.test(one))
    const value = latin1().filter((one) => !/[\r\n]/.test(one))
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, value), { selector: ([one]) => one }), (pairs) => {
        const lines = pairs.map(([one, other], index) =>
          index % 2 === 0 ? `ChanVariable: ${one}=${other}` : `ChanVariable(A/b:1;1): ${one}=${other}`,
        )
        const variables = event(...lines).variables('ChanVariable')
        expect(Object.entries(variables).sort()).toEqual([...pairs].sort())
      }),
    )
  })
})
