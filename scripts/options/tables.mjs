import {
  clusterTextOptions,
  codeOptions,
  tlsTable,
  variableOf,
} from '../../packages/amiable/dist/config/text-options.js'
import { clientTable } from '../../packages/amiable/dist/option-specs.js'
import { commentOf, comments, inClient, switchable } from './described.mjs'

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
/** The guide's tables, in Markdown. */
export const tables = {
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
