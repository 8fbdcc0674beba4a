import { AmiArgumentError, AmiClient, type AmiClientOptions } from 'amiable'
import { describe, expect, it } from 'vitest'
import { clientTable } from '../../../src/option-specs.ts'
import { resolveOptions } from '../../../src/resolved-options.ts'
import { systemClock, unrefClock } from '../../../src/util/clock.ts'
import { ManualClock } from '../../support/manual-clock.ts'

const needed = { host: 'pbx1', username: 'dialer', secret: 'hunter2' }
const DAY_MS = 86_400_000

/** What is wrong with these options, on top of those that are needed. */
function problemsOf(options: object): AmiArgumentError['problems'] {
  try {
    resolveOptions({ ...needed, ...options })
    return []
  } catch (error) {
    expect(error).toBeInstanceOf(AmiArgumentError)
    return (error as AmiArgumentError).problems
  }
}

/** `{ a: { b: value } }` for `a.b`. */
function at(path: string, value: unknown): object {
  const [group = '', key] = path.split('.')
  return key === undefined ? { [group]: value } : { [group]: { [key]: value } }
}

/** Every whole number among the options: path, least, most. */
const numbers: readonly [string, number, number][] = [
  ['port', 1, 65_535],
  ['timeouts.connectMs', 1, DAY_MS],
  ['timeouts.bannerMs', 1, DAY_MS],
  ['timeouts.loginMs', 1, DAY_MS],
  ['timeouts.actionMs', 1, DAY_MS],
  ['timeouts.closeMs', 1, DAY_MS],
  ['keepalive.intervalMs', 1, DAY_MS],
  ['keepalive.timeoutMs', 1, 15_000],
  ['keepalive.misses', 1, 1000],
  ['keepalive.silenceMs', 15_001, DAY_MS],
  ['keepalive.stallMs', 0, DAY_MS],
  ['reconnect.minMs', 1, DAY_MS],
  ['reconnect.maxMs', 1, DAY_MS],
  ['reconnect.stableMs', 0, DAY_MS],
  ['reconnect.authRetryMs', 1, DAY_MS],
  ['reconnect.authAttempts', 1, 1_000_000],
  ['reconnect.breakerFailures', 1, 1_000_000],
  ['reconnect.breakerCooldownMs', 0, DAY_MS],
  ['limits.messageBytes', 4096, 268_435_456],
  ['limits.pendingActions', 1, 1_000_000],
  ['limits.writeBufferBytes', 1024, 1_073_741_824],
  ['limits.listItems', 1, 10_000_000],
  ['limits.listBytes', 1024, 1_073_741_824],
  ['limits.readBytesPerTurn', 65_536, 1_073_741_824],
  ['delivery.budgetMs', 1, 1000],
]

it('J1 the table above has every whole number of the options', () => {
  const integers = Object.keys(clientTable).filter((path) => clientTable[path]?.kind === 'integer')
  expect(numbers.map(([path]) => path).sort()).toEqual(integers.sort())
})

describe.each(numbers)('J1 %s', (path, least, most) => {
  it.each([least, most])('takes %i', (value) => {
    expect(problemsOf(at(path, value))).toEqual([])
    expect(() => new AmiClient({ ...needed, ...at(path, value) })).not.toThrow()
  })

  it.each([least, most])('J3 takes %i as text', (value) => {
    expect(problemsOf(at(path, String(value)))).toEqual([])
    const resolved = (given: number | string): object => {
      const {
        random: _random,
        decodeText: _decode,
        ...rest
      } = resolveOptions({ ...needed, ...at(path, given) })
      return { ...rest, secret: rest.secret() }
    }
    expect(resolved(String(value))).toEqual(resolved(value))
  })

  it('names the bound that was passed', () => {
    const named = (bound: number): RegExp => new RegExp(`\\b${bound}\\b.*, not`)
    // What the interval bounds, its message tells by the interval.
    const [below, above] = [path === 'keepalive.silenceMs' ? 15_000 : least, most]
    expect(problemsOf(at(path, least - 1))[0]?.message).toMatch(named(below))
    expect(problemsOf(at(path, most + 1))[0]?.message).toMatch(named(above))
  })

  it.each([
    ['less than the least', least - 1, String(least - 1)],
    ['more than the most', most + 1, String(most + 1)],
    ['a fraction', least + 0.5, String(least + 0.5)],
    ['NaN', Number.NaN, 'NaN'],
    ['Infinity', Number.POSITIVE_INFINITY, 'Infinity'],
    ['less than the least, as text', String(least - 1), String(least - 1)],
    ['more than the most, as text', String(most + 1), String(most + 1)],
    ['J3 a blank before the digits', ` ${least}`, 'a string'],
    ['J3 a blank after the digits', `${least} `, 'a string'],
    ['J3 hexadecimal digits', '0x10', 'a string'],
    ['J3 an exponent', '5e3', 'a string'],
    ['J3 a leading zero', `0${least || 1}`, 'a string'],
    ['J3 a plus sign', `+${least}`, 'a string'],
    ['J3 a fraction as text', `${least}.0`, 'a string'],
    ['J3 separators', '1_000_000', 'a string'],
    ['J3 other digits than ASCII', '٥٠٣٨', 'a string'],
    ['J3 no digits at all', '', 'an empty string'],
    ['null', null, 'null'],
    ['an array', [least], 'an array'],
  ])('refuses %s, naming itself', (_what, value, shown) => {
    const problems = problemsOf(at(path, value))
    expect(problems).toHaveLength(1)
    expect(problems[0]?.path).toBe(path)
    expect(problems[0]?.message).toContain(`not ${shown}`)
  })
})

