import { describe, expect, it } from 'vitest'
import {
  ALL_CLASSES,
  classBits,
  grantedBits,
  parseEventMask,
  privilegeBits,
  privilegeOf,
} from '../../src/event-class.ts'

const bits = (...names: string[]): number => classBits(names)

const masks: [string, number | undefined][] = [
  ['on', ALL_CLASSES],
  ['all', ALL_CLASSES],
  ['true', ALL_CLASSES],
  ['YES', ALL_CLASSES],
  ['off', 0],
  ['none', 0],
  ['false', 0],
  ['0', 0],
  ['-1', 0],
  ['1', bits('system')],
  ['64', bits('user')],
  ['user', bits('user')],
  ['User', 0],
  ['system,call', bits('system', 'call')],
  ['system, call', bits('system')],
  ['u,d', bits('user')],
  ['bogus', 0],
  ['', undefined],
]

describe('reads event masks as Asterisk does', () => {
  it.each(masks)('%j', (mask, expected) => {
    expect(parseEventMask(mask)).toBe(expected)
  })
})

it('matches everything with an empty first name', () => {
  expect(parseEventMask(',x')).toBe(ALL_CLASSES)
})

it('grants every class to a user without a list and to one with all', () => {
  expect(grantedBits(undefined)).toBe(ALL_CLASSES)
  expect(grantedBits(['all'])).toBe(ALL_CLASSES)
  expect(grantedBits(['call', 'nonsense'])).toBe(bits('call'))
})

it('knows the class of an event by its name', () => {
  expect(privilegeOf('VarSet')).toBe('dialplan,all')
  expect(privilegeOf('SomethingNew')).toBe('call,all')
  expect(privilegeBits('dialplan,all')).toBe(bits('dialplan'))
})
