import { readFileSync, writeFileSync } from 'node:fs'

const README = new URL('./README.md', import.meta.url)
const BEGIN = '<!-- tables: written by run.mjs -->'
const END = '<!-- end of tables -->'

/** Replaces the tables between the two markers of the README. */
export function writeReadme(report) {
  const text = readFileSync(README, 'utf8')
  const begin = text.indexOf(BEGIN)
  const end = text.indexOf(END)
  if (begin === -1 || end < begin) throw new Error('bench/README.md has lost its markers')
  writeFileSync(README, `${text.slice(0, begin + BEGIN.length)}\n\n${report}\n\n${text.slice(end)}`)
}
