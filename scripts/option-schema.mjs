// Writes what is said of the options in more than one place: the JSON Schemas of configuration files, and the table in
// the guide. Types, ranges and defaults come from the tables that the client checks options with, the words from the
// comments on its types. With --check nothing is written: it fails if anything would be.
import { between, readFile, writeFiles } from './generated-files.mjs'
import { clientSchema, clusterSchema } from './options/schemas.mjs'
import { tables } from './options/tables.mjs'

const page = 'docs/guide/configuration.md'
const guide = Object.entries(tables).reduce(
  (text, [name, table]) => between(text, `${name} options`, table),
  readFile(page),
)
const files = [
  ['packages/amiable/schema/client.json', `${JSON.stringify(clientSchema(), null, 2)}\n`],
  ['packages/amiable/schema/cluster.json', `${JSON.stringify(clusterSchema(), null, 2)}\n`],
  [page, guide],
]
writeFiles(files, 'the options say: node scripts/option-schema.mjs')
