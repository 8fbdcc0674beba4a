// Makes the facts of an installed Asterisk out of its documentation, for schema/debian, or to look at:
// node scripts/schema-import.mjs <core-en_US.xml, or the folder that holds it> [file to write]
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { factsOf } from './catalogue/documentation.mjs'
import { formatFacts } from './catalogue/format.mjs'

const [source, target] = process.argv.slice(2)
if (source === undefined) {
  process.stderr.write(
    'npm run schema:import -- <core-en_US.xml, or the folder that holds it> [file to write]\n',
  )
  process.exit(2)
}
const file = statSync(source).isDirectory() ? join(source, 'core-en_US.xml') : source
const facts = formatFacts(factsOf(readFileSync(file, 'utf8')))
if (target === undefined) process.stdout.write(facts)
else writeFileSync(target, facts)
