// Writes what is said of the options in more than one place: the JSON Schemas of configuration files, and the table in
// the guide. Types, ranges and defaults come from the tables that the client checks options with, the words from the
// comments on its types. With --check nothing is written: it fails if anything would be.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import {
  clientTextOptions,
  clusterTextOptions,
  codeOptions,
  notOfAServer,
  tlsTable,
  variableOf,
} from '../packages/amiable/dist/config/text-options.js'
import { clientTable } from '../packages/amiable/dist/option-specs.js'
import { commentsOf } from './option-comments.mjs'

const root = new URL('../', import.meta.url)
const sources = new URL('packages/amiable/src/', root)
const comments = {
  client: commentsOf(new URL('options.ts', sources), 'AmiClientOptions'),
  cluster: commentsOf(new URL('fleet/cluster-options.ts', sources), 'AmiClusterOptions'),
  tls: commentsOf(new URL('config/text-options.ts', sources), 'TextTlsOptions'),
}
const SECRET_FILE = 'File whose one line is the secret, read anew at each login; in place of secret.'

const line = { type: 'string', pattern: '^[^\\r\\n\\u0000]+$' }
const texts = { type: 'array', items: { type: 'string' } }

/** What cannot be told from a kind alone. */
const shapes = {
  tls: { anyOf: [{ type: 'boolean' }, { $ref: '#/$defs/tls' }] },
  events: {
    anyOf: [
      { enum: ['on', 'off'] },
      { type: 'array', minItems: 1, items: { enum: [...clientTable.events.words] } },
    ],
  },
  filters: {
    type: 'array',
    items: { anyOf: [line, closed({ criteria: line, value: line }, ['criteria'])] },
  },
  'redact.keys': texts,
  'redact.patterns': {
    type: 'array',
    items: {
      anyOf: [
        { type: 'string', minLength: 1 },
        closed({ source: { type: 'string', minLength: 1 }, flags: { type: 'string' } }, ['source']),
      ],
    },
  },
  'tls.ca': {
    anyOf: [
      { type: 'string', minLength: 1 },
      { ...texts, minItems: 1 },
    ],
  },
  'tls.cert': { type: 'string', minLength: 1 },
  'tls.key': { type: 'string', minLength: 1 },
  route: {
    anyOf: [
      { enum: ['roundRobin', 'leastPending', 'leastCalls'] },
      closed({ weighted: { type: 'object', additionalProperties: { type: 'number', minimum: 0 } } }, [
        'weighted',
      ]),
      closed({ failover: { ...texts, minItems: 1 } }, ['failover']),
    ],
  },
}

function closed(properties, required) {
  return {
    type: 'object',
    properties,
    ...(required === undefined ? {} : { required }),
    additionalProperties: false,
  }
}

function shapeOf(path, spec) {
  if (shapes[path] !== undefined) return shapes[path]
  if (spec.kind === 'integer') return { type: 'integer', minimum: spec.min, maximum: spec.max }
  if (spec.kind === 'word') return { enum: [...spec.words] }
  if (spec.kind === 'boolean') return { type: 'boolean' }
  if (spec.kind === 'text') return line
  throw new Error(`${path} has no shape: say here what JSON it takes`)
}

function schemaOf(path, spec, comment) {
  if (comment?.text === undefined) throw new Error(`${path} has no comment on its type`)
  const preset = spec.default === undefined ? {} : { default: spec.default }
  return { description: comment.text, ...shapeOf(path, spec), ...preset }
}

function commentOf(path) {
  if (path === 'secretFile') return { text: SECRET_FILE }
  return comments.client.get(path)
}

const switchable = [...clientTextOptions]
  .filter(([path, { kind }]) => kind === 'boolean' && !path.includes('.'))
  .map(([path]) => path)
const inClient = [...clientTextOptions].filter(
  ([path]) => !path.startsWith('tls.') && !switchable.includes(path),
)

/** The groups, each a definition. */
function groups() {
  const made = {}
  for (const [path, spec] of inClient) {
    const [group, key] = path.split('.')
    if (key === undefined) continue
    made[group] ??= closed({})
    made[group].properties[key] = schemaOf(path, spec, commentOf(path))
  }
  for (const name of switchable) made[name] = { anyOf: [{ const: false }, made[name]] }
  made.tls = {
    ...closed(
      Object.fromEntries(
        Object.entries(tlsTable).map(([key, spec]) => [
          key,
          schemaOf(`tls.${key}`, spec, comments.tls.get(key)),
        ]),
      ),
    ),
    allOf: ['ca', 'cert', 'key'].map((key) => ({ not: { required: [key, `${key}File`] } })),
  }
  return made
}

function optionsOf(without) {
  const properties = {}
  for (const [path, spec] of inClient) {
    const [group, key] = path.split('.')
    if (without.includes(path)) continue
    properties[group] =
      key === undefined ? schemaOf(path, spec, commentOf(path)) : { $ref: `#/$defs/${group}` }
  }
  return { ...closed(properties), not: { required: ['secret', 'secretFile'] } }
}

function head(name, title) {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://example.invalid/amiable/schema/${name}.json`,
    title,
  }
}

function clientSchema() {
  const { properties, ...rest } = optionsOf([])
  return {
    ...head('client', 'A file of loadClientOptions'),
    ...rest,
    properties: { $schema: { type: 'string' }, ...properties },
    $defs: groups(),
  }
}

