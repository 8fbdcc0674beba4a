import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IdTable } from '../../../src/correlation/id-table.ts'

describe('the table of ids', () => {
  it('finds what was added, until it is taken out', () => {
    const table = new IdTable<{ actionId: string }>()
    const one = { actionId: 'a-1' }
    table.add(one)
    expect(table.get('a-1')).toBe(one)
    expect(table.get('a-2')).toBeUndefined()
    expect(table.delete('a-2')).toBe(false)
    expect(table.size).toBe(1)
    expect(table.delete('a-1')).toBe(true)
    expect(table.delete('a-1')).toBe(false)
    expect(table.get('a-1')).toBeUndefined()
    expect(table.size).toBe(0)
  })

  it('tells ids apart that differ only where the hash does not look', () => {
    const table = new IdTable<{ actionId: string }>()
    const ids = Array.from({ length: 100 }, (_, index) => `${index}${'x'.repeat(16)}`)
    for (const actionId of ids) table.add({ actionId })
    for (const id of ids) expect(table.get(id)?.actionId).toBe(id)
    // The first ones stand before the others, which must move up.
    for (const [index, id] of ids.entries()) {
      expect(table.delete(id)).toBe(true)
      for (const other of ids.slice(index + 1)) expect(table.get(other)?.actionId).toBe(other)
    }
    expect(table.size).toBe(0)
  })

  it('holds what a Map holds, whatever comes and goes', () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 60 })), { maxLength: 400 })
    fc.assert(
      fc.property(steps, (walk) => {
        const table = new IdTable<{ actionId: string }>()
        const model = new Map<string, { actionId: string }>()
        for (const [adds, number] of walk) {
          const actionId = `id-${number.toString(36)}`
          if (!adds) expect(table.delete(actionId)).toBe(model.delete(actionId))
          else if (!model.has(actionId)) {
            const entry = { actionId }
            table.add(entry)
            model.set(actionId, entry)
          }
          expect(table.size).toBe(model.size)
        }
        for (let number = 0; number <= 60; number += 1) {
          const actionId = `id-${number.toString(36)}`
          expect(table.get(actionId)).toBe(model.get(actionId))
        }
        expect(new Set(table.values())).toEqual(new Set(model.values()))
      }),
    )
  })
})
