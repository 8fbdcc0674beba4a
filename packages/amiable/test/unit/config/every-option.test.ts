import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AmiArgumentError, AmiClient, AmiCluster } from 'amiable'
import { loadClientOptions, loadClusterOptions, parseAmiUrl } from 'amiable/config'
import { afterAll, describe, expect, it } from 'vitest'
import {
  clientTextOptions,
  clusterTextOptions,
  codeOptions,
  notOfAServer,
  variableOf,
} from '../../../src/config/text-options.ts'
import { resolveClusterOptions } from '../../../src/fleet/cluster-options.ts'
import { clientTable } from '../../../src/option-specs.ts'
import { at, FILE_TEXT, inForce, samples } from './samples.ts'

const folder = mkdtempSync(join(tmpdir(), 'amiable-config-'))
afterAll(() => rmSync(folder, { recursive: true }))
const named = join(folder, 'named')
writeFileSync(named, FILE_TEXT)

const needed = { host: 'pbx1', username: 'dialer', secret: 'hunter2' }
const neededVariables = { AMI_HOST: 'pbx1', AMI_USERNAME: 'dialer', AMI_SECRET: 'hunter2' }
const all = samples(named)

/** A file of the folder that holds these options. */
function written(options: object): string {
  const path = join(folder, 'config.json')
  writeFileSync(path, JSON.stringify(options))
  return path
}

/** Without what a file stands in for. */
function without<T extends object>(path: string, options: T): Partial<T> {
  const kept = Object.entries(options).filter(([key]) => path !== 'secretFile' || !/secret$/i.test(key))
  return Object.fromEntries(kept) as Partial<T>
}

it('J4 every option is one that text can hold or one of the few that need code', () => {
  const paths = Object.keys(clientTable)
  expect(codeOptions).toEqual(['logger', 'lookup', 'dial', 'clock', 'random'])
  expect(paths.filter((path) => !clientTextOptions.has(path))).toEqual(codeOptions)
  expect(new Set([...clientTextOptions.keys()].map(variableOf)).size).toBe(clientTextOptions.size)
})

describe.each(all)('J4 $path', ({ path, text, json, code }) => {
  const expected = (): Promise<object> => inForce({ ...needed, ...code })

  it('has a variable', async () => {
    const env = { ...without(path, neededVariables), [`AMI_${variableOf(path)}`]: text }
    expect(await inForce(await loadClientOptions({ env }))).toEqual(await expected())
  })

  it('may stand in a file', async () => {
    const file = written({ ...without(path, needed), ...at(path, json) })
    expect(await inForce(await loadClientOptions({ file, env: {} }))).toEqual(await expected())
  })

  it('wins over a file when the environment has it', async () => {
    const file = written({ ...needed, ...lower(path) })
    const env = { [`AMI_${variableOf(path)}`]: text }
    expect(await inForce(await loadClientOptions({ file, env }))).toEqual(await expected())
  })
})

describe.each(all.filter(({ path }) => !notOfAServer.includes(path)))(
  'J4 $path',
  ({ path, text, json, code }) => {
    it('may be shared by a fleet, or one server’s own', async () => {
      const env = {
        AMI_SERVERS: 'east',
        ...without(path, neededVariables),
        [`AMI_${variableOf(path)}`]: text,
      }
      const own = {
        AMI_SERVERS: 'east',
        ...without(path, neededVariables),
        [`AMI_EAST_${variableOf(path)}`]: text,
      }
      const shared = written({
        servers: { east: {} },
        defaults: { ...without(path, needed), ...at(path, json) },
      })
      const want = await inForce({ ...needed, server: 'east', ...code })
      for (const sources of [{ env }, { env: own }]) {
        expect(await eastOf(await loadClusterOptions(sources))).toEqual(want)
      }
      expect(await eastOf(await loadClusterOptions({ file: shared, env: {} }))).toEqual(want)
      const file = written({ servers: { east: { ...without(path, needed), ...at(path, json) } } })
      expect(await eastOf(await loadClusterOptions({ file, env: {} }))).toEqual(want)
    })
  },
)

