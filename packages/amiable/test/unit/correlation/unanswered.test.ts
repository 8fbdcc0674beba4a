import { expect, it } from 'vitest'
import { AmiArgumentError } from '../../../src/errors.ts'
import { table } from './pending-table.ts'

it('pain 5 an action that Asterisk never answers is refused before it is sent, with the way to what it prints', () => {
  const { pending, ask } = table()
  const refused = expect.objectContaining({
    delivery: 'unsent',
    message: "iaxnetstats: no Asterisk that has it answers it; send Command 'iax2 show netstats'",
  })
  expect(() => ask('1', 'iaxnetstats')).toThrow(refused)
  expect(() => ask('1', 'DataGet')).toThrow(AmiArgumentError)
  expect(() => ask('1', 'DataGet')).toThrow(/^DataGet: no Asterisk that has it answers it$/)
  expect(pending.size).toBe(0)
})
