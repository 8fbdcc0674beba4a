import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startSimulator } from '@amiable/simulator'
import { type AmiArgumentError, AmiAuthError, AmiClient, AmiCluster } from 'amiable'
import { type ConfigSources, loadClientOptions, loadClusterOptions, parseAmiUrl } from 'amiable/config'
import { RE2JS } from 're2js'
import { afterAll, describe, expect, it } from 'vitest'
import { deferred } from '../../src/util/deferred.ts'
import { ca, serverIdentity } from '../support/test-certificates.ts'

const folder = mkdtempSync(join(tmpdir(), 'amiable-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Writes a file into the folder of this test; returns its path. */
function written(name: string, content: string | object): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
  return path
}

async function problemsOf(
  sources: ConfigSources,
  load: (sources: ConfigSources) => Promise<unknown> = loadClusterOptions,
): Promise<[path: string, message: string][]> {
  const error = await load({ env: {}, ...sources }).then(
    () => undefined,
    (thrown: AmiArgumentError) => thrown,
  )
  return (error?.problems ?? []).map(({ path, message }) => [path, message])
}

describe('one server', () => {
  it('is reached by a URL', async () => {
    await using pbx = await startSimulator()
    await using ami = new AmiClient(
      parseAmiUrl(`ami://admin:amp111@127.0.0.1:${pbx.port}/?timeouts.connectMs=5000`),
    )
    await ami.connect()
    expect((await ami.send('Ping')).ok).toBe(true)
  })

  it('is reached by variables alone', async () => {
    await using pbx = await startSimulator({ tls: serverIdentity })
    const env = {
      AMI_URL: `amis://admin@localhost:${pbx.port}`,
      AMI_TLS_CA_FILE: written('ca.pem', ca),
      AMI_SECRET_FILE: written('secret', 'amp111\n'),
    }
    await using ami = new AmiClient(await loadClientOptions({ env }))
    await ami.connect()
    expect((await ami.send('Ping')).ok).toBe(true)
  })

  it('is asked with the secret that its file holds at that login', async () => {
    await using pbx = await startSimulator()
    const secretFile = written('rotating', 'of yesterday')
    const file = written('one.json', {
      host: '127.0.0.1',
      port: pbx.port,
      username: 'admin',
      secretFile: 'rotating',
    })
    await using ami = new AmiClient(await loadClientOptions({ file, env: {} }))
    await expect(ami.connect()).rejects.toBeInstanceOf(AmiAuthError)
    writeFileSync(secretFile, 'amp111\r\n')
    await ami.connect()
    expect((await ami.send('Ping')).ok).toBe(true)
  })
})

describe('a fleet', () => {
  it('J2 J4 is what file and environment say together, the environment over the file', async () => {
    await using east = await startSimulator()
    await using west = await startSimulator()
    const file = written('fleet.json', {
      $schema: './cluster.json',
      route: { failover: ['west', 'east'] },
      defaults: {
        username: 'admin',
        secretFile: 'secrets/ami',
        timeouts: { actionMs: 4000, connectMs: 4000 },
      },
      servers: {
        east: { host: '127.0.0.1', port: 1, timeouts: { actionMs: 3000 } },
        west: { host: '127.0.0.1', port: String(west.port) },
      },
    })
    written('secrets/ami', 'amp111')
    const env = { AMI_EAST_PORT: String(east.port), AMI_TIMEOUTS_CONNECT_MS: '3500' }
    const options = await loadClusterOptions({ file, env })
    expect(options).toMatchObject({
      defaults: { timeouts: { actionMs: 4000, connectMs: 3500 } },
      servers: { east: { port: east.port, timeouts: { actionMs: 3000 } }, west: { port: west.port } },
    })
    await using cluster = await new AmiCluster(options).connect({ wait: 'all' })
    const hangup = cluster.once('Hangup')
    west.event('Hangup', { Channel: 'PJSIP/100' })
    expect((await hangup).server).toBe('west')
    expect((await cluster.send('Ping')).ok).toBe(true)
  })

  it('is the part of a file that AMI_SERVERS names, with what only variables name', async () => {
    const file = written('forty.json', {
      defaults: { username: 'u', secret: 's' },
      servers: Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [`pbx${index}`, { host: `h${index}` }]),
      ),
    })
    const env = { AMI_SERVERS: 'pbx7,new', AMI_NEW_HOST: 'h' }
    const { servers } = await loadClusterOptions({ file, env })
    expect(servers).toEqual({ pbx7: { host: 'h7' }, new: { host: 'h' } })
    expect(Object.keys((await loadClusterOptions({ file, env: {} })).servers ?? {})).toHaveLength(40)
  })

  it('may be empty where a file says so', async () => {
    expect(
      (await loadClusterOptions({ file: written('none.json', { servers: {} }), env: {} })).servers,
    ).toEqual({})
  })
})

