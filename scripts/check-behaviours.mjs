// Holds docs/behaviours.md to the tests: every ID named there has a test, and every ID in a test's title is named
// there. With --write the page's links are brought up to date; without, a stale link is an error like the others.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const PAGE = 'docs/behaviours.md'
const ID = String.raw`(?:[A-M]\d{1,2}|S\d{1,2}[a-z]?|pain \d{1,2}|F-\d{3})`
// A title begins with its IDs: it('D3 S8 an oversize frame …').
const TITLE = new RegExp(String.raw`['"\`]((?:${ID}[ ,:]+)+)(?=\S)`, 'g')
const ROW = new RegExp(String.raw`^\| (${ID}) \| (.*?) \| ?(.*?) ?\|$`)

function* testFiles(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== 'dist') yield* testFiles(path)
    else if (/\.test(-d)?\.ts$/.test(entry.name)) yield path
  }
}

function idsIn(file) {
  const ids = new Set()
  for (const [, list] of readFileSync(file, 'utf8').matchAll(TITLE)) {
    for (const [id] of list.matchAll(new RegExp(ID, 'g'))) ids.add(id.replace(/^(S\d+)[a-z]$/, '$1'))
  }
  return ids
}

const proved = new Map()
for (const packageName of readdirSync('packages')) {
  for (const file of testFiles(join('packages', packageName, 'test'))) {
    for (const id of idsIn(file)) proved.set(id, [...(proved.get(id) ?? []), file])
  }
}

function linksTo(files) {
  return files
    .sort()
    .map(
      (file) =>
        `[${file.replace(/^packages\/(\w+)\/test\//, '$1/').replace(/\.test(-d)?\.ts$/, '')}](${relative('docs', file)})`,
    )
    .join(' · ')
}

const problems = []
const named = new Set()
const page = readFileSync(PAGE, 'utf8')
const updated = page
  .split('\n')
  .map((line) => {
    const row = ROW.exec(line)
    if (row === null) return line
    const [, id, text, links] = row
    named.add(id)
    const files = proved.get(id) ?? []
    if (files.length === 0) problems.push(`${PAGE} names ${id}, and no test's title begins with it`)
    const fresh = linksTo(files)
    if (fresh !== links && !process.argv.includes('--write'))
      problems.push(`the tests of ${id} have changed: run npm run behaviours -- --write`)
    return `| ${id} | ${text} | ${fresh} |`
  })
  .join('\n')
for (const [id, files] of proved) {
  if (!named.has(id)) problems.push(`${files.join(', ')} proves ${id}, which ${PAGE} does not name`)
}
if (process.argv.includes('--write')) writeFileSync(PAGE, updated)

for (const problem of problems) process.stderr.write(`${problem}\n`)
process.stdout.write(`${named.size} behaviours, each with a test: ${problems.length === 0 ? 'yes' : 'no'}\n`)
process.exitCode = problems.length === 0 ? 0 : 1
