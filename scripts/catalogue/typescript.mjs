import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const NOTE = '// Written by `npm run generate` from the facts in schema/: change those, not this.'

/** What of a name holds a number or a name, as a pattern. */
const PATTERNS = [
  [/^ReportX/, `Report\${number}`],
  [/-000000$/, `-\${number}`],
  [/\(0\)$/, `(\${number})`],
  [/-N/g, `-\${number}`],
  [/<channel>/, `\${string}`],
]

/** A header's name as a type: itself, or a pattern of names. */
export function keyType(name) {
  const pattern = PATTERNS.reduce((text, [from, to]) => text.replace(from, to), name)
  return pattern === name ? quoted(name) : `\`${pattern}\``
}

/** A name as a member of an interface, or a pattern as its index signature. */
export function member(name) {
  const type = keyType(name)
  if (type.startsWith('`')) return `[header: ${type}]`
  return /^[A-Za-z_]\w*$/.test(name) ? name : type
}

export const quoted = (text) => `'${text}'`

export const union = (types) => types.join(' | ')

/** What is known of an action or an event, as its comment. */
export function comment({ link, since, until }, needs) {
  const source = link === undefined ? 'Not documented by Asterisk' : `[Documented by Asterisk](${link})`
  const lines = [`${source}. ${needs}`, '', `@since ${since.join(', ') || '13 or before'}`]
  if (until !== undefined) lines.push(`@until ${until}`)
  return ['/**', ...lines.map((line) => ` *${line === '' ? '' : ` ${line}`}`), ' */'].join('\n')
}

/** A module of types, as the formatter leaves it. */
export function moduleOf(text) {
  const source = `${NOTE}\n\n${text}`
  const require = createRequire(import.meta.url)
  const biome = join(dirname(require.resolve('@biomejs/biome/package.json')), 'bin/biome')
  return execFileSync(process.execPath, [biome, 'format', '--stdin-file-path=generated.ts'], {
    input: source,
    encoding: 'utf8',
  })
}