describe('every problem is told by its source', () => {
  it('J4 a file’s by its path, a variable’s by its name, all at once', async () => {
    const file = written('bad.json', {
      rout: 'roundRobin',
      dialsPerSecond: 0,
      defaults: { port: '0x10', tls: { rejectUnauthorised: false }, timeouts: { conectMs: 1 } },
      servers: {
        east: { host: 'h', username: 'u', secret: 's', port: 0, logger: {} },
        west: { host: 'h', username: 'u', secretFile: 'nowhere', keepalive: { misses: 0 } },
        north: 7,
        south: { host: 'h', username: 'u', secret: 's', secretFile: 'x', tls: { caFile: 'no.pem', ca: 'x' } },
      },
    })
    const env = { AMI_WEST_KEEPALIVE_MISSES: '1001', AMI_EAST_HOTS: 'h' }
    const problems = new Map(await problemsOf({ file, env }))
    const expected: Record<string, RegExp> = {
      AMI_EAST_HOTS: /did you mean AMI_EAST_HOST/,
      AMI_WEST_KEEPALIVE_MISSES: /not 1001/,
      [`file ${file}: rout`]: /did you mean route/,
      [`file ${file}: dialsPerSecond`]: /not 0/,
      [`file ${file}: defaults.port`]: /plain digits/,
      [`file ${file}: defaults.tls.rejectUnauthorised`]: /did you mean rejectUnauthorized/,
      [`file ${file}: defaults.timeouts.conectMs`]: /did you mean timeouts\.connectMs/,
      [`file ${file}: servers.east.port`]: /not 0/,
      [`file ${file}: servers.east.logger`]: /code alone/,
      [`file ${file}: servers.west.secretFile`]: /cannot be read: ENOENT/,
      [`file ${file}: servers.north`]: /must be an object/,
      [`file ${file}: servers.south.secretFile`]: /beside secret/,
      [`file ${file}: servers.south.tls.caFile`]: /beside tls\.ca/,
    }
    expect([...problems.keys()].sort()).toEqual(Object.keys(expected).sort())
    for (const [path, message] of Object.entries(expected)) expect(problems.get(path)).toMatch(message)
  })

  it('a file that cannot be read is told by its name', async () => {
    expect(await problemsOf({ file: join(folder, 'nowhere.json') })).toEqual([
      [`file ${join(folder, 'nowhere.json')}`, 'cannot be read: ENOENT'],
    ])
    expect(await problemsOf({ file: folder }, loadClientOptions)).toEqual([
      [`file ${folder}`, 'cannot be read: EISDIR'],
    ])
  })

  it.each([
    ['', /is not JSON/],
    ['hunter2, and no JSON', /is not JSON/],
    ['{\n  "servers": {\n    "secret": "hunter2",\n  }\n}', /is not JSON: line 4, column 3$/],
    ['{"secret": "hunter2" "x"}', /is not JSON/],
    ['[]', /must hold an object/],
    ['null', /must hold an object/],
    ['"hunter2"', /must hold an object/],
  ])('a file that holds %j is told without what it holds', async (content, message) => {
    const file = written('broken.json', content)
    for (const load of [loadClientOptions, loadClusterOptions]) {
      const problems = await problemsOf({ file }, load)
      expect(problems).toEqual([[`file ${file}`, expect.stringMatching(message)]])
      expect(JSON.stringify(problems)).not.toContain('hunter2')
    }
  })

  it('a secret’s file must hold a secret, and nothing is shown of what it holds', async () => {
    for (const content of ['', '\n', 'hunter2\nhunter3', 'hunter2\0', 'hunter2'.repeat(1000)]) {
      const secretFile = written('odd-secret', content)
      const problems = await problemsOf({
        env: { AMI_HOST: 'h', AMI_USERNAME: 'u', AMI_SECRET_FILE: secretFile },
      })
      expect(problems).toEqual([['AMI_SECRET_FILE', expect.stringMatching(/^must hold one line/)]])
    }
  })

  it('a file may begin with a byte order mark', async () => {
    const file = written('bom.json', '\uFEFF{"host": "h", "username": "u", "secret": "s"}')
    expect(await loadClientOptions({ file, env: {} })).toMatchObject({ host: 'h' })
  })

  it('J4 hostile keys of a file are told as every other, and change nothing', async () => {
    const file = written(
      'hostile.json',
      '{"__proto__": {"polluted": 1}, "servers": {"__proto__": {"host": "h", "username": "u", "secret": "s"}}, "defaults": {"constructor": {}, "timeouts": {"__proto__": {"connectMs": 1}}, "tls": {"__proto__": {"ca": "x"}}}}',
    )
    expect((await problemsOf({ file })).sort()).toEqual([
      [`file ${file}: __proto__`, 'is not an option'],
      [`file ${file}: defaults.constructor`, 'is not an option'],
      [`file ${file}: defaults.timeouts.__proto__`, 'is not an option'],
      [`file ${file}: defaults.tls.__proto__`, 'is not an option'],
    ])
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })
})

