// Writes the tables into both README files; run by itself, those of the saved results: node bench/readme.mjs
import { readFileSync, writeFileSync } from 'node:fs'
import { renderReport } from './report.mjs'
import { renderSummary } from './summary.mjs'

const PAGES = [
  {
    page: new URL('./README.md', import.meta.url),
    begin: '<!-- tables: written by run.mjs -->',
    end: '<!-- end of tables -->',
    render: renderReport,
  },
  {
    page: new URL('../README.md', import.meta.url),
    begin: '<!-- bench:start -->',
    end: '<!-- bench:end -->',
    render: renderSummary,
  },
]

/** Replaces what stands between the markers: every table in bench/README.md, a summary in the first page. */
export function writeReadmes(results) {
  for (const { page, begin, end, render } of PAGES) {
    const text = readFileSync(page, 'utf8')
    const from = text.indexOf(begin)
    const to = text.indexOf(end)
    if (from === -1 || to < from) throw new Error(`${page.pathname} has lost its markers`)
    writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${render(results)}\n\n${text.slice(to)}`)
  }
}

if (import.meta.filename === process.argv[1]) {
  writeReadmes(JSON.parse(readFileSync(new URL('./results.json', import.meta.url), 'utf8')))
}
