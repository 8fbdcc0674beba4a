import { describe, expect, it } from 'vitest'
import { compileFilter, EventFilterError, passesFilters } from '../../src/event-filter.ts'

const hangup = 'Event: Hangup\r\nPrivilege: call,all\r\nChannel: Local/1@cust-1;1\r\nCause: 16\r\n\r\n'

const passing: [string | undefined, string | undefined, boolean][] = [
  ['Event: Hangup', undefined, true],
  ['Event: Newstate', undefined, false],
  ['!Cause: 16', undefined, false],
  ['!Cause: 17', undefined, true],
  [undefined, 'name(Hangup)', true],
  [undefined, 'name(Hang)', false],
  [undefined, 'action(exclude),name(Hangup)', false],
  ['Local/', 'name(Hangup),header(Channel),method(starts_with)', true],
  [';1', 'header(Channel),method(ends_with)', true],
  [';2', 'header(Channel),method(ends_with)', false],
  ['@cust', 'header(Channel),method(contains)', true],
  ['^1[0-9]$', 'header(Cause),method(regex)', true],
  ['16', 'header(Cause),method(exact)', true],
  ['16', 'header(Nope),method(exact)', false],
]

describe('lets a Hangup pass', () => {
  it.each(passing)('by %j with criteria %j: %s', (expression, criteria, passes) => {
    expect(passesFilters([compileFilter(expression, criteria)], hangup)).toBe(passes)
  })
})

it('lets pass what one inclusion wants and no exclusion forbids', () => {
  const filters = ['Nope', 'Hangup'].map((text) => compileFilter(text, undefined))
  expect(passesFilters(filters, hangup)).toBe(true)
  expect(passesFilters([...filters, compileFilter('!Cause', undefined)], hangup)).toBe(false)
})

it.each([
  ['(', undefined],
  [undefined, undefined],
  ['x', 'bogus(1)'],
  ['x', 'name(Hangup)'],
  [undefined, 'method(exact)'],
  ['x', 'method(nonsense)'],
  ['x', 'header(),method(exact)'],
  ['x', 'action(perhaps),method(exact)'],
  ['(', 'method(regex)'],
])('refuses %j with criteria %j', (expression, criteria) => {
  expect(() => compileFilter(expression, criteria)).toThrow(EventFilterError)
})
