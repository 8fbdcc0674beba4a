// Assembles packages/amiable/src/protocol/blank-line.wat into the module that the client carries. With --check nothing
// is written: it fails if anything would be.
import { readFileSync, writeFileSync } from 'node:fs'
import wabt from 'wabt'

const protocol = new URL('../packages/amiable/src/protocol/', import.meta.url)
const source = 'blank-line.wat'
const target = new URL('blank-line-wasm.ts', protocol)

const { parseWat } = await wabt()
const parsed = parseWat(source, readFileSync(new URL(source, protocol), 'utf8'), { simd: true })
parsed.resolveNames()
parsed.validate()
const { buffer } = parsed.toBinary({})
const written = `// Assembled of ${source} by scripts/wasm.mjs.

/** A WebAssembly module, in base 64: exports \`memory\`, one page, and \`blankLine(at, end)\`. */
export const BLANK_LINE_WASM =
  '${Buffer.from(buffer).toString('base64')}'
`
if (!process.argv.includes('--check')) writeFileSync(target, written)
else if (readFileSync(target, 'utf8') !== written) {
  process.stderr.write(`${source} has changed: node scripts/wasm.mjs\n`)
  process.exitCode = 1
}
