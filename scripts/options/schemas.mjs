import {
  clusterTextOptions,
  notOfAServer,
  tlsTable,
} from '../../packages/amiable/dist/config/text-options.js'
import { clientTable } from '../../packages/amiable/dist/option-specs.js'
import { commentOf, comments, inClient, switchable } from './described.mjs'

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

/** The schema of a file with the options of one client. */
export function clientSchema() {
  const { properties, ...rest } = optionsOf([])
  return {
    ...head('client', 'A file of loadClientOptions'),
    ...rest,
    properties: { $schema: { type: 'string' }, ...properties },
    $defs: groups(),
  }
}

/** The schema of a file with the options of a fleet. */
export function clusterSchema() {
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
