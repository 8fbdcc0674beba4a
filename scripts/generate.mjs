// Writes the catalogue out of the facts in schema/: types, tables, and what documents say of them. With --check nothing is
// written: it fails if anything would be.
import { readFileSync } from 'node:fs'
import { actionFacts } from './catalogue/action-facts.mjs'
import { actionTypes } from './catalogue/action-types.mjs'
import { coverage } from './catalogue/coverage.mjs'
import { eventFacts } from './catalogue/event-facts.mjs'
import { eventTypes } from './catalogue/event-types.mjs'
import { reference } from './catalogue/reference.mjs'
import { tables } from './catalogue/tables.mjs'
import { between, readFile, writeFiles } from './generated-files.mjs'

const root = new URL('../', import.meta.url)
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
  ['README.md', between(readFile('README.md'), 'catalogue coverage', covered)],
]

writeFiles(files, 'schema/ says: npm run generate')
if (!process.argv.includes('--check')) process.stdout.write(`${covered}\n`)
