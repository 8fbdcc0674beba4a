import type { AmiArgumentError, AmiClusterOptions } from 'amiable'
import { type Environment, loadClientOptions, loadClusterOptions } from 'amiable/config'
import { describe, expect, it } from 'vitest'

const login = { AMI_USERNAME: 'dialer', AMI_SECRET: 'hunter2' }

async function problemsOf(
  env: Environment,
  load: (sources: { env: Environment }) => Promise<unknown> = loadClusterOptions,
): Promise<[path: string, message: string][]> {
  const error = await load({ env }).then(
    () => undefined,
    (thrown: AmiArgumentError) => thrown,
  )
  return (error?.problems ?? []).map(({ path, message }) => [path, message])
}

const serversOf = async (env: Environment): Promise<AmiClusterOptions['servers']> =>
  (await loadClusterOptions({ env })).servers

describe('the servers of the environment', () => {
  it('are those of AMI_SERVERS, each with its own variables over the shared ones', async () => {
    const env = {
      ...login,
      AMI_SERVERS: 'east, north-1',
      AMI_TIMEOUTS_CONNECT_MS: '7',
      AMI_EAST_HOST: '10.0.0.1',
      AMI_EAST_TIMEOUTS_ACTION_MS: '8',
      AMI_NORTH_1_URL: 'amis://other:s@10.0.0.3:5040/?keepalive.misses=2',
      AMI_NORTH_1_SECRET: 'beside the URL',
      OTHER: 'not ours',
    }
    expect(await loadClusterOptions({ env })).toEqual({
      defaults: { username: 'dialer', secret: 'hunter2', timeouts: { connectMs: 7 } },
      servers: {
        east: { host: '10.0.0.1', timeouts: { actionMs: 8 } },
        'north-1': {
          host: '10.0.0.3',
          port: 5040,
          username: 'other',
          secret: 'beside the URL',
          tls: {},
          keepalive: { misses: 2 },
        },
      },
    })
  })

  it('are one where AMI_URL or AMI_HOST names it, called as a client is', async () => {
    expect(await serversOf({ AMI_URL: 'ami://u:s@pbx' })).toEqual({
      'pbx:5038': { host: 'pbx', username: 'u', secret: 's', tls: false },
    })
    expect(await serversOf({ ...login, AMI_HOST: 'pbx', AMI_TLS: 'true', AMI_SERVER: 'main' })).toEqual({
      main: { host: 'pbx', username: 'dialer', secret: 'hunter2', tls: {} },
    })
    const budget = { AMI_URL: 'ami://u:s@pbx', AMI_DELIVERY_BUDGET_MS: '7' }
    expect(await loadClusterOptions({ env: budget })).toMatchObject({
      defaults: { delivery: { budgetMs: 7 } },
    })
  })

  it('J4 are missing where nothing names one', async () => {
    expect(await problemsOf(login)).toEqual([
      ['AMI_SERVERS', 'names no server; set it, or AMI_URL, or AMI_HOST, or name them in a file'],
    ])
  })

  it('J4 are named once, each, and by something', async () => {
    const env = { ...login, AMI_SERVERS: 'a,,a', AMI_A_HOST: 'h' }
    expect(await problemsOf(env)).toEqual([
      ['AMI_SERVERS', 'must be names with commas between them'],
      ['AMI_SERVERS', 'names a server twice'],
    ])
  })

  it('J4 have names of their own as variables', async () => {
    const env = { ...login, AMI_SERVERS: 'a-b,a_b,timeouts', AMI_A_B_HOST: 'h', AMI_TIMEOUTS_CONNECT_MS: '5' }
    expect((await problemsOf(env)).slice(0, 1)).toEqual([
      ['AMI_A_B_HOST', 'means host of a-b as well as host of a_b'],
    ])
    const alike = { ...login, AMI_SERVERS: 'tls', AMI_TLS_HOST: 'h', AMI_TLS_URL: 'ami://h' }
    expect(await problemsOf(alike)).toEqual([])
    const clash = { ...login, AMI_SERVERS: 'tls,x', AMI_X_HOST: 'h', AMI_TLS_TLS_KEY: 'k', AMI_TLS_HOST: 'h' }
    expect(await problemsOf(clash)).toEqual([])
  })

  it('share no URL', async () => {
    const env = { ...login, AMI_SERVERS: 'east', AMI_EAST_HOST: 'h', AMI_URL: 'ami://pbx' }
    expect(await problemsOf(env)).toContainEqual([
      'AMI_URL',
      'is for the only server there is; among several each has its own, such as AMI_EAST_URL',
    ])
  })

  it('may be called __proto__', async () => {
    const servers = await serversOf({ ...login, AMI_SERVERS: '__proto__', AMI___PROTO___HOST: 'h' })
    expect(Object.keys(servers ?? {})).toEqual(['__proto__'])
    expect(({} as { host?: string }).host).toBeUndefined()
  })
})

