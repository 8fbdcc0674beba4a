import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { completionOf } from '../../../src/catalogue/completion.ts'

const read = (name: string): string =>
  readFileSync(new URL(`../../../src/catalogue/${name}`, import.meta.url), 'utf8')
const map = read('actions.ts')

/** The typed actions whose result is this one. */
function typedAs(result: 'list' | 'response'): string[] {
  const members = map.matchAll(/^ {2}(\w+): Action<([\s\S]*?)(?=^ {2}\/\*\*|^\})/gm)
  const typed = [...members].map(([, name = '', body = '']) => ({
    name,
    is: /(?:^|,)\s*'(list|response)'\s*[,>]/.exec(body)?.[1],
  }))
  return typed.filter(({ is }) => is === result).map(({ name }) => name)
}

it('pain 8 a typed action resolves to what its type says: a list where the table says list, and only there', () => {
  expect(typedAs('list').length).toBeGreaterThan(40)
  expect(typedAs('response').length).toBeGreaterThan(100)
  const named = [...read('completion-table.ts').matchAll(/\w+/g)].map(([name]) => name)
  const lists = named.filter((name) => completionOf(name).kind === 'list')
  expect(lists.filter((name) => !typedAs('list').includes(name))).toEqual([])
  expect(typedAs('list').filter((name) => completionOf(name).kind !== 'list')).toEqual([])
  expect(typedAs('response').filter((name) => completionOf(name).kind === 'list')).toEqual([])
})
