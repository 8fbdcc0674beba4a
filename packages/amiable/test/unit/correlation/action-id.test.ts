import { describe, expect, it } from 'vitest'
import { ActionIds } from '../../../src/correlation/action-id.ts'

describe('ActionIds', () => {
  it('E11 are short printable ASCII', () => {
    const ids = new ActionIds('0123456789abcdef')
    for (let count = 0; count < 1000; count += 1) expect(ids.next()).toMatch(/^[0-9a-f]{16}-[0-9a-z]+$/)
    // Asterisk's smallest buffer takes 67 bytes; the largest sequence a number can count to fits easily.
    expect(17 + Number.MAX_SAFE_INTEGER.toString(36).length).toBeLessThanOrEqual(67)
  })

  it('E11 pain 4 never come twice in a million', () => {
    const ids = new ActionIds('0123456789abcdef')
    const seen = new Set<string>()
    for (let count = 0; count < 1_000_000; count += 1) seen.add(ids.next())
    expect(seen.size).toBe(1_000_000)
  }, 60_000)
})
