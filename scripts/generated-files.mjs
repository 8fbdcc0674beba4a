import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const root = new URL('../', import.meta.url)

/** A file of the repository, by its path from the root; empty when there is none. */
export function readFile(path) {
  try {
    return readFileSync(new URL(path, root), 'utf8')
  } catch {
    return ''
  }
}

/** A page with what stands between the marks of a name replaced. */
export function between(page, name, text) {
  const marks = new RegExp(`(<!-- ${name} -->)[\\s\\S]*?(<!-- end -->)`)
  if (!marks.test(page)) throw new Error(`the page has no place for the ${name}`)
  return page.replace(marks, (_all, begin, end) => `${begin}\n\n${text}\n\n${end}`)
}

/**
 * Writes the files, `[path, text]`, that are not what they should be. With --check on the command line nothing is
 * written: each is told of with a remedy, and the process fails.
 */
export function writeFiles(files, remedy) {
  const stale = files.filter(([path, text]) => readFile(path) !== text)
  if (process.argv.includes('--check')) {
    for (const [path] of stale) process.stderr.write(`${path} is not what ${remedy}\n`)
    process.exitCode = stale.length === 0 ? 0 : 1
    return
  }
  for (const [path, text] of stale) {
    const url = new URL(path, root)
    mkdirSync(new URL('./', url), { recursive: true })
    writeFileSync(url, text)
  }
}
