import { AmiEvent, AmiResponse, type MessageSource, textDecoder } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'

const source: MessageSource = { server: 'pbx', session: 2, decodeText: textDecoder() }

/** An event as the decoder hands it over: its bytes as a Latin-1 string. */
function event(...lines: string[]): AmiEvent {
  const text = Buffer.from(['Event: X', ...lines].join('\r\n')).toString('latin1')
  return new AmiEvent('X', text, source)
}

function response(...lines: string[]): AmiResponse {
  return new AmiResponse(Buffer.from(lines.join('\r\n')).toString('latin1'), source)
}

describe('get', () => {
  it('reads a header in any case', () => {
    const message = event('CallerIDNum: 100', 'Uniqueid: 1.2')
    expect(message.get('CallerIDNum')).toBe('100')
    expect(message.get('calleridnum')).toBe('100')
    expect(message.get('UNIQUEID')).toBe('1.2')
    expect(message.get('EVENT')).toBe('X')
  })

  it('prefers exactly this spelling, wherever it stands', () => {
    const message = event('UniqueID: a', 'Uniqueid: b', 'uniqueid: c')
    expect(message.get('Uniqueid')).toBe('b')
    expect(message.get('UNIQUEID')).toBe('a')
  })

  it('reads the first of several', () => {
    expect(event('Variable: a=1', 'Variable: b=2').get('Variable')).toBe('a=1')
  })

  it('is undefined for what is not there, and an empty string for what is empty', () => {
    const message = event('Empty:', 'Blank: ', 'Last:')
    expect(message.get('Missing')).toBeUndefined()
    expect(message.get('Empty')).toBe('')
    expect(message.get('Blank')).toBe('')
    expect(message.get('Last')).toBe('')
  })

  it.each(['Chan', 'annel', 'ID', 'hidden', 'V', 'l: PJSIP', 'x\r\nChannel', 'Channel: PJSIP/1\r\nV'])(
    'takes no part of a line for a header: %j',
    (key) => {
      expect(event('Channel: PJSIP/1', 'VV: V: x', 'A: b\nhidden: c').get(key)).toBeUndefined()
    },
  )

  it('takes no line and the beginning of the next for a key', () => {
    expect(event('no colon', 'Key: v').get('no colon\r\nKey')).toBeUndefined()
  })

  it('splits at the first colon only, so a key never holds one', () => {
    const message = event('a:b: c')
    expect(message.get('a')).toBe('b: c')
    expect(message.get('a:b')).toBeUndefined()
  })

  it('reads the first line without a key or a colon by the empty key', () => {
    expect(event('No categories found', ':nokey').get('')).toBe('No categories found')
    expect(event(':nokey', 'none').get('')).toBe('nokey')
    expect(event('A: b').get('')).toBeUndefined()
  })

  it('pain 9 reads a channel’s variables, colons in the channel’s name included', () => {
    const message = event('ChanVariable(SIP/1:5060-01): a=b', 'ChanVariable(x): c', 'chanvariable(x): d')
    expect(message.get('ChanVariable(SIP/1:5060-01)')).toBe('a=b')
    expect(message.get('CHANVARIABLE(sip/1:5060-01)')).toBe('a=b')
    expect(message.get('ChanVariable(SIP/1')).toBeUndefined()
    expect(message.get('chanvariable(sip/1')).toBeUndefined()
    expect(message.get('chanvariable(x)')).toBe('d')
    expect(message.get('CHANVARIABLE(X)')).toBe('c')
  })

  it('takes every sign in a key for itself', () => {
    const message = event('A.b*c+d?e^f$g(h)[i]{j}|k\\l/m-n: v', 'Channel: x')
    expect(message.get('a.B*c+d?e^f$g(h)[i]{j}|k\\l/m-n')).toBe('v')
    for (const key of [
      'chan.el',
      '.*',
      'channel|x',
      'channe[l]',
      'chan+el',
      '^channel',
      'channels?',
      '(channel)',
    ]) {
      expect(message.get(key)).toBeUndefined()
    }
  })

  it('reads keys that are not ASCII', () => {
    const message = event('Imię: Łukasz', 'Größe: 3')
    expect(message.get('Imię')).toBe('Łukasz')
    expect(message.get('größe')).toBe('3')
  })

  it('reads more kinds of keys than it remembers', () => {
    const message = event('Key9999: last')
    for (let n = 0; n < 10_000; n += 1) {
      expect(message.get(`Key${n}`)).toBe(n === 9999 ? 'last' : undefined)
    }
    expect(message.get('key9999')).toBe('last')
  })
})

