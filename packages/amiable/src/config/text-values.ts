import { isObject } from '../option-specs.ts'
import { type OptionSpec, plainNumber } from '../util/option-table.ts'

/** Options as they are written. Named are those that are looked at before the checks. */
export interface Tree {
  [option: string]: unknown
  servers?: unknown
  defaults?: unknown
  route?: unknown
  secret?: unknown
  secretFile?: unknown
  tls?: unknown
  redact?: unknown
  patterns?: unknown
}

/** What a text stands for, or why it stands for nothing. */
export type Reading = { readonly value: unknown } | { readonly problem: string }

/** An option as a source made of text has it, with the name of its source. */
export interface Setting {
  readonly path: string
  readonly label: string
  readonly value: unknown
}

/** What the text of an option stands for. Ranges and words are checked later, with everybody's. */
export function readText(path: string, spec: OptionSpec, text: string): Reading {
  if (path === 'filters' || path === 'redact.patterns') return listIn(text)
  if (path === 'redact.keys') return { value: wordsIn(text) }
  if (path === 'events') return { value: text === 'on' || text === 'off' ? text : wordsIn(text) }
  if (path === 'route') return text.startsWith('{') ? jsonIn(text) : { value: text }
  if (path === 'tls' || path === 'keepalive' || path === 'reconnect') return groupIn(text)
  return spec.kind === 'boolean' ? flagIn(text) : { value: text }
}

/** Puts an option into a tree of options; says why not where the group is off. */
export function put(tree: Tree, path: string, value: unknown): string | undefined {
  const [group = '', key] = path.split('.')
  if (key === undefined) {
    tree[group] = value
    return undefined
  }
  const inner = tree[group] ?? {}
  if (typeof inner !== 'object') return `cannot be, since ${group} is off`
  tree[group] = { ...inner, [key]: value }
  return undefined
}

/** The same options, with numbers that came as text as the numbers they are. */
export function withNumbers(tree: Tree, specs: ReadonlyMap<string, OptionSpec>): Tree {
  const read = (entries: object, prefix: string): Tree =>
    Object.fromEntries(
      Object.entries(entries).map(([key, value]) => {
        if (prefix === '' && isObject(value)) return [key, read(value as object, `${key}.`)]
        return [key, specs.get(prefix + key)?.kind === 'integer' ? plainNumber(value) : value]
      }),
    )
  return read(tree, '')
}

/** Words between commas. */
export function wordsIn(text: string): string[] {
  return text.split(',').map((word) => word.trim())
}

function flagIn(text: string): Reading {
  if (text === 'true' || text === '1') return { value: true }
  if (text === 'false' || text === '0') return { value: false }
  return { problem: 'must be true or false' }
}

/** On is a group without options of its own: so that it keeps those from elsewhere. */
function groupIn(text: string): Reading {
  const flag = flagIn(text)
  return 'value' in flag && flag.value === true ? { value: {} } : flag
}

function listIn(text: string): Reading {
  const read = jsonIn(text)
  return 'value' in read && !Array.isArray(read.value) ? { problem: 'must be a list in JSON' } : read
}

function jsonIn(text: string): Reading {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    // What the parser says quotes the text, and that may hold what nobody may read.
    return { problem: 'must be JSON' }
  }
}