describe('a variable', () => {
  it.each([
    ['AMI_HOTS', 'AMI_HOST'],
    ['AMI_USER', 'AMI_USERNAME'],
    ['AMI_PASSWORD', 'AMI_SECRET'],
    ['AMI_EVENT_MASK', 'AMI_EVENTS'],
    ['AMI_TIMEOUTS_CONECT_MS', 'AMI_TIMEOUTS_CONNECT_MS'],
    ['AMI_EAST_PASSWORD', 'AMI_EAST_SECRET'],
    ['AMI_EATS_PORT', 'AMI_EAST_PORT'],
    ['AMI_EAST_KEEPALIVE_MISES', 'AMI_EAST_KEEPALIVE_MISSES'],
    ['AMI_MAX_CONCURENT_DIALS', 'AMI_MAX_CONCURRENT_DIALS'],
  ])('J4 %s brings up %s', async (typo, meant) => {
    const env = { ...login, AMI_SERVERS: 'east', AMI_EAST_HOST: 'h', [typo]: 'x' }
    expect(await problemsOf(env)).toEqual([
      [typo, `is not a variable of this client; did you mean ${meant}?`],
    ])
  })

  it.each([
    'AMI_',
    'AMI_ZZZZZZZZZZZZ',
    'AMI_constructor',
    'AMI___PROTO__',
    'AMI_EAST_SERVER',
    'AMI_EAST_DELIVERY_BUDGET_MS',
  ])('J4 %s is none', async (variable) => {
    const env = { ...login, AMI_SERVERS: 'east', AMI_EAST_HOST: 'h', [variable]: 'x' }
    expect(await problemsOf(env)).toEqual([
      [variable, expect.stringMatching(/^is not a variable of this client/)],
    ])
  })

  it('J4 of a fleet is none of a client alone, and is told so', async () => {
    const env = { ...login, AMI_HOST: 'h', AMI_SERVERS: 'east', AMI_DIALS_PER_SECOND: '5' }
    expect(await problemsOf(env, loadClientOptions)).toEqual([
      ['AMI_SERVERS', 'is for a fleet: see loadClusterOptions'],
      ['AMI_DIALS_PER_SECOND', 'is for a fleet: see loadClusterOptions'],
    ])
  })

  it.each(['', ' ', ' 5038', '5038 ', '0x10', '5e3', '+5038', '05038', '5038.0', '0', '65536', 'true'])(
    'J3 AMI_PORT=%j is refused by its name, in words',
    async (text) => {
      const [problem, ...others] = await problemsOf(
        { ...login, AMI_HOST: 'h', AMI_PORT: text },
        loadClientOptions,
      )
      expect(problem).toEqual(['AMI_PORT', expect.stringMatching(/^must be a whole number from 1 to 65535/)])
      expect(others).toEqual([])
    },
  )

  it('J3 AMI_PORT=5038 is a number', async () => {
    const env = { ...login, AMI_HOST: 'h', AMI_PORT: '5038', AMI_TIMEOUTS_CONNECT_MS: '1' }
    expect(await loadClientOptions({ env })).toMatchObject({ port: 5038, timeouts: { connectMs: 1 } })
  })

  it.each(['', 'yes', 'TRUE', 'on', '2'])('AMI_TLS=%j is refused: it may mean anything', async (text) => {
    expect(await problemsOf({ ...login, AMI_HOST: 'h', AMI_TLS: text }, loadClientOptions)).toEqual([
      ['AMI_TLS', 'must be true or false'],
    ])
  })

  it('of a group that is off is a contradiction', async () => {
    const env = {
      ...login,
      AMI_HOST: 'h',
      AMI_TLS_CA: 'x',
      AMI_TLS: 'false',
      AMI_KEEPALIVE_MISSES: '1',
      AMI_KEEPALIVE: 'false',
    }
    expect(await problemsOf(env, loadClientOptions)).toEqual([
      ['AMI_TLS_CA', 'cannot be, since tls is off'],
      ['AMI_KEEPALIVE_MISSES', 'cannot be, since keepalive is off'],
    ])
  })

  it('beside the URL wins over it, in whatever order they come', async () => {
    const url = { AMI_URL: 'ami://u:s@pbx:1?timeouts.connectMs=1&timeouts.loginMs=2' }
    const own = { AMI_PORT: '7', AMI_TIMEOUTS_CONNECT_MS: '8', AMI_SECRET: 't' }
    for (const env of [
      { ...url, ...own },
      { ...own, ...url },
    ]) {
      expect(await loadClientOptions({ env })).toMatchObject({
        host: 'pbx',
        port: 7,
        secret: 't',
        timeouts: { connectMs: 8, loginMs: 2 },
      })
    }
  })

  it.each([
    ['{"weighted":{"east":2}}', undefined],
    ['{"failover":["east"]}', undefined],
    ['leastCalls', undefined],
    ['leastpending', /must be roundRobin/],
    ['{"weighted":{"east":-1}}', /must be roundRobin/],
    ['{"weighted":{},"failover":["east"]}', /must be roundRobin/],
    ['{"failover":[]}', /must be roundRobin/],
    ['toString', /must be roundRobin/],
    ['{', /must be JSON/],
  ])('AMI_ROUTE=%s', async (text, refused) => {
    const env = { AMI_URL: 'ami://u:s@pbx', AMI_ROUTE: text }
    if (refused === undefined) expect((await loadClusterOptions({ env })).route).toBeTypeOf('function')
    else expect(await problemsOf(env)).toEqual([['AMI_ROUTE', expect.stringMatching(refused)]])
  })

  it('may begin with something else than AMI_', async () => {
    const env = { PBX_URL: 'ami://u:s@pbx', AMI_ID: 'ami-0abcdef', PBX_PORT: '7' }
    expect(await loadClientOptions({ env, prefix: 'PBX_' })).toMatchObject({ host: 'pbx', port: 7 })
    expect(
      await problemsOf({ PBX_HOTS: 'h' }, ({ env: own }) => loadClientOptions({ env: own, prefix: 'PBX_' })),
    ).toContainEqual(['PBX_HOTS', 'is not a variable of this client; did you mean PBX_HOST?'])
  })

  it('that is missing is told by its name', async () => {
    expect(await problemsOf({ AMI_HOST: 'h' }, loadClientOptions)).toEqual([
      ['username', 'is required: set AMI_USERNAME'],
      ['secret', 'is required: set AMI_SECRET'],
    ])
    expect(await problemsOf({ ...login, AMI_SERVERS: 'north-1' })).toEqual([
      ['servers.north-1.host', 'is required: set AMI_NORTH_1_HOST'],
    ])
    expect(await problemsOf({ AMI_SERVERS: 'east', AMI_EAST_HOST: 'h', AMI_USERNAME: 'u' })).toEqual([
      ['servers.east.secret', 'is required: set AMI_EAST_SECRET, or AMI_SECRET for all servers'],
    ])
    expect(await problemsOf({ AMI_HOST: 'h', AMI_USERNAME: 'u' })).toEqual([
      ['servers.h:5038.secret', 'is required: set AMI_SECRET'],
    ])
  })

  it('that is wrong is told among all others, and shows no secret', async () => {
    const env = {
      AMI_SERVERS: 'east,west',
      AMI_SECRET: 'hunter2\n',
      AMI_EAST_URL: 'ami://u:hunter2/@h',
      AMI_WEST_PORT: 'hunter2',
      AMI_KEEPALIVE_MISSES: '0',
      AMI_REDACT_PATTERNS: '["hunter2("]',
      AMI_FILTERS: 'hunter2',
    }
    const problems = await problemsOf(env)
    expect(problems.map(([path]) => path)).toEqual(
      expect.arrayContaining([
        'AMI_SECRET',
        'AMI_EAST_URL',
        'AMI_WEST_PORT',
        'AMI_KEEPALIVE_MISSES',
        'AMI_REDACT_PATTERNS',
        'AMI_FILTERS',
      ]),
    )
    expect(JSON.stringify(problems)).not.toContain('hunter2')
  })
})

it('the environment is the process’s where none is given', async () => {
  const name = 'AMI_URL'
  process.env[name] = 'ami://u:s@pbx.of.the.process'
  try {
    expect(await loadClientOptions()).toMatchObject({ host: 'pbx.of.the.process' })
  } finally {
    delete process.env[name]
  }
})