const invalid: readonly [string, unknown, RegExp][] = [
  ['server', '', /string that is not empty/],
  ['server', 7, /not 7/],
  ['server', 'a\nb', /line breaks/],
  ['host', '', /string that is not empty/],
  ['host', null, /not null/],
  ['host', 'a\0b', /line breaks or NUL/],
  ['tls', 'yes', /boolean or TLS options, not a string/],
  ['tls', null, /not null/],
  ['tls', [], /not an array/],
  ['username', '', /on one line/],
  ['username', 'a\r\nAction: Originate', /on one line/],
  ['username', 'x'.repeat(1024), /that Asterisk can read/],
  ['username', 42, /not 42/],
  ['secret', '', /not empty, on one line that Asterisk can read, or a function/],
  ['secret', 'a\nb', /on one line/],
  ['secret', 123_456, /on one line/],
  ['auth', 'sha1', /md5 or plain, not a string/],
  ['auth', true, /not true/],
  ['events', 'all', /list of event classes/],
  ['events', [], /list of event classes/],
  ['events', ['Call'], /in lower case/],
  ['events', ['call', 'calls'], /list of event classes/],
  ['filters', 'Event: Hangup', /list of regular expressions/],
  ['filters', [''], /list of regular expressions/],
  ['filters', ['a\r\nb'], /list of regular expressions/],
  ['filters', ['x'.repeat(1024)], /list of regular expressions/],
  ['filters', [{ value: 'x' }], /criteria/],
  ['filters', [{ criteria: 'name(Hangup)', value: 7 }], /criteria/],
  ['filters', [null], /criteria/],
  ['encoding', 'klingon', /encoding that Node knows/],
  ['encoding', 7, /encoding that Node knows/],
  ['timeouts', 5000, /must be an object, not 5000/],
  ['timeouts', false, /must be an object, not false/],
  ['keepalive', true, /must be an object or false, not true/],
  ['reconnect', [], /must be an object or false, not an array/],
  ['limits', null, /must be an object, not null/],
  ['redact.keys', 'secret', /list of strings/],
  ['redact.keys', [1], /list of strings/],
  ['redact.patterns', ['secret'], /^pattern 0 must be a regular expression/],
  ['redact.patterns', /secret/, /list of regular expressions/],
  ['logger', () => undefined, /debug, info, warn and error, not a function/],
  ['logger', { debug() {}, info() {}, warn() {} }, /debug, info, warn and error/],
  ['logger', null, /not null/],
  ['lookup', 'dns', /a function/],
  ['dial', {}, /a function/],
  ['timers', 'none', /ref or unref/],
  ['clock', {}, /now, setTimer and clearTimer/],
  ['clock', { now: () => 0, setTimer: () => 0 }, /now, setTimer and clearTimer/],
  ['random', 0.5, /a function/],
]

