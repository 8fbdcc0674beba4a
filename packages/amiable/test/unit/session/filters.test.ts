import { describe, expect, it } from 'vitest'
import { AmiConnectionError, AmiRejectedError } from '../../../src/errors.ts'
import type { ActionFields, AmiResponse } from '../../../src/protocol/index.ts'
import { applyFilters, askVersion, knowsCriteria, type ServerFilter } from '../../../src/session/filters.ts'
import { refusal, response } from '../../support/messages.ts'

interface Server {
  readonly filters: ActionFields[]
  readonly refused: { readonly filter: ServerFilter; readonly why: string }[]
  apply(filters: readonly ServerFilter[]): Promise<void>
  versionsAsked: number
}

function server(asteriskVersion: string | undefined, refuses = (_: ActionFields): boolean => false): Server {
  const all: Server = {
    filters: [],
    refused: [],
    versionsAsked: 0,
    apply: (filters) => applyFilters(ask, filters, (filter, why) => void all.refused.push({ filter, why })),
  }
  const reject = (action: string, message: string): never => {
    throw new AmiRejectedError(`${action}: ${message}`, { response: refusal('1', message) })
  }
  const ask = async (action: string, fields: ActionFields): Promise<AmiResponse> => {
    if (action === 'CoreSettings') {
      all.versionsAsked += 1
      return asteriskVersion === undefined
        ? reject(action, 'Permission denied')
        : response('1', { AsteriskVersion: asteriskVersion })
    }
    if (refuses(fields)) return reject(action, 'Filter did not compile.')
    all.filters.push(fields)
    return response('1')
  }
  return all
}

describe('applyFilters', () => {
  it('pain 16 adds both kinds, in order', async () => {
    const pbx = server('22.10.1')
    await pbx.apply([
      '!Event: VarSet',
      { criteria: 'action(exclude),name(Newexten)' },
      { criteria: 'name(DialEnd),header(Channel),method(contains)', value: 'PJSIP' },
    ])
    expect(pbx.filters).toEqual([
      { Operation: 'Add', Filter: '!Event: VarSet' },
      { Operation: 'Add', MatchCriteria: 'action(exclude),name(Newexten)', Filter: undefined },
      { Operation: 'Add', MatchCriteria: 'name(DialEnd),header(Channel),method(contains)', Filter: 'PJSIP' },
    ])
    expect(pbx.refused).toEqual([])
  })

  it('asks for the version only when it matters, and once', async () => {
    const pbx = server('22.10.1')
    await pbx.apply(['Event: Hangup'])
    await pbx.apply([])
    expect(pbx.versionsAsked).toBe(0)
    await pbx.apply([{ criteria: 'name(a)' }, { criteria: 'name(b)' }])
    expect(pbx.versionsAsked).toBe(1)
  })

  it('pain 16 does not send criteria to an Asterisk that would take them for an expression', async () => {
    const pbx = server('16.28.0')
    const newer = { criteria: 'name(Newexten)' }
    await pbx.apply([newer, 'Event: Hangup'])
    expect(pbx.filters).toEqual([{ Operation: 'Add', Filter: 'Event: Hangup' }])
    expect(pbx.refused).toEqual([{ filter: newer, why: 'Asterisk 16.28.0 has no MatchCriteria' }])
  })

  it('does not send criteria to a server that does not tell its version', async () => {
    const pbx = server(undefined)
    await pbx.apply([{ criteria: 'name(Newexten)' }])
    expect(pbx.filters).toEqual([])
    expect(pbx.refused.map(({ why }) => why)).toEqual(['Asterisk (unknown) has no MatchCriteria'])
  })

  it('reports a filter that the server refuses, and sets the rest', async () => {
    const pbx = server('22.10.1', ({ Filter }) => Filter === '(')
    await pbx.apply(['(', 'Event: Hangup'])
    expect(pbx.filters).toEqual([{ Operation: 'Add', Filter: 'Event: Hangup' }])
    expect(pbx.refused).toEqual([{ filter: '(', why: 'Filter did not compile.' }])
  })

  it('reports a filter that the server refuses without a word', async () => {
    const refused: string[] = []
    const ask = (): Promise<AmiResponse> =>
      Promise.reject(new AmiRejectedError('Filter: Error', { response: response('1', {}, 'Error') }))
    await applyFilters(ask, ['x'], (_filter, why) => refused.push(why))
    expect(refused).toEqual(['refused'])
  })

  it('lets through what ends the session', async () => {
    const gone = new AmiConnectionError('gone', 'reset')
    const ask = (): Promise<AmiResponse> => Promise.reject(gone)
    await expect(applyFilters(ask, ['x'], () => undefined)).rejects.toBe(gone)
  })
})

describe('askVersion', () => {
  it('does not mind an answer it cannot have', async () => {
    expect(await askVersion(() => Promise.reject(new AmiConnectionError('gone', 'reset')))).toBeUndefined()
    expect(await askVersion(async () => response('1'))).toBeUndefined()
    expect(await askVersion(async () => response('1', { AsteriskVersion: '20.5.0' }))).toBe('20.5.0')
  })
})

describe('knowsCriteria', () => {
  it.each([
    ['18.25.0', false],
    ['18.26.0', true],
    ['18.26.1', true],
    ['19.8.1', false],
    ['20.10.1', false],
    ['20.11.0', true],
    ['21.5.0', false],
    ['21.6.0', true],
    ['22.0.0', false],
    ['22.1.0', true],
    ['22.10.1~dfsg', true],
    ['23.0.0', true],
    ['100.0', true],
    ['16.28.0', false],
    ['13.38.3', false],
    ['certified/20.7-cert2', false],
    ['certified/20.11-cert1', false],
    ['GIT-master', false],
    ['', false],
    [undefined, false],
  ])('knows of %s: %s', (version, knows) => {
    expect(knowsCriteria(version)).toBe(knows)
  })
})
