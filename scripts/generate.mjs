// Writes the catalogue out of the facts in schema/. With --check nothing is written: it fails if anything would be.
import { readFileSync, writeFileSync } from 'node:fs'
import { actionFacts } from './catalogue/action-facts.mjs'
import { actionTypes } from './catalogue/action-types.mjs'
import { eventFacts } from './catalogue/event-facts.mjs'
import { eventTypes } from './catalogue/event-types.mjs'
import { tables } from './catalogue/tables.mjs'

const root = new URL('../', import.meta.url)
const read = (path) => readFileSync(new URL(path, root), 'utf8')
const facts = (path) => JSON.parse(read(path))

const files = [
  ...tables(root),
  ['packages/amiable/src/catalogue/actions.ts', actionTypes(actionFacts(facts))],
  ['packages/amiable/src/catalogue/events.ts', eventTypes(eventFacts(facts))],
]

const stale = files.filter(([path, text]) => read(path) !== text)
if (process.argv.includes('--check')) {
  for (const [path] of stale) process.stderr.write(`${path} is not what schema/ says: npm run generate\n`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  for (const [path, text] of stale) writeFileSync(new URL(path, root), text)
}