describe('what cannot be meant', () => {
  it.each(invalid)('J1 F-003 %s: %j is refused, naming the option', (path, value, message) => {
    expect(problemsOf(at(path, value))).toEqual([{ path, message: expect.stringMatching(message) }])
  })

  it.each(['host', 'username', 'secret'])('%s left out is told as missing', (path) => {
    expect(problemsOf({ [path]: undefined })).toEqual([{ path, message: 'is required' }])
  })

  it.each([undefined, null, 'pbx1', 42, []])('%j is no options at all', (options) => {
    expect(() => resolveOptions(options as never)).toThrow(AmiArgumentError)
  })

  it('J4 is told all at once, in one message that names every path', () => {
    const options = { host: '', port: 0, timeouts: { loginMs: -1 }, keepalive: { misses: 0 }, colour: 'red' }
    expect(() => new AmiClient({ ...needed, ...options } as AmiClientOptions)).toThrow(
      /host: .*; port: .*; timeouts\.loginMs: .*; keepalive\.misses: .*; colour: is not an option/,
    )
  })

  it('is an error that knows the server’s name, unless that is what is wrong', () => {
    const errorOf = (options: object): unknown => {
      try {
        return resolveOptions({ ...needed, ...options })
      } catch (error) {
        return error
      }
    }
    expect(errorOf({ server: 'east', port: 0 })).toMatchObject({ server: 'east' })
    expect(errorOf({ server: 7 })).toMatchObject({ server: undefined })
  })
})

describe('secrets', () => {
  it('K4 are shown in no message, whatever is wrong with them', () => {
    const values = ['hunter2\n', 20_242_025, ['hunter2'], { hunter2: 'hunter2' }, true]
    for (const secret of values) {
      const [problem] = problemsOf({ secret })
      expect(problem?.path).toBe('secret')
      expect(problem?.message).not.toMatch(/hunter2|20242025|true/)
    }
    expect(
      problemsOf({ password: 'hunter2', sercet: 'hunter2' })
        .map(({ message }) => message)
        .join(),
    ).not.toContain('hunter2')
  })

  it('K4 stand in no property of the resolved options', () => {
    const resolved = resolveOptions(needed)
    expect(JSON.stringify(resolved)).not.toContain('hunter2')
    expect(resolved.secret()).toBe('hunter2')
  })

  it('may be functions, asked anew each time', () => {
    let asked = 0
    const resolved = resolveOptions({
      ...needed,
      secret: () => {
        asked += 1
        return `secret ${asked}`
      },
    })
    expect([resolved.secret(), resolved.secret()]).toEqual(['secret 1', 'secret 2'])
  })
})

describe('a word that is not an option', () => {
  it.each([
    ['hots', 'host'],
    ['Port', 'port'],
    ['usrname', 'username'],
    ['user', 'username'],
    ['password', 'secret'],
    ['Pass', 'secret'],
    ['hostname', 'host'],
    ['timeout', 'timeouts'],
    ['keepAlive', 'keepalive'],
    ['reconect', 'reconnect'],
    ['pendingActions', 'limits.pendingActions'],
    ['connectMs', 'timeouts.connectMs'],
  ])('J4 %s brings up %s', (word, meant) => {
    expect(problemsOf({ [word]: {} })).toEqual([
      { path: word, message: `is not an option; did you mean ${meant}?` },
    ])
  })

  it.each([
    ['timeouts', 'conectMs', 'timeouts.connectMs'],
    ['keepalive', 'interval', 'keepalive.intervalMs'],
    ['timeouts', 'intervalMs', 'keepalive.intervalMs'],
    ['reconnect', 'maxms', 'reconnect.maxMs'],
  ])('J4 %s.%s brings up %s', (group, word, meant) => {
    expect(problemsOf({ [group]: { [word]: 1 } })[0]).toEqual({
      path: `${group}.${word}`,
      message: `is not an option; did you mean ${meant}?`,
    })
  })

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('J4 may be %s', (word) => {
    expect(() =>
      resolveOptions(Object.defineProperty({ ...needed }, word, { value: 1, enumerable: true })),
    ).toThrow(`${word}: is not an option`)
  })

  it('of any length is refused in little time', () => {
    expect(problemsOf({ ['x'.repeat(1_000_000)]: 1 })[0]?.message).toBe('is not an option')
  })
})

