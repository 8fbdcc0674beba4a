import { AmiConnectionError } from 'amiable'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedact } from '../../../src/observe/redact.ts'

const MASK = '********'
const redact = createRedact()

/** What a text becomes in a record. */
const text = (value: string): unknown => (redact({ value }) as { value: unknown }).value

describe('keys', () => {
  it.each([
    'secret',
    'Secret',
    'SECRET',
    'md5secret',
    'password',
    'passwords',
    'passwd',
    'passphrase',
    'pwd',
    'token',
    'tokens',
    'auth',
    'authorization',
    'Authorization',
    'apikey',
    'apiKey',
    'api_key',
    'API-KEY',
    'privateKey',
    'key',
    'Key',
    'challenge',
    'AMI_SECRET',
    'amiSecret',
    'accessToken',
    'db.password',
    'variable',
    'Variable',
    'Variables',
    'ChanVariable',
    'chanvariable',
    'ChanVariable(SIP/1)',
    'credentials',
    'md5Secret',
  ])('K4 K5 %s hides its value', (key) => {
    expect(redact({ [key]: 'hunter2' })).toEqual({ [key]: MASK })
  })

  it.each([
    'author',
    'keyword',
    'keywords',
    'authority',
    'tokenizer',
    'secretary',
    'passworded',
    'monkey',
    'keyboard',
    'user',
    'host',
    'channel',
    'Exten',
    'actionId',
    'message',
    'variability',
  ])('K5 %s hides nothing', (key) => {
    expect(redact({ [key]: 'plain' })).toEqual({ [key]: 'plain' })
  })

  it('K5 hide the whole of what stands under them: arrays and objects', () => {
    const context = {
      password: ['hunter2', 'hunter3'],
      variable: ['PIN=1234', 'lead=42'],
      auth: { username: 'dialer', nested: { pin: 1234 } },
      token: 42,
      secret: null,
    }
    expect(redact(context)).toEqual({ password: MASK, variable: MASK, auth: MASK, token: MASK, secret: MASK })
  })

  it('K4 are found at any depth, in objects and arrays', () => {
    expect(redact({ a: { b: [{ c: { secret: 'hunter2', kept: 1 } }] } })).toEqual({
      a: { b: [{ c: { secret: MASK, kept: 1 } }] },
    })
  })

  it('K4 may be added: compared whole, or word by word, in any case', () => {
    const custom = createRedact({ keys: ['CallerIDNum', 'iban'] })
    expect(custom({ CALLERIDNUM: '100', customerIban: 'DE1', caller: 'x', secret: 's' })).toEqual({
      CALLERIDNUM: MASK,
      customerIban: MASK,
      caller: 'x',
      secret: MASK,
    })
  })
})