const beforeTheQuery = ['host', 'port', 'username', 'secret', 'tls']

describe.each(all.filter(({ path }) => !beforeTheQuery.includes(path)))(
  'J4 $path in a URL',
  ({ path, text, code }) => {
    // ami:// says that there is no TLS, and TLS options need it.
    const scheme = path.startsWith('tls.') ? 'amis' : 'ami'
    const url = `${scheme}://dialer:hunter2@pbx1/?${path}=${encodeURIComponent(text)}`

    it('is taken, or refused where it names a file', async () => {
      if (path.endsWith('File')) {
        expect(() => parseAmiUrl(url)).toThrow(`url: ${path}: names a file: see loadClientOptions`)
      } else {
        const options = parseAmiUrl(url)
        expect(await inForce(options)).toEqual(await inForce({ ...needed, ...code }))
        expect(() => new AmiClient(options)).not.toThrow()
      }
    })

    it('is taken from a variable, file or not', async () => {
      const env = { AMI_URL: path === 'secretFile' ? url.replace(':hunter2', '') : url }
      expect(await inForce(await loadClientOptions({ env }))).toEqual(await inForce({ ...needed, ...code }))
    })
  },
)

/** A value that is not the one in force. */
function lower(path: string): object {
  if (path === 'secretFile' || path === 'secret') return {}
  if (path === 'tls') return { tls: false }
  if (path === 'keepalive' || path === 'reconnect') return { [path]: {} }
  if (path === 'redact.patterns') return { redact: { patterns: ['other'] } }
  if (path === 'tls.rejectUnauthorized') return { tls: { rejectUnauthorized: true } }
  if (path.endsWith('Version')) return at(path, 'TLSv1.1')
  return path.startsWith('tls.') ? at(path.replace(/File$/, ''), 'other') : at(path, 0)
}

async function eastOf(options: object): Promise<object> {
  const { east, ...others } = (options as { servers: Record<string, object> }).servers
  expect(others).toEqual({})
  expect(() => new AmiCluster(options)).not.toThrow()
  const resolved = resolveClusterOptions(options).servers.get('east')
  if (resolved === undefined || east === undefined) throw new Error('there is no east')
  const { random: _random, decodeText, secret, tls, ...rest } = resolved
  return {
    ...rest,
    tls: tls === true ? {} : tls,
    secret: await secret(),
    decoded: decodeText('\xcf\xf0\xe8'),
  }
}

describe.each([...clusterTextOptions.keys()])('J4 %s of a fleet', (path) => {
  it('has a variable, and may stand in a file', async () => {
    const value = path === 'route' ? 'leastPending' : 7
    const env = { ...neededVariables, [`AMI_${variableOf(path)}`]: String(value) }
    const file = written({ servers: {}, [path]: value })
    const [fromEnv, fromFile] = [
      await loadClusterOptions({ env }),
      await loadClusterOptions({ file, env: {} }),
    ]
    for (const options of [fromEnv, fromFile]) {
      const got = (options as unknown as Record<string, unknown>)[path]
      if (path === 'route') expect(got).toBeTypeOf('function')
      else expect(got).toBe(7)
    }
  })
})

describe.each(codeOptions)('J4 %s, which needs code,', (path) => {
  it('is refused from a variable and from a file, and told why', async () => {
    const file = written({ ...needed, [path]: 'x' })
    const env = { [`AMI_${variableOf(path)}`]: 'x' }
    const error = await loadClientOptions({ file, env }).catch((thrown: AmiArgumentError) => thrown)
    expect((error as AmiArgumentError).problems).toEqual([
      { path: `AMI_${variableOf(path)}`, message: 'can be given in code alone' },
      { path: `file ${file}: ${path}`, message: 'can be given in code alone' },
    ])
  })
})
