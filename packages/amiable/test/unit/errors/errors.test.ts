import {
  AmiAbortedError,
  AmiArgumentError,
  AmiAuthError,
  AmiBackpressureError,
  AmiClosedError,
  AmiConnectionError,
  AmiError,
  type AmiErrorContext,
  AmiProtocolError,
  AmiRejectedError,
  AmiResponse,
  AmiTimeoutError,
} from 'amiable'
import { textDecoder } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'
import { makeEvent } from '../events/make-event.ts'

const response = new AmiResponse('Response: Error\r\nActionID: 1\r\nMessage: No such channel\r\n', {
  server: 'pbx',
  session: 1,
  decodeText: textDecoder('latin1'),
})

const makers: [string, string, (context: AmiErrorContext) => AmiError][] = [
  ['AmiAbortedError', 'AMI_ABORTED', (context) => new AmiAbortedError('why', context)],
  [
    'AmiArgumentError',
    'AMI_ARGUMENT',
    (context) => new AmiArgumentError([{ path: '', message: 'why' }], context),
  ],
  ['AmiAuthError', 'AMI_AUTH', (context) => new AmiAuthError('why', context)],
  ['AmiBackpressureError', 'AMI_BACKPRESSURE', (context) => new AmiBackpressureError('why', context)],
  ['AmiClosedError', 'AMI_CLOSED', (context) => new AmiClosedError('why', context)],
  ['AmiConnectionError', 'AMI_CONNECTION', (context) => new AmiConnectionError('why', 'reset', context)],
  ['AmiProtocolError', 'AMI_PROTOCOL', (context) => new AmiProtocolError('why', context)],
  ['AmiRejectedError', 'AMI_REJECTED', (context) => new AmiRejectedError('why', { ...context, response })],
  ['AmiTimeoutError', 'AMI_TIMEOUT', (context) => new AmiTimeoutError('why', context)],
]

describe.each(makers)('%s', (name, code, make) => {
  it('has its name, its code and its message, and is an Error', () => {
    const error = make({})
    expect(error).toMatchObject({ name, code, message: 'why' })
    expect(error).toBeInstanceOf(Error)
    expect(error).toBeInstanceOf(AmiError)
    expect(String(error)).toBe(`${name}: why`)
    expect(error.stack).toContain('errors.test.ts')
  })

  it('carries what is known of its action', () => {
    const cause = new Error('below')
    const partial = [makeEvent('Item')]
    const context = {
      server: 'pbx',
      action: 'Ping',
      actionId: '7',
      delivery: 'unknown' as const,
      partial,
      response,
      cause,
    }
    expect(make(context)).toMatchObject(context)
  })

  it('carries nothing where nothing is known', () => {
    const error = make({})
    expect(error).toMatchObject({
      server: undefined,
      action: undefined,
      actionId: undefined,
      delivery: undefined,
      partial: [],
    })
    expect('cause' in error).toBe(false)
  })

  it('is known to AmiError.is, also when another copy of the library made it', () => {
    expect(AmiError.is(make({}))).toBe(true)
    const foreign = Object.defineProperty(new Error('why'), Symbol.for('amiable.error'), { value: true })
    expect(AmiError.is(foreign)).toBe(true)
    expect(foreign).not.toBeInstanceOf(AmiError)
  })
})

describe('AmiError.is', () => {
  it.each([undefined, null, 'AMI_TIMEOUT', 7, {}, new Error('x'), { code: 'AMI_TIMEOUT' }])(
    'is false for %s',
    (value) => {
      expect(AmiError.is(value)).toBe(false)
    },
  )
})

describe('AmiArgumentError', () => {
  it('tells every problem in its message, with its path', () => {
    const problems = [
      { path: 'host', message: 'is required' },
      { path: '', message: 'too many headers' },
    ]
    const error = new AmiArgumentError(problems)
    expect(error.message).toBe('host: is required; too many headers')
    expect(error.problems).toEqual(problems)
  })
})

describe('AmiConnectionError', () => {
  it('A10 has the operating system’s code, when its cause has one', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    expect(new AmiConnectionError('why', 'connect', { cause })).toMatchObject({
      reason: 'connect',
      errno: 'ECONNREFUSED',
    })
  })

  it('A10 has the code of the first attempt, when several addresses were tried', () => {
    const first = Object.assign(new Error('v6'), { code: 'EHOSTUNREACH' })
    const cause = new AggregateError([first, Object.assign(new Error('v4'), { code: 'ECONNREFUSED' })])
    expect(new AmiConnectionError('why', 'connect', { cause }).errno).toBe('EHOSTUNREACH')
  })

  it.each([undefined, null, 'text', 7, new Error('plain'), { code: 7 }, new AggregateError([])])(
    'has none where the cause is %s',
    (cause) => {
      expect(new AmiConnectionError('why', 'connect', { cause }).errno).toBeUndefined()
    },
  )
})
