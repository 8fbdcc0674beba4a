// Assembles packages/amiable/src/protocol/blank-line.wat into the module that the client carries. With --check nothing
// is written: it fails if anything would be.
import wabt from 'wabt'
import { readFile, writeFiles } from './generated-files.mjs'

const protocol = 'packages/amiable/src/protocol/'
const source = 'blank-line.wat'

const { parseWat } = await wabt()
const parsed = parseWat(source, readFile(protocol + source), { simd: true })
parsed.resolveNames()
parsed.validate()
const { buffer } = parsed.toBinary({})
const written = `// Assembled of ${source} by scripts/wasm.mjs.

/** A WebAssembly module, in base 64: exports \`memory\`, one page, and \`blankLine(at, end)\`. */
export const BLANK_LINE_WASM =
  '${Buffer.from(buffer).toString('base64')}'
`
writeFiles([[`${protocol}blank-line-wasm.ts`, written]], `${source} says: node scripts/wasm.mjs`)
