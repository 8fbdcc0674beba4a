import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IdTable } from '../../../src/correlation/id-table.ts'

interface Entry {
  readonly actionId: string
  idHash: number
}

const entryOf = (actionId: string): Entry => ({ actionId, idHash: 0 })

/** Adds an entry to both, or takes one out of both; what cannot be taken out must be told. */
function step(table: IdTable<Entry>, model: Map<string, Entry>, adds: boolean, actionId: string): void {
  const known = model.get(actionId)
  if (!adds) {
    expect(table.delete(known ?? entryOf(actionId))).toBe(model.delete(actionId))
  } else if (known === undefined) {
    const entry = entryOf(actionId)
    table.add(entry)
    model.set(actionId, entry)
  }
}

describe('the table of ids', () => {
  it('finds what was added, until it is taken out', () => {
    const table = new IdTable<Entry>()
    const one = entryOf('a-1')
    table.add(one)
    expect(table.get('a-1')).toBe(one)
    expect(table.get('a-2')).toBeUndefined()
    expect(table.delete(entryOf('a-2'))).toBe(false)
    expect(table.size).toBe(1)
    expect(table.delete(one)).toBe(true)
    expect(table.delete(one)).toBe(false)
    expect(table.get('a-1')).toBeUndefined()
    expect(table.size).toBe(0)
  })

  it('takes out what it is given, and not another of the same id', () => {
    const table = new IdTable<Entry>()
    const [former, later] = [entryOf('mine'), entryOf('mine')]
    table.add(former)
    table.delete(former)
    table.add(later)
    expect(table.delete(former)).toBe(false)
    expect(table.get('mine')).toBe(later)
    expect(table.size).toBe(1)
  })

  it('tells ids apart that differ only where the hash does not look', () => {
    const table = new IdTable<Entry>()
    const entries = Array.from({ length: 100 }, (_, index) => entryOf(`${index}${'x'.repeat(16)}`))
    for (const entry of entries) table.add(entry)
    for (const entry of entries) expect(table.get(entry.actionId)).toBe(entry)
    // The first ones stand before the others, which must move up.
    for (const [index, entry] of entries.entries()) {
      expect(table.delete(entry)).toBe(true)
      for (const other of entries.slice(index + 1)) expect(table.get(other.actionId)).toBe(other)
    }
    expect(table.size).toBe(0)
  })

  it('holds what a Map holds, whatever comes and goes', () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 60 })), {
      maxLength: 400,
      size: 'max',
    })
    fc.assert(
      fc.property(steps, (walk) => {
        const table = new IdTable<Entry>()
        const model = new Map<string, Entry>()
        for (const [adds, number] of walk) {
          step(table, model, adds, `id-${number.toString(36)}`)
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