describe('numbers that must agree', () => {
  it('H10 the ping timeout must not pass the interval', () => {
    expect(problemsOf({ keepalive: { intervalMs: 5000, timeoutMs: 5001 } })).toEqual([
      { path: 'keepalive.timeoutMs', message: 'must not pass intervalMs (5000), not 5001' },
    ])
    expect(problemsOf({ keepalive: { intervalMs: 5000, timeoutMs: 5000 } })).toEqual([])
  })

  it('H10 the silence watchdog must be longer than the interval', () => {
    expect(problemsOf({ keepalive: { intervalMs: 5000, silenceMs: 5000 } })).toEqual([
      { path: 'keepalive.silenceMs', message: 'must be more than intervalMs (5000), not 5000' },
    ])
    expect(problemsOf({ keepalive: { intervalMs: 5000, silenceMs: 5001 } })).toEqual([])
  })

  it('H6 the first wait’s ceiling must not pass that of every wait', () => {
    expect(problemsOf({ reconnect: { minMs: 2000, maxMs: 1999 } })).toEqual([
      { path: 'reconnect.minMs', message: 'must not pass maxMs (1999), not 2000' },
    ])
    expect(problemsOf({ reconnect: { minMs: 2000, maxMs: 2000 } })).toEqual([])
  })

  it.each([
    [{ intervalMs: 5000 }, { timeoutMs: 5000, silenceMs: 30_000 }],
    [{ intervalMs: 60_000 }, { timeoutMs: 10_000, silenceMs: 120_000 }],
    [{ intervalMs: DAY_MS }, { timeoutMs: 10_000, silenceMs: 2 * DAY_MS }],
    [{ misses: 5 }, { timeoutMs: 10_000, silenceMs: 30_000 }],
  ])('H10 keepalive %j alone is meant well: the others follow', (keepalive, others) => {
    expect(resolveOptions({ ...needed, keepalive }).keepalive).toMatchObject({ ...keepalive, ...others })
  })

  it.each([
    [{ maxMs: 100 }, { minMs: 100 }],
    [{ minMs: 60_000 }, { maxMs: 60_000 }],
    [{ stableMs: 0 }, { minMs: 250, maxMs: 30_000 }],
  ])('H6 reconnect %j alone is meant well: the other follows', (reconnect, others) => {
    expect(resolveOptions({ ...needed, reconnect }).reconnect).toMatchObject({ ...reconnect, ...others })
  })

  it('are not compared when one of them is wrong by itself', () => {
    expect(problemsOf({ keepalive: { intervalMs: 0, timeoutMs: 20_000 } }).map(({ path }) => path)).toEqual([
      'keepalive.intervalMs',
    ])
    expect(problemsOf({ reconnect: { minMs: 40_000, maxMs: 'x' } }).map(({ path }) => path)).toEqual([
      'reconnect.maxMs',
    ])
  })
})

