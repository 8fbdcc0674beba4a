import { describe, expect, it } from 'vitest'
import { parseDialString } from '../../src/dial-string.ts'
import { parseCallerId, parseVariables } from '../../src/variables.ts'

const variables: Record<string, { headers: string[]; values: Record<string, string> }> = {
  'one variable a header': { headers: ['a=1', 'b=2'], values: { a: '1', b: '2' } },
  'several in one header': { headers: ['a=1,b=2'], values: { a: '1', b: '2' } },
  'a comma in quotes': { headers: ['a="1,2",b=3'], values: { a: '1,2', b: '3' } },
  'an escaped comma': { headers: ['a=1\\,2'], values: { a: '1,2' } },
  'a comma in a function': { headers: ['FILTER(0-9,x)=1'], values: { 'FILTER(0-9,x)': '1' } },
  'an escaped quote and backslash': { headers: ['a=\\"x\\\\'], values: { a: '"x\\' } },
  'a name twice, of which the first wins': { headers: ['a=1', 'a=2'], values: { a: '1' } },
  'an item without a value, which goes': { headers: ['a,b=2'], values: { b: '2' } },
  'the injection of a second variable': {
    headers: ['CUST=Smith,FILE(/x)=owned'],
    values: { CUST: 'Smith', 'FILE(/x)': 'owned' },
  },
}

describe('splits Variable headers as Asterisk does', () => {
  it.each(Object.entries(variables))('%s', (_name, { headers, values }) => {
    expect(Object.fromEntries(parseVariables(headers))).toEqual(values)
  })
})

const dialStrings: [string, ReturnType<typeof parseDialString>][] = [
  [
    'Local/1@cust/n',
    { tech: 'Local', number: '1', context: 'cust', channel: 'Local/1@cust', shown: '1@cust/n' },
  ],
  [
    'PJSIP/alice',
    { tech: 'PJSIP', number: 'alice', context: 'default', channel: 'PJSIP/alice', shown: 'alice' },
  ],
  [
    'PJSIP/1@trunk',
    { tech: 'PJSIP', number: '1', context: 'default', channel: 'PJSIP/trunk', shown: '1@trunk' },
  ],
  ['SIP/trunk/1', { tech: 'SIP', number: '1', context: 'default', channel: 'SIP/trunk', shown: 'trunk/1' }],
  ['nothing', undefined],
]

it.each(dialStrings)('reads the dial string %s', (text, expected) => {
  expect(parseDialString(text)).toEqual(expected)
})

it('splits caller ids', () => {
  expect(parseCallerId('"Jane Doe" <48123>')).toEqual({ name: 'Jane Doe', number: '48123' })
  expect(parseCallerId('Bob <100>')).toEqual({ name: 'Bob', number: '100' })
  expect(parseCallerId('100')).toEqual({ name: undefined, number: '100' })
  expect(parseCallerId('Bob')).toEqual({ name: 'Bob', number: undefined })
})
