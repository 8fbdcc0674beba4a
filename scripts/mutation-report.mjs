// Writes what the last mutation runs found into docs/mutation.md: the scores, and each mutant that survived with the
// judgement that scripts/mutation-judgements.json holds of it. Says which survivors nobody has judged, and which
// judgements no survivor needs. A folder that was not run here keeps what the page says of it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import ts from 'typescript'

const PAGE = 'docs/mutation.md'
const JUDGEMENTS = 'scripts/mutation-judgements.json'
const FOLDERS = ['correlation', 'supervision', 'fleet', 'session', 'events', 'protocol']
const SOURCES = 'packages/amiable/src/'

const judgements = JSON.parse(readFileSync(JUDGEMENTS, 'utf8'))
const needed = new Set()
const unjudged = []

function filesOf(name) {
  const path = `reports/mutation/${name}.json`
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).files : undefined
}

const placeOf = ({ location: { start, end }, mutatorName, replacement }) =>
  [start.line, start.column, end.line, end.column, mutatorName, replacement].join(' ')

/** Every mutant of a folder; what the main pass left to the static one, as that one found it. */
function* mutantsOf(folder) {
  const alone = filesOf(`${folder}.static`) ?? {}
  for (const [file, { source, mutants }] of Object.entries(filesOf(folder))) {
    const rerun = new Map((alone[file]?.mutants ?? []).map((mutant) => [placeOf(mutant), mutant.status]))
    for (const mutant of mutants) {
      const status = mutant.status === 'Ignored' ? (rerun.get(placeOf(mutant)) ?? 'Ignored') : mutant.status
      yield { file: file.replace(SOURCES, ''), code: codeAt(source, mutant.location), mutant, status }
    }
  }
}

function codeAt(source, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1)
  lines[0] = lines[0].slice(start.column - 1)
  return short(lines.join('\n'))
}

const short = (text) => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 90 ? `${line.slice(0, 89)}…` : line
}

const inTable = (code) => `\`${code.replaceAll('`', "'").replaceAll('|', '\\|')}\``

function judgementOf(file, code, becomes) {
  const found = (judgements[file] ?? []).find(
    (one) => one.code === code && (one.becomes === undefined || one.becomes === becomes),
  )
  if (found === undefined) {
    unjudged.push(`${file}: ${code} → ${becomes}`)
    return '**not judged**'
  }
  needed.add(found)
  return found.because
}

function rowsOf(folder) {
  const counts = { Killed: 0, Timeout: 0, Survived: 0, NoCoverage: 0, Ignored: 0 }
  const survivors = new Map()
  for (const { file, code, mutant, status } of mutantsOf(folder)) {
    counts[status] = (counts[status] ?? 0) + 1
    if (status !== 'Survived' && status !== 'NoCoverage') continue
    const becomes = short(mutant.replacement)
    const row = `| ${inTable(code)} | ${inTable(becomes)} | ${judgementOf(file, code, becomes)} |`
    survivors.set(file, (survivors.get(file) ?? new Set()).add(row))
  }
  return { counts, survivors }
}

/** Files of a folder that hold more than types; there is nothing to break in those. */
function codeIn(folder) {
  const options = { compilerOptions: { target: ts.ScriptTarget.ESNext, removeComments: true } }
  return readdirSync(SOURCES + folder)
    .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
    .filter((name) => {
      const { outputText } = ts.transpileModule(readFileSync(`${SOURCES}${folder}/${name}`, 'utf8'), options)
      return outputText.replace('export {};', '').trim() !== ''
    })
}

function scoreRow(folder, { Killed, Timeout, Survived, NoCoverage, Ignored }) {
  const score = (100 * (Killed + Timeout)) / (Killed + Timeout + Survived + NoCoverage)
  const names = Object.keys(filesOf(folder)).map((file) => file.replace(`${SOURCES}${folder}/`, ''))
  const all = codeIn(folder)
  const files = all.every((name) => names.includes(name)) ? 'all' : `${names.length} of ${all.length}`
  return `| \`${folder}\` | ${files} | ${score.toFixed(1)} % | ${Killed} | ${Timeout} | ${Survived} | ${NoCoverage} | ${Ignored} |`
}

function survivorsText(survivors) {
  if (survivors.size === 0) return 'None.'
  return [...survivors]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([file, rows]) =>
      [`#### ${file}`, '', '| code | becomes | judgement |', '|---|---|---|', ...rows].join('\n'),
    )
    .join('\n\n')
}

function replace(page, name, text) {
  const marks = new RegExp(`(<!-- ${name} -->)[\\s\\S]*?(<!-- end -->)`)
  if (!marks.test(page)) throw new Error(`${PAGE} has no place for ${name}`)
  return page.replace(marks, (_all, begin, end) => `${begin}\n\n${text}\n\n${end}`)
}

const run = FOLDERS.filter((folder) => filesOf(folder) !== undefined)
let page = readFileSync(PAGE, 'utf8')
for (const folder of run) {
  const { counts, survivors } = rowsOf(folder)
  page = page.replace(new RegExp(`^\\| \`${folder}\` \\|.*$`, 'm'), () => scoreRow(folder, counts))
  page = replace(page, `survivors of ${folder}`, survivorsText(survivors))
}
writeFileSync(PAGE, page)

for (const text of unjudged) process.stderr.write(`not judged: ${text}\n`)
for (const [file, list] of Object.entries(judgements)) {
  if (!run.includes(file.split('/')[0])) continue
  for (const one of list) {
    if (!needed.has(one)) process.stderr.write(`of no use: ${file}: ${one.code} → ${one.becomes ?? '…'}\n`)
  }
}
process.exitCode = unjudged.length > 0 ? 1 : 0
