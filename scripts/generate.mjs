// Writes the catalogue out of the facts in schema/: types, tables, and what documents say of them. With --check nothing is
// written: it fails if anything would be.
import { readFileSync, writeFileSync } from 'node:fs'
import { actionFacts } from './catalogue/action-facts.mjs'
import { actionTypes } from './catalogue/action-types.mjs'
import { coverage } from './catalogue/coverage.mjs'
import { eventFacts } from './catalogue/event-facts.mjs'
import { eventTypes } from './catalogue/event-types.mjs'
import { reference } from './catalogue/reference.mjs'
import { tables } from './catalogue/tables.mjs'

const root = new URL('../', import.meta.url)
const read = (path) => {
  try {
    return readFileSync(new URL(path, root), 'utf8')
  } catch {
    return ''
  }
}
const facts = (path) => JSON.parse(readFileSync(new URL(path, root), 'utf8'))

const actions = actionFacts(facts)
const events = eventFacts(facts)
const types = { actions: actionTypes(actions), events: eventTypes(events) }
const covered = coverage(facts, types)
const files = [
  ...tables(root),
  ['packages/amiable/src/catalogue/actions.ts', types.actions],
  ['packages/amiable/src/catalogue/events.ts', types.events],
  ['docs/reference/catalogue.md', reference(actions, events.events)],
  ['README.md', between(read('README.md'), 'catalogue coverage', covered)],
]

const stale = files.filter(([path, text]) => read(path) !== text)
if (process.argv.includes('--check')) {
  for (const [path] of stale) process.stderr.write(`${path} is not what schema/ says: npm run generate\n`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  for (const [path, text] of stale) writeFileSync(new URL(path, root), text)
  process.stdout.write(`${covered}\n`)
}

function between(page, name, text) {
  const marks = new RegExp(`(<!-- ${name} -->)[\\s\\S]*?(<!-- end -->)`)
  if (!marks.test(page)) throw new Error(`README.md has no place for the ${name}`)
  return page.replace(marks, (_all, begin, end) => `${begin}\n\n${text}\n\n${end}`)
}
