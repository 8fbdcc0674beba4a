import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { loadClientOptions, loadClusterOptions } from 'amiable/config'
import { afterAll, describe, expect, it } from 'vitest'
import { clientTextOptions, clusterTextOptions, notOfAServer } from '../../../src/config/text-options.ts'
import { at, FILE_TEXT, samples } from './samples.ts'

const folder = mkdtempSync(join(tmpdir(), 'amiable-schema-'))
afterAll(() => rmSync(folder, { recursive: true }))
const named = join(folder, 'named')
writeFileSync(named, FILE_TEXT)

function compiled(name: string): ValidateFunction {
  const text = readFileSync(new URL(`../../../schema/${name}.json`, import.meta.url), 'utf8')
  return new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(text))
}

const client = compiled('client')
const cluster = compiled('cluster')
const needed = { host: 'pbx1', username: 'dialer', secret: 'hunter2' }

/** Whether the loader takes a file that holds this. */
async function loads(
  options: unknown,
  load: typeof loadClientOptions | typeof loadClusterOptions,
): Promise<boolean> {
  const file = join(folder, 'config.json')
  writeFileSync(file, JSON.stringify(options))
  return load({ file, env: {} }).then(
    () => true,
    () => false,
  )
}

/** What schema and loader both say of a client's options, alone, as a server's, and as a fleet's defaults. */
async function verdicts(own: Record<string, unknown>): Promise<boolean[]> {
  const { secret, ...others } = needed
  const complete = { ...others, ...('secretFile' in own ? {} : { secret }), ...own }
  const { host: _host, ...hostless } = complete
  const shared = 'host' in own ? complete : hostless
  const fleet = [
    { servers: { east: complete } },
    { defaults: complete, servers: { east: {} } },
    { defaults: shared, servers: {} },
  ]
  const said = [client(complete), await loads(complete, loadClientOptions)]
  for (const options of fleet) said.push(cluster(options), await loads(options, loadClusterOptions))
  return said
}

const anywhere = samples(named).filter(({ path }) => !notOfAServer.includes(path))

describe.each(anywhere)('$path', ({ path, json }) => {
  it('is in the schemas, and taken by them as it is by the loader', async () => {
    expect(new Set(await verdicts(at(path, json)))).toEqual(new Set([true]))
  })

  it('is not taken as something else', async () => {
    for (const odd of [null, '', { odd: 1 }, [{}]]) {
      expect([path, odd, ...new Set(await verdicts(at(path, odd)))]).toEqual([path, odd, false])
    }
  })
})

describe.each([...clientTextOptions].filter(([, { kind }]) => kind === 'integer'))('J1 %s', (path, spec) => {
  const { min = 0, max = 0 } = spec
  it('has the bounds of the client in the schema', () => {
    for (const value of [min, max]) expect([value, client(at(path, value))]).toEqual([value, true])
    for (const value of [min - 1, max + 1, min + 0.5, String(min)]) {
      expect([value, client(at(path, value))]).toEqual([value, false])
    }
  })
})

describe('J4 a file', () => {
  it.each([
    ['a word that is no option', { colour: 'red' }],
    ['a word that is no option, in a group', { timeouts: { conectMs: 5 } }],
    ['a word that is no option, of TLS', { tls: { rejectUnauthorised: false } }],
    ['an option that needs code', { logger: {} }],
    ['a secret twice', { secret: 's', secretFile: named }],
    ['a certificate twice', { tls: { ca: 'x', caFile: named } }],
    ['line breaks', { username: 'a\nAction: Originate' }],
  ])('with %s is refused by schema and loader', async (_what, own) => {
    expect(new Set(await verdicts(own))).toEqual(new Set([false]))
  })

  it.each([
    [
      {
        servers: {},
        $schema: './cluster.json',
        maxConcurrentDials: 5,
        dialsPerSecond: 1,
        route: 'leastCalls',
      },
      true,
    ],
    [{ servers: {}, route: { weighted: { east: 0.5 } } }, true],
    [{ servers: {}, route: { failover: ['east'] } }, true],
    [{ servers: {}, route: 'fastest' }, false],
    [{ servers: {}, route: { weighted: { east: -1 } } }, false],
    [{ servers: {}, route: { failover: [] } }, false],
    [{ servers: {}, maxConcurrentDials: 0 }, false],
    [{ servers: {}, dialsPerSecond: 10_001 }, false],
    [{ servers: { '': { ...needed } } }, false],
    [{ servers: { east: { ...needed, server: 'east' } } }, false],
    [{ servers: { east: { ...needed, delivery: { budgetMs: 1 } } } }, false],
    [{ servers: [], defaults: needed }, false],
    [{ server: {}, servers: {} }, false],
    [[], false],
  ])('of a fleet that says %j is taken or refused by both: %s', async (options, fine) => {
    expect([cluster(options), await loads(options, loadClusterOptions)]).toEqual([fine, fine])
  })

  it('of a client may name its schema', async () => {
    const options = { $schema: './client.json', ...needed }
    expect([client(options), await loads(options, loadClientOptions)]).toEqual([true, true])
  })
})

it('the schemas have every option, with a description', () => {
  const text = readFileSync(new URL('../../../schema/client.json', import.meta.url), 'utf8')
  const { properties, $defs } = JSON.parse(text)
  for (const path of clientTextOptions.keys()) {
    const [group = '', key] = path.split('.')
    const inGroup = ($defs[group]?.anyOf?.[1] ?? $defs[group])?.properties
    const found = key === undefined ? (properties[group] ?? {}) : inGroup[key]
    expect([path, found]).toEqual([path, expect.any(Object)])
    if (key !== undefined || !(group in $defs))
      expect([path, found.description]).toEqual([path, expect.stringMatching(/\.$/)])
  }
  const own = JSON.parse(
    readFileSync(new URL('../../../schema/cluster.json', import.meta.url), 'utf8'),
  ).properties
  expect(Object.keys(own).sort()).toEqual(
    ['$schema', 'defaults', 'servers', ...clusterTextOptions.keys()].sort(),
  )
})
