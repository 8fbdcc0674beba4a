// Writes what is said of the options in more than one place: the JSON Schemas of configuration files, and the table in
// the guide. Types, ranges and defaults come from the tables that the client checks options with, the words from the
// comments on its types. With --check nothing is written: it fails if anything would be.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { clientSchema, clusterSchema } from './options/schemas.mjs'
import { tables } from './options/tables.mjs'

const root = new URL('../', import.meta.url)

function guide(text) {
  return Object.entries(tables).reduce((page, [name, table]) => {
    const marks = new RegExp(`(<!-- ${name} options -->)[\\s\\S]*?(<!-- end -->)`)
    if (!marks.test(page)) throw new Error(`the guide has no place for the table of ${name} options`)
    return page.replace(marks, (_all, begin, end) => `${begin}\n\n${table}\n\n${end}`)
  }, text)
}

const read = (path) => {
  try {
    return readFileSync(new URL(path, root), 'utf8')
  } catch {
    return ''
  }
}
const page = 'docs/guide/configuration.md'
const files = [
  ['packages/amiable/schema/client.json', `${JSON.stringify(clientSchema(), null, 2)}\n`],
  ['packages/amiable/schema/cluster.json', `${JSON.stringify(clusterSchema(), null, 2)}\n`],
  [page, guide(read(page))],
]
const stale = files.filter(([path, text]) => read(path) !== text)
if (process.argv.includes('--check')) {
  for (const [path] of stale)
    process.stderr.write(`${path} is not what the options say: node scripts/option-schema.mjs\n`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  mkdirSync(new URL('packages/amiable/schema/', root), { recursive: true })
  for (const [path, text] of stale) writeFileSync(new URL(path, root), text)
}