describe('resolved options', () => {
  it('have every default', () => {
    expect(resolveOptions(needed)).toMatchObject({
      server: 'pbx1:5038',
      host: 'pbx1',
      port: 5038,
      tls: false,
      auth: 'md5',
      events: undefined,
      filters: [],
      timeouts: { connectMs: 10_000, bannerMs: 10_000, loginMs: 10_000, actionMs: 30_000, closeMs: 1000 },
      keepalive: { intervalMs: 15_000, timeoutMs: 10_000, misses: 3, silenceMs: 30_000 },
      reconnect: {
        minMs: 250,
        maxMs: 30_000,
        stableMs: 10_000,
        authRetryMs: 300_000,
        authAttempts: 1_000_000,
      },
      limits: {
        messageBytes: 1_048_576,
        pendingActions: 5000,
        writeBufferBytes: 5_242_880,
        listItems: 50_000,
        listBytes: 33_554_432,
        readBytesPerTurn: 262_144,
      },
      budgetMs: 5,
      redact: { keys: [], patterns: [] },
      logger: undefined,
      lookup: undefined,
      dial: undefined,
      random: Math.random,
    })
  })

  it('J4 have everything that was given: there is no option that has no effect', () => {
    const clock = new ManualClock()
    const logger = { debug() {}, info() {}, warn() {}, error() {} }
    const [lookup, dial, random, secret] = [() => undefined, () => undefined, () => 0, () => 's'] as never[]
    const given: Required<AmiClientOptions> = {
      server: 'east',
      host: '10.0.0.1',
      port: 15_038,
      tls: { rejectUnauthorized: false },
      username: 'u',
      secret: secret as never,
      auth: 'plain',
      events: ['call', 'agent'],
      filters: ['!Event: VarSet', { criteria: 'name(Hangup)', value: 'x' }],
      encoding: 'windows-1251',
      timeouts: { connectMs: 1, bannerMs: 2, loginMs: 3, actionMs: 4, closeMs: 5 },
      keepalive: { intervalMs: 10, timeoutMs: 9, misses: 8, silenceMs: 11, stallMs: 12 },
      reconnect: {
        minMs: 1,
        maxMs: 2,
        stableMs: 3,
        authRetryMs: 4,
        authAttempts: 5,
        breakerFailures: 6,
        breakerCooldownMs: 7,
      },
      limits: {
        messageBytes: 4097,
        pendingActions: 2,
        writeBufferBytes: 1025,
        listItems: 3,
        listBytes: 1026,
        readBytesPerTurn: 65_537,
      },
      delivery: { budgetMs: 7 },
      redact: { keys: ['k'], patterns: [/p/] },
      logger,
      lookup: lookup as never,
      dial: dial as never,
      timers: 'unref',
      clock,
      random: random as never,
    }
    const { encoding: _encoding, delivery, secret: _secret, timers: _timers, ...rest } = given
    const paths = Object.entries(given).flatMap(([name, value]) =>
      Object.keys(clientTable).some((path) => path.startsWith(`${name}.`))
        ? Object.keys(value).map((key) => `${name}.${key}`)
        : [name],
    )
    expect(paths.sort()).toEqual(Object.keys(clientTable).sort())
    const resolved = resolveOptions(given)
    expect(resolved).toMatchObject({ ...rest, events: 'call,agent', budgetMs: delivery.budgetMs })
    expect(resolved.secret()).toBe('s')
    expect(resolved.decodeText(Buffer.from('Привет', 'utf8').toString('latin1'))).toBe('Привет')
    expect(resolved.decodeText('\xcf\xf0\xe8')).toBe('При')
  })

  it('tell time by a clock whose timers hold the process, or do not, unless they have one of their own', () => {
    const clock = new ManualClock()
    expect(resolveOptions(needed).clock).toBe(systemClock)
    expect(resolveOptions({ ...needed, timers: 'ref' }).clock).toBe(systemClock)
    expect(resolveOptions({ ...needed, timers: 'unref' }).clock).toBe(unrefClock)
    expect(resolveOptions({ ...needed, timers: 'unref', clock }).clock).toBe(clock)
  })

  it.each([
    [{}, 5038],
    [{ tls: false }, 5038],
    [{ tls: true }, 5039],
    [{ tls: {} }, 5039],
    [{ tls: true, port: 5038 }, 5038],
  ])('%j mean port %i', (options, port) => {
    expect(resolveOptions({ ...needed, ...options })).toMatchObject({ port, server: `pbx1:${port}` })
  })

  it('J2 changing one of a group leaves the rest of it alone', () => {
    expect(resolveOptions({ ...needed, timeouts: { actionMs: 7 } }).timeouts).toEqual({
      connectMs: 10_000,
      bannerMs: 10_000,
      loginMs: 10_000,
      actionMs: 7,
      closeMs: 1000,
    })
  })

  it('undefined means the default', () => {
    const resolved = resolveOptions({
      ...needed,
      port: undefined,
      timeouts: { actionMs: undefined },
    } as never)
    expect(resolved).toMatchObject({ port: 5038, timeouts: { actionMs: 30_000 } })
  })

  it('keepalive and reconnect may be off', () => {
    expect(resolveOptions({ ...needed, keepalive: false, reconnect: false })).toMatchObject({
      keepalive: false,
      reconnect: false,
    })
  })

  it.each(['on', 'off'] as const)('events may be %s', (events) => {
    expect(resolveOptions({ ...needed, events }).events).toBe(events)
  })

  it('are frozen, and nothing that was given can be changed behind the client’s back', () => {
    const filters = ['Event: A']
    const given = {
      ...needed,
      filters,
      timeouts: { actionMs: 7 },
      keepalive: { misses: 2 },
      reconnect: { minMs: 1 },
    }
    const resolved = resolveOptions(given)
    filters.push('Event: B')
    given.timeouts.actionMs = 8
    given.keepalive.misses = 9
    expect(resolved.filters).toEqual(['Event: A'])
    expect(resolved.timeouts.actionMs).toBe(7)
    expect(resolved.keepalive).toMatchObject({ misses: 2 })
    for (const part of [
      resolved,
      resolved.filters,
      resolved.timeouts,
      resolved.keepalive,
      resolved.reconnect,
      resolved.limits,
      resolved.redact,
    ]) {
      expect(Object.isFrozen(part)).toBe(true)
    }
  })

  it('do not touch what was given', () => {
    const given = Object.freeze({
      ...needed,
      timeouts: Object.freeze({ actionMs: 7 }),
      filters: Object.freeze(['a']),
    })
    expect(() => new AmiClient(given)).not.toThrow()
  })
})