describe('getAll', () => {
  it('pain 9 gives every value in any case, in order', () => {
    const message = event('K: 1', 'k: 2', 'Other: x', 'K: 3', 'KK: 4')
    expect(message.getAll('K')).toEqual(['1', '2', '3'])
    expect(message.getAll('k')).toEqual(['1', '2', '3'])
    expect(message.getAll('missing')).toEqual([])
  })

  it('gives the lines without a key, or without a colon, for the empty key', () => {
    expect(event('text', ':nokey', 'A: b', ': x', '').getAll('')).toEqual(['text', 'nokey', 'x', ''])
  })
})

describe('a message', () => {
  it('gives all headers in order, spelt as sent', () => {
    expect([...event('a: 1', 'B:2', 'text', 'a: 3').entries()]).toEqual([
      ['Event', 'X'],
      ['a', '1'],
      ['B', '2'],
      ['', 'text'],
      ['a', '3'],
    ])
  })

  it('gives the first value of each header as fields, on one frozen object without a prototype', () => {
    const message = event('A: 1', 'A: 2', 'a: 3', '__proto__: p', 'constructor: c')
    const { fields } = message
    expect(Object.entries(fields)).toEqual([
      ['Event', 'X'],
      ['A', '1'],
      ['a', '3'],
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ])
    expect(Object.getPrototypeOf(fields)).toBeNull()
    expect(Object.isFrozen(fields)).toBe(true)
    expect(message.fields).toBe(fields)
    expect({}).not.toHaveProperty('p')
  })

  it('becomes JSON with repeats as arrays, and no key of it reaches a prototype', () => {
    const message = event('A: 1', 'A: 2', 'A: 3', 'B: x', '__proto__: p', '__proto__: q', 'toString: t')
    expect(JSON.stringify(message)).toBe(
      '{"Event":"X","A":["1","2","3"],"B":"x","__proto__":["p","q"],"toString":"t"}',
    )
    expect(Object.getPrototypeOf(message.toJSON())).toBeNull()
  })

  it('gives its bytes and its size as they were sent', () => {
    const message = event('A: ż', 'B: c')
    expect(Buffer.from(message.raw).toString()).toBe('Event: X\r\nA: ż\r\nB: c')
    expect(message.sizeBytes).toBe(21)
  })

  it('pain 10 gives a value’s bytes, whatever they are', () => {
    const message = new AmiEvent('X', 'Event: X\r\nA: \xff\xb3', source)
    expect(message.getBytes('a')).toEqual(Buffer.from([0xff, 0xb3]))
    expect(message.getBytes('missing')).toBeUndefined()
  })

  it('says where it comes from', () => {
    expect(event()).toMatchObject({ server: 'pbx', session: 2, name: 'X' })
  })

  it('pain 10 decodes keys and values alike, with the decoder of its session', () => {
    const cyrillic = { ...source, decodeText: textDecoder('windows-1251') }
    const message = new AmiEvent('X', 'Event: X\r\n\xc8\xec\xff: \xc0\xed\xed\xe0', cyrillic)
    expect(message.toJSON()).toEqual({ Event: 'X', Имя: 'Анна' })
    expect(message.get('Event')).toBe('X')
  })
})

describe('a response', () => {
  it('knows its status, ActionID and message', () => {
    const refused = response('Response: Error', 'ActionID: a-1', 'Message: Permission denied')
    expect(refused).toMatchObject({
      status: 'Error',
      ok: false,
      actionId: 'a-1',
      message: 'Permission denied',
      events: [],
      truncated: false,
    })
  })

  it.each([
    ['Success', true],
    ['Goodbye', true],
    ['Follows', true],
    ['error', false],
    ['ERROR', false],
  ])('with the status %s is ok: %s', (status, ok) => {
    expect(response(`Response: ${status}`).ok).toBe(ok)
  })

  it('finds its ActionID wherever it stands, and has none when there is none', () => {
    expect(response('Response: Success', 'Ping: Pong', 'actionid: 1').actionId).toBe('1')
    expect(response('Response: Success', 'ActionID:1').actionId).toBe('1')
    expect(response('Response: Success', 'ActionID:  1 ').actionId).toBe(' 1 ')
    expect(response('Response: Success', 'MyActionID: 1').actionId).toBeUndefined()
    expect(response('Response: Success').actionId).toBeUndefined()
  })

  it('pain 6 gives the lines that a command printed, untrimmed', () => {
    const printed = response('Response: Success', 'Output: a', 'Output:', 'Output:   b  ', 'Output: \tc')
    expect(printed.output).toEqual(['a', '', '  b  ', '\tc'])
    expect(response('Response: Success').output).toEqual([])
  })

  it('can be told the events that followed it, and stays itself', () => {
    const first = response('Response: Success', 'ActionID: 1')
    const item = event()
    const whole = first.withEvents([item], true)
    expect(whole).toMatchObject({ status: 'Success', actionId: '1', truncated: true, session: 2 })
    expect(whole.events).toEqual([item])
    expect(whole.raw).toEqual(first.raw)
    expect(first).toMatchObject({ events: [], truncated: false })
  })
})