describe('text', () => {
  it.each([
    ['a header, to the end of its line', 'Secret: hunter2 and, more', `Secret: ${MASK}`],
    ['K5 a secret with blanks', 'password: correct horse battery staple', `password: ${MASK}`],
    [
      'a header among others',
      'Username: u\r\nSecret: a b\r\nExten: 1',
      `Username: u\r\nSecret: ${MASK}\r\nExten: 1`,
    ],
    ['a header without a value', 'Secret:\r\nExten: 1', 'Secret:\r\nExten: 1'],
    ['an assignment, up to the next one', 'secret=hunter2&user=u', `secret=${MASK}&user=u`],
    ['K5 an assignment with blanks', 'secret=correct horse, user=u', `secret=${MASK}, user=u`],
    ['an assignment in quotes', 'secret="a,b;c" user=u', `secret=${MASK} user=u`],
    ['JSON', '{"secret":"hun\\"ter,2","user":"u"}', `{"secret":${MASK},"user":"u"}`],
    ['a longer name', 'AMI_SECRET=hunter2', `AMI_SECRET=${MASK}`],
    ['a name in one word', 'dbPassword: hunter2', `dbPassword: ${MASK}`],
    ['a plural', 'tokens: a, b', `tokens: ${MASK}`],
    [
      'api keys however they are spelt',
      'api-key=1, api_key=2, apikey=3',
      `api-key=${MASK}, api_key=${MASK}, apikey=${MASK}`,
    ],
    ['a bearer token', 'sent Bearer abc.def-ghi to it', `sent Bearer ${MASK} to it`],
    ['an authorization header', 'Authorization: Basic dTpw', `Authorization: ${MASK}`],
  ])('K4 hides %s', (_what, given, shown) => {
    expect(text(given)).toBe(shown)
  })

  it('K4 hides a login action altogether', () => {
    expect(text('Action: Login\r\nUsername: u\r\nKey: 0123456789abcdef\r\n\r\n')).toBe('[login action]')
  })

  it.each([
    'the secretary: out of office',
    'the author: somebody, keyword: x',
    'cannot connect to pbx1:5038: ECONNREFUSED',
    'a token of thanks',
  ])('K5 leaves %j alone', (given) => {
    expect(text(given)).toBe(given)
  })

  it('K4 hides what the patterns match, every time, and leaves the caller’s patterns alone', () => {
    const pattern = /\b\d{16}\b/
    const sticky = /pin \d+/gi
    sticky.lastIndex = 3
    const custom = createRedact({ patterns: [pattern, sticky] })
    for (let round = 0; round < 3; round += 1) {
      expect(custom({ a: 'card 4111111111111111 and 4222222222222222, PIN 12' })).toEqual({
        a: `card ${MASK} and ${MASK}, ${MASK}`,
      })
    }
    expect(sticky.lastIndex).toBe(3)
  })

  it('K5 never shows a secret that follows its name, whatever the secret is', () => {
    const secrets = fc
      .string({ minLength: 4, maxLength: 30 })
      .filter((value) => /^[^\r\n"'\\,;&*]+$/.test(value) && value.trim().length > 3)
    fc.assert(
      fc.property(
        secrets,
        fc.constantFrom('secret', 'Password', 'apiToken'),
        fc.constantFrom(': ', '=', ' = '),
        (secret, name, sign) => {
          const shown = String(text(`login failed; ${name}${sign}${secret}`))
          expect(shown.startsWith(`login failed; ${name}${sign}`)).toBe(true)
          expect(shown.endsWith(MASK)).toBe(true)
          expect(shown).not.toContain(secret.trim())
        },
      ),
    )
  })

  it('of any length is read in one go: a quadratic pattern would not end here', () => {
    const hostile = 'secret '.repeat(100_000)
    expect(text(hostile)).toBe(hostile)
    expect(text(`${hostile}="${'\\'.repeat(100_000)}`)).toContain(MASK)
  })
})

describe('values', () => {
  it('that are no text are left as they are, and the context is not touched', () => {
    const context = Object.freeze({ n: 1, b: true, u: undefined, z: null, d: new Date(0), big: 5n })
    expect(redact(context)).toEqual({ n: 1, b: true, u: undefined, z: null, d: new Date(0), big: 5n })
  })

  it('F3 of an error show its class, message, code and cause, and its stack where it is a user’s', () => {
    const cause = Object.assign(new Error('secret=hunter2'), { code: 'E_VAULT' })
    const { error } = redact({ error: new TypeError('password: hunter2', { cause }) }) as {
      error: { stack?: string }
    }
    expect(error).toMatchObject({
      name: 'TypeError',
      message: `password: ${MASK}`,
      cause: { name: 'Error', message: `secret=${MASK}`, code: 'E_VAULT' },
    })
    expect(error.stack).toContain('redact.test.ts')
    expect(JSON.stringify(error)).not.toContain('hunter2')
  })

  it('A14 of the library’s own errors show reason and errno, without a stack', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    const { error } = redact({
      error: new AmiConnectionError('cannot connect', 'connect', { server: 'pbx', cause }),
    }) as { error: object }
    expect(error).toMatchObject({
      name: 'AmiConnectionError',
      code: 'AMI_CONNECTION',
      reason: 'connect',
      errno: 'ECONNREFUSED',
    })
    expect(error).not.toHaveProperty('stack')
  })

  it('that cannot be read do not cost the record', () => {
    const context = {
      kept: 1,
      get broken() {
        throw new Error('of the getter')
      },
      proxy: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('of the proxy')
          },
        },
      ),
    }
    expect(redact(context)).toEqual({ kept: 1, broken: '[unreadable]', proxy: '[unreadable]' })
  })

  it('that are bytes show how many', () => {
    expect(redact({ data: new Uint8Array(70_000) })).toEqual({ data: '[70000 bytes]' })
  })

  it('pain 24 that go round in circles, or go on for ever, show their beginning in little time', () => {
    const circle: Record<string, unknown> = {}
    for (let index = 0; index < 50; index += 1) circle[`to${index}`] = circle
    expect(JSON.stringify(redact({ circle })).length).toBeLessThan(100_000)
    expect(JSON.stringify(redact({ list: Array.from({ length: 1_000_000 }, () => 1) })).length).toBeLessThan(
      10_000,
    )
    let deep = {}
    for (let depth = 0; depth < 100; depth += 1) deep = { deep }
    expect(JSON.stringify(redact({ deep }))).toContain('[too deep]')
  })

  it('pain 24 of an error that is its own cause end somewhere', () => {
    const error = new Error('round')
    error.cause = error
    expect(JSON.stringify(redact({ error }))).toContain('[too deep]')
  })
})