function clusterSchema() {
  const own = [...clusterTextOptions].map(([path, spec]) => [
    path,
    schemaOf(path, spec, comments.cluster.get(path)),
  ])
  return {
    ...head('cluster', 'A file of loadClusterOptions'),
    ...closed({
      $schema: { type: 'string' },
      servers: {
        description: comments.cluster.get('servers').text,
        type: 'object',
        propertyNames: line,
        additionalProperties: { $ref: '#/$defs/server' },
      },
      defaults: { description: comments.cluster.get('defaults').text, $ref: '#/$defs/defaults' },
      ...Object.fromEntries(own),
    }),
    $defs: { server: optionsOf(notOfAServer), defaults: optionsOf(['server']), ...groups() },
  }
}

/** What a cell of the table says that an option takes. */
function takes(path, spec) {
  if (spec.kind === 'integer') return `${digits(spec.min)} to ${digits(spec.max)}`
  if (spec.kind === 'word') return spec.words.map((word) => `\`${word}\``).join(', ')
  if (spec.kind === 'boolean') return '`true`, `false`'
  const words = {
    tls: '`true`, `false`, [options](#tls)',
    keepalive: '`false`',
    reconnect: '`false`',
    events: '`on`, `off`, words',
    filters: 'JSON',
    'redact.keys': 'words',
    'redact.patterns': 'JSON',
    route: '[a name](#routes)',
  }
  return words[path] ?? (spec.kind === 'code' ? 'code' : 'text')
}

function digits(number) {
  return String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, number < 10_000 ? '' : '_')
}

/** The default in the words of the comment, which must begin with that of the table. */
function presetOf(path, spec, comment) {
  const { preset } = comment
  const literal =
    typeof spec.default === 'string' ? `'${spec.default}'` : Array.isArray(spec.default) ? '[]' : spec.default
  if (
    spec.kind !== 'code' &&
    literal !== undefined &&
    !String(preset).replaceAll('_', '').startsWith(String(literal)) &&
    !(path === 'redact.keys' || path === 'redact.patterns')
  ) {
    throw new Error(`${path} is ${literal} by default, and its comment says ${preset}`)
  }
  if (preset === undefined && ['host', 'username', 'secret'].includes(path)) return 'required'
  if (preset === undefined) return Array.isArray(spec.default) ? '`[]`' : ''
  return preset.replace(/^[^\s,`$]+/, (code) =>
    /^[\d_]+$|^'|^\[|^(?:false|true)$|\(\)$|^Math/.test(code) ? `\`${code}\`` : code,
  )
}

function row(path, spec, comment, variable) {
  const cells = [`\`${path}\``, presetOf(path, spec, comment), takes(path, spec), variable, comment.text]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function tableOf(rows) {
  return ['| Option | Default | Takes | Variable | Meaning |', '|---|---|---|---|---|', ...rows].join('\n')
}

const named = (path) => `\`AMI_${variableOf(path)}\``
const tables = {
  client: tableOf([
    ...[...inClient, ...switchable.map((path) => [path, { kind: 'value' }])]
      .toSorted(([a], [b]) => order(a) - order(b))
      .map(([path, spec]) =>
        row(
          path,
          spec,
          switchable.includes(path) ? { text: 'off as a whole', preset: 'on' } : commentOf(path),
          named(path),
        ),
      ),
    ...codeOptions.map((path) => row(path, clientTable[path], comments.client.get(path), '')),
  ]),
  tls: tableOf(
    Object.entries(tlsTable).map(([key, spec]) =>
      row(`tls.${key}`, spec, comments.tls.get(key), named(`tls.${key}`)),
    ),
  ),
  cluster: tableOf(
    [...clusterTextOptions].map(([path, spec]) => row(path, spec, comments.cluster.get(path), named(path))),
  ),
}

/** In the order of the client's table; what stands for something else, right before or after it. */
function order(path) {
  const paths = Object.keys(clientTable)
  if (path === 'secretFile') return paths.indexOf('secret') + 0.5
  if (switchable.includes(path)) return paths.findIndex((other) => other.startsWith(`${path}.`)) - 0.5
  return paths.indexOf(path)
}

function guide(text) {
  return Object.entries(tables).reduce((page, [name, table]) => {
    const marks = new RegExp(`(<!-- ${name} options -->)[\\s\\S]*?(<!-- end -->)`)
    if (!marks.test(page)) throw new Error(`the guide has no place for the table of ${name} options`)
    return page.replace(marks, (_all, begin, end) => `${begin}\n\n${table}\n\n${end}`)
  }, text)
}

const read = (path) => {
  try {
    return readFileSync(new URL(path, root), 'utf8')
  } catch {
    return ''
  }
}
const page = 'docs/guide/configuration.md'
const files = [
  ['packages/amiable/schema/client.json', `${JSON.stringify(clientSchema(), null, 2)}\n`],
  ['packages/amiable/schema/cluster.json', `${JSON.stringify(clusterSchema(), null, 2)}\n`],
  [page, guide(read(page))],
]
const stale = files.filter(([path, text]) => read(path) !== text)
if (process.argv.includes('--check')) {
  for (const [path] of stale)
    process.stderr.write(`${path} is not what the options say: node scripts/option-schema.mjs\n`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  mkdirSync(new URL('packages/amiable/schema/', root), { recursive: true })
  for (const [path, text] of stale) writeFileSync(new URL(path, root), text)
}