describe('F-003 patterns of a file', () => {
  it('hide what they match, in an engine of linear time where one is given', async () => {
    const file = written('patterns.json', {
      host: '127.0.0.1',
      username: 'u',
      secret: 's',
      redact: { patterns: ['(a+)+$', { source: 'pin \\d+', flags: 'i' }] },
    })
    const compilePattern: NonNullable<ConfigSources['compilePattern']> = (source, flags) => {
      const pattern = RE2JS.compile(source, flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0)
      return {
        test: (text) => pattern.matcher(text).find(),
        replace: (text, by) => pattern.matcher(text).replaceAll(by),
      }
    }
    const failed = deferred<object>()
    const logger = { debug() {}, info() {}, warn() {}, error: (context: object) => failed.resolve(context) }
    await using pbx = await startSimulator()
    const options = await loadClientOptions({
      file,
      env: { AMI_PORT: String(pbx.port), AMI_SECRET: 'amp111', AMI_USERNAME: 'admin' },
      compilePattern,
    })
    await using ami = new AmiClient({ ...options, logger })
    await ami.connect()
    // As a RegExp the first pattern would not come back from this text in the life of the machine.
    ami.on('Hangup', () => {
      throw new Error(`${'a'.repeat(3000)}! PIN 1234`)
    })
    pbx.event('Hangup', { Channel: 'PJSIP/100' })
    const record = JSON.stringify(await failed.promise)
    expect(record).toContain('aaa! ********')
    expect(record).not.toContain('1234')
  })

  it.each([
    ['(', /pattern 0 is no regular expression/],
    ['', /pattern 0 must not match the empty text/],
    [7, /pattern 0 must be a string/],
    [{ source: 'x', flag: 'i' }, /pattern 0 must be a string, or \{ source, flags \}/],
    [{ source: 'x', flags: 'y' }, /pattern 0 must not have the flag y/],
    [{ source: 'x', flags: 'zz' }, /pattern 0 is no regular expression/],
  ])('%j is refused by its place', async (pattern, message) => {
    const file = written('bad-pattern.json', {
      host: 'h',
      username: 'u',
      secret: 's',
      redact: { patterns: [pattern] },
    })
    expect(await problemsOf({ file }, loadClientOptions)).toEqual([
      [`file ${file}: redact.patterns`, expect.stringMatching(message)],
    ])
  })
})
