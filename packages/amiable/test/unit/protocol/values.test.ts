import { AmiEvent, type AmiResponse, Decoder, textDecoder } from 'amiable/protocol'
import { beforeAll, describe, expect, it } from 'vitest'
import { event } from '../../support/messages.ts'
import { readCaptures, versions } from './captures.ts'

const value = (text: string): AmiEvent => event('X', undefined, { Key: text })

describe('number', () => {
  it.each([
    ['16', 16],
    ['-1', -1],
    ['+30', 30],
    ['0', 0],
    ['007', 7],
    ['3.000000', 3],
    ['100.0', 100],
    ['.5', 0.5],
    ['5.', 5],
    ['5 ', 5],
    ['1795501336.300048', 1_795_501_336.300_048],
  ])('reads %j', (text, number) => {
    expect(value(text).number('key')).toBe(number)
  })

  it.each(['', ' ', '.', '-', '0x10', '1e5', 'NaN', 'Infinity', '1,5', '60000 ms', '1.2.3', '9'.repeat(400)])(
    'is undefined, not NaN, for %j',
    (text) => {
      expect(value(text).number('Key')).toBeUndefined()
    },
  )

  it('is undefined for a header that is not there', () => {
    expect(value('1').number('Other')).toBeUndefined()
  })

  it('takes no longer for a value that only looks like a number for long', () => {
    const digits = '1'.repeat(100_000)
    const started = performance.now()
    expect(value(`${digits}x`).number('Key')).toBeUndefined()
    expect(value(`${' '.repeat(100_000)}x`).number('Key')).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('flag', () => {
  it.each(['1', 'y', 'Y', 'yes', 'Yes', 't', 'true', 'True', 'on', 'On', 'enabled', 'Enabled'])(
    'is true for %j',
    (text) => {
      expect(value(text).flag('Key')).toBe(true)
    },
  )

  it.each(['0', 'n', 'N', 'no', 'No', 'f', 'false', 'False', 'off', 'Off', 'disabled', 'Disabled'])(
    'is false for %j',
    (text) => {
      expect(value(text).flag('Key')).toBe(false)
    },
  )

  it.each(['', '2', '-1', 'none', 'By admin', 'yes please', 'Unavailable', 'nope'])(
    'is undefined for %j',
    (text) => {
      expect(value(text).flag('Key')).toBeUndefined()
    },
  )
})

describe('time', () => {
  it.each([
    ['seconds', '1795500157', '2026-11-24T06:02:37.000Z'],
    ['seconds and microseconds', '1795501336.300048', '2026-11-24T06:22:16.300Z'],
    ['a security event’s', '2026-08-07T12:34:56.789+0000', '2026-08-07T12:34:56.789Z'],
    ['another zone’s', '2026-08-07T12:34:56.789+0200', '2026-08-07T10:34:56.789Z'],
    ['a zone west of Greenwich', '2026-08-07T12:34:56-03:30', '2026-08-07T16:04:56.000Z'],
    ['Zulu', '2026-08-07T12:34:56Z', '2026-08-07T12:34:56.000Z'],
  ])('reads %s', (_what, text, iso) => {
    expect(value(text).time('Key')?.toISOString()).toBe(iso)
  })

  it('reads a local time only when told the zone, and keeps to the zone that stands in it', () => {
    const answered = value('2026-11-24 06:22:12')
    expect(answered.time('Key')).toBeUndefined()
    expect(answered.time('Key', 'Z')?.toISOString()).toBe('2026-11-24T06:22:12.000Z')
    expect(answered.time('Key', '+0200')?.toISOString()).toBe('2026-11-24T04:22:12.000Z')
    expect(answered.time('Key', '+02:00')?.toISOString()).toBe('2026-11-24T04:22:12.000Z')
    expect(value('2026-11-24T06:22:12+0000').time('Key', '+0200')?.toISOString()).toBe(
      '2026-11-24T06:22:12.000Z',
    )
  })

  it.each([
    ['never', '0'],
    ['nothing', ''],
    ['a duration', '17'],
    ['milliseconds', '1795501336300'],
    ['a negative number', '-1795501336'],
    ['a time of day', '12:34:56'],
    ['a date', '2026-08-07'],
    ['a month there is not', '2026-13-07T12:34:56Z'],
    ['an hour there is not', '2026-08-07T25:34:56Z'],
    ['an uptime', '-1 seconds'],
    ['a date in words', 'Fri Aug  7 12:34:56 2026'],
  ])('is undefined for %s', (_what, text) => {
    expect(value(text).time('Key')).toBeUndefined()
  })

  it.each(['CET', '+2', 'Europe/Berlin', '+99:99'])('is undefined for the zone %j', (zone) => {
    expect(value('2026-11-24 06:22:12').time('Key', zone)).toBeUndefined()
  })
})

describe('variables', () => {
  it('pain 9 collects every header of the name, with a channel or without', () => {
    const message = event('X', undefined, {
      ChanVariable: ['CAMPAIGN=spring', 'LEAD_ID=77'],
      'ChanVariable(PJSIP/10.0.0.1:5060-00000001)': 'URL=sip:a=b@c',
      DestChanVariable: 'CAMPAIGN=other',
    })
    expect(message.variables('ChanVariable')).toEqual({
      CAMPAIGN: 'spring',
      LEAD_ID: '77',
      URL: 'sip:a=b@c',
    })
    expect(message.variables('chanvariable')).toMatchObject({ LEAD_ID: '77' })
    expect(message.variables('DestChanVariable')).toEqual({ CAMPAIGN: 'other' })
  })

  it('keeps empty values and blanks, takes the first of two, and skips what assigns nothing', () => {
    const message = event('X', undefined, { Variable: ['A=', 'B= x ', 'C=1', 'C=2', 'nothing', '=no name'] })
    expect(message.variables('Variable')).toEqual({ A: '', B: ' x ', C: '1', '': 'no name' })
  })

  it('has names that objects have too, and none that nobody set', () => {
    const message = event('X', undefined, { Variable: ['__proto__=p', 'constructor=c'] })
    const variables = message.variables('Variable')
    expect(Object.entries(variables)).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ])
    expect(variables.toString).toBeUndefined()
    expect(message.variables('ChanVariable')).toEqual({})
  })

  it('takes no longer name for a shorter one', () => {
    const message = event('X', undefined, { ChanVariables: 'A=1', ChanVariable2: 'A=2', Chan: 'A=3' })
    expect(message.variables('ChanVariable')).toEqual({})
  })

  it('decodes what was sent in UTF-8, name and value', () => {
    const text = Buffer.from('Event: X\r\nVariable: GRÖẞE=groß').toString('latin1')
    const message = new AmiEvent('X', text, { server: 'pbx', session: 1, decodeText: textDecoder() })
    expect(message.variables('Variable')).toEqual({ GRÖẞE: 'groß' })
  })

  it('reads lines without a colon as nothing', () => {
    const text = 'Event: X\r\nVariable\r\nVariable(A=1\r\nVariable: B=2'
    const message = new AmiEvent('X', text, { server: 'pbx', session: 1, decodeText: textDecoder() })
    expect(message.variables('Variable')).toEqual({ B: '2' })
  })
})

describe.each(versions)('values of captured frames of Asterisk %s', (version) => {
  const messages: (AmiEvent | AmiResponse)[] = []

  beforeAll(() => {
    for (const { fromServer } of readCaptures(version)) {
      const keep = (message: AmiEvent | AmiResponse): void => void messages.push(message)
      const handlers = { wants: () => true, onEvent: keep, onResponse: keep }
      new Decoder({ ...handlers, onBanner: () => undefined, onAnomaly: () => undefined }).write(fromServer)
    }
  })

  const withHeader = (key: string, name?: string): (AmiEvent | AmiResponse)[] => {
    const found = messages.filter(
      (message) =>
        message.get(key) !== undefined &&
        (name === undefined || (message instanceof AmiEvent && message.name === name)),
    )
    expect(found.length, key).toBeGreaterThan(0)
    return found
  }

  it.each([
    ['Cause', 'Hangup'],
    ['Priority', 'Newexten'],
    ['HoldTime', 'AgentConnect'],
    ['Position', 'QueueCallerJoin'],
    ['ServicelevelPerf', 'QueueParams'],
    ['ChannelState', undefined],
  ])('%s of %s is a number', (key, name) => {
    for (const message of withHeader(key, name))
      expect(message.number(key), message.get(key)).toBeTypeOf('number')
  })

  it.each([
    ['Paused', 'QueueMemberPause'],
    ['InCall', 'QueueMemberStatus'],
    ['LocalOptimization', 'LocalBridge'],
    ['Admin', 'ConfbridgeJoin'],
    ['IsExternal', 'BlindTransfer'],
    ['CoreRealTimeEnabled', undefined],
    ['AllowSubscribe', 'EndpointDetail'],
  ])('%s of %s is a flag', (key, name) => {
    for (const message of withHeader(key, name))
      expect(message.flag(key), message.get(key)).toBeTypeOf('boolean')
  })

  it.each([
    ['EventTV', undefined],
    ['Timestamp', undefined],
    ['LoginTime', 'QueueMemberStatus'],
  ])('%s of %s is a time of the day of the recording', (key, name) => {
    for (const message of withHeader(key, name)) {
      if (message.get(key) === '0') continue
      expect(message.time(key)?.toISOString(), message.get(key)).toMatch(/^2026-11-2/)
    }
  })

  it('the variables of OriginateResponse and of channel snapshots are read', () => {
    const campaigns = (name: string): unknown[] =>
      messages.map((message) => {
        const { CAMPAIGN } = message.variables('ChanVariable')
        return message instanceof AmiEvent && message.name === name ? CAMPAIGN : undefined
      })
    expect(campaigns('OriginateResponse')).toContain('summer')
    expect(campaigns('Newexten')).toContain('summer')
  })
})
