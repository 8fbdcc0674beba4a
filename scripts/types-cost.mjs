// What the catalogue's types cost whoever compiles against them. A program that uses fifty actions and fifty events is
// checked against the client as it is, and against the same client whose maps are of plain strings. Fails when checking
// takes more than half as long again. Needs a built client.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { completionMs } from './types-cost/completion.mjs'
import { FRONTS, program, STRING_MAPS } from './types-cost/program.mjs'

const GOAL = 1.5
const RUNS = 5

const root = new URL('../', import.meta.url)
const checker = fileURLToPath(new URL('types-cost/check.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'amiable-types-'))
try {
  const code = program((path) => JSON.parse(readFileSync(new URL(path, root), 'utf8')))
  const variants = {
    typed: variant('typed', FRONTS.client + code, {}),
    strings: variant('strings', FRONTS.client + code, STRING_MAPS),
    untyped: variant('untyped', FRONTS.untyped + code, {}),
  }
  report(measure(variants), completionMs(join(folder, 'typed')), completionMs(join(folder, 'strings')))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** A project of one file, with a client of its own. */
function variant(name, text, replaced) {
  const project = join(folder, name)
  const modules = join(project, 'node_modules')
  mkdirSync(modules, { recursive: true })
  for (const module of ['@types', 'undici-types'])
    symlinkSync(fileURLToPath(new URL(`node_modules/${module}`, root)), join(modules, module))
  for (const part of ['dist', 'package.json'])
    cpSync(fileURLToPath(new URL(`packages/amiable/${part}`, root)), join(modules, 'amiable', part), {
      recursive: true,
    })
  for (const [file, types] of Object.entries(replaced))
    writeFileSync(join(modules, 'amiable/dist/catalogue', file), types)
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }\n')
  writeFileSync(join(project, 'program.ts'), text)
  return join(project, 'program.ts')
}

/** Alternating runs, each a process of its own, so that whatever else the machine does meets all alike. */
function measure(variants) {
  const runs = Object.fromEntries(Object.keys(variants).map((name) => [name, []]))
  for (let run = 0; run < RUNS; run += 1)
    for (const [name, file] of Object.entries(variants))
      runs[name].push(JSON.parse(execFileSync(process.execPath, [checker, file], { encoding: 'utf8' })))
  return Object.fromEntries(
    Object.entries(runs).map(([name, all]) => [
      name,
      { ...all[0], checkMs: median(all.map((one) => one.checkMs)) },
    ]),
  )
}

function median(numbers) {
  return Math.round(numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)])
}

function report({ typed, strings, untyped }, completion, plainCompletion) {
  const ratio = typed.checkMs / strings.checkMs
  process.stdout.write(`| | typed | string maps | ratio | no generics at all |
|---|---|---|---|---|
| check, ms of CPU | ${typed.checkMs} | ${strings.checkMs} | ${ratio.toFixed(2)} | ${untyped.checkMs} |
| instantiations | ${typed.instantiations} | ${strings.instantiations} | ${(typed.instantiations / strings.instantiations).toFixed(2)} | ${untyped.instantiations} |
| types | ${typed.types} | ${strings.types} | ${(typed.types / strings.types).toFixed(2)} | ${untyped.types} |
| completing fields, ms | ${completion} | ${plainCompletion} | ${(completion / plainCompletion).toFixed(2)} | |
`)
  if (ratio > GOAL) {
    process.stderr.write(`checking takes more than ${GOAL} times as long as with maps of strings\n`)
    process.exitCode = 1
  }
}
