import { AmiArgumentError, AmiCluster, type AmiClusterOptions, type FleetServerOptions } from 'amiable'
import { describe, expect, it } from 'vitest'
import { clusterTable, mergeOptions, resolveClusterOptions } from '../../../src/fleet/cluster-options.ts'
import { clientTable, groups } from '../../../src/option-specs.ts'
import type { ResolvedOptions } from '../../../src/resolved-options.ts'

const login = { username: 'dialer', secret: 'hunter2' }

function problemsOf(options: object): AmiArgumentError['problems'] {
  try {
    resolveClusterOptions(options)
    return []
  } catch (error) {
    expect(error).toBeInstanceOf(AmiArgumentError)
    return (error as AmiArgumentError).problems
  }
}

function east(options: AmiClusterOptions): ResolvedOptions {
  const resolved = resolveClusterOptions(options).servers.get('east')
  if (resolved === undefined) throw new Error('there is no east')
  return resolved
}

/** As an attacker's JSON has it: a key that an assignment would take for the prototype. */
const json = (text: string): never => JSON.parse(text) as never

describe('a server with an option of its own', () => {
  const shared = {
    ...login,
    port: 15_038,
    timeouts: { connectMs: 1, bannerMs: 2, loginMs: 3, actionMs: 4, closeMs: 5 },
    keepalive: { intervalMs: 10, timeoutMs: 9, misses: 8, silenceMs: 11, stallMs: 12 },
    reconnect: { minMs: 1, maxMs: 2, stableMs: 3, authRetryMs: 4, breakerFailures: 6, breakerCooldownMs: 7 },
    limits: { messageBytes: 4097, pendingActions: 2, writeBufferBytes: 1025, listItems: 3, listBytes: 1026 },
    redact: { keys: ['k'], patterns: [/p/] },
    tls: { servername: 'pbx', minVersion: 'TLSv1.3' },
  } satisfies AmiClusterOptions['defaults']

  it.each([
    ['timeouts', { connectMs: 100 }],
    ['keepalive', { misses: 100 }],
    ['reconnect', { stableMs: 100 }],
    ['limits', { listItems: 100 }],
    ['redact', { keys: ['own'] }],
    ['tls', { rejectUnauthorized: false }],
  ] as const)('J2 in %s keeps every shared one, of that group and of the others', (group, own) => {
    const before = east({ defaults: shared, servers: { east: { host: 'pbx' } } })
    const after = east({ defaults: shared, servers: { east: { host: 'pbx', [group]: own } } })
    expect(after[group]).toEqual({ ...(before[group] as object), ...own })
    for (const other of groups) {
      const name = other as 'limits'
      if (other !== group && name in before) expect(after[name]).toEqual(before[name])
    }
    expect(after).toMatchObject({ port: 15_038, username: 'dialer', budgetMs: 5 })
  })

  it('J2 the groups that are merged are those of the table, and TLS', () => {
    expect([...groups].sort()).toEqual(
      ['delivery', 'keepalive', 'limits', 'reconnect', 'redact', 'timeouts', 'tls'].sort(),
    )
  })

  it('J2 keeps the shared ones also where both are of a class of their own, as configuration services make them', () => {
    class Timeouts {
      connectMs = 1
      actionMs = 2
    }
    class Own {
      actionMs = 3
    }
    const { timeouts } = east({
      defaults: { ...login, timeouts: new Timeouts() },
      servers: { east: { host: 'pbx', timeouts: new Own() } },
    })
    expect(timeouts).toMatchObject({ connectMs: 1, actionMs: 3 })
  })

  it('J2 given as undefined has none of its own', () => {
    const own = { host: 'pbx', port: undefined, timeouts: { connectMs: undefined }, keepalive: undefined }
    const resolved = east({ defaults: shared, servers: { east: own as never } })
    expect(resolved).toMatchObject({ port: 15_038, timeouts: { connectMs: 1 }, keepalive: { misses: 8 } })
  })

  it('J2 may switch a shared group off, and one that is off on again', () => {
    expect(east({ defaults: shared, servers: { east: { host: 'pbx', keepalive: false } } }).keepalive).toBe(
      false,
    )
    const defaults = { ...login, reconnect: false } as const
    const on = east({ defaults, servers: { east: { host: 'pbx', reconnect: { minMs: 7 } } } })
    expect(on.reconnect).toMatchObject({ minMs: 7, maxMs: 30_000 })
  })

  it('takes lists and objects of code as they are: a logger is not put together from two', () => {
    const logger = (name: string) => ({ name, debug() {}, info() {}, warn() {}, error() {} })
    const [shared, own] = [logger('shared'), logger('own')]
    const resolved = east({
      defaults: { ...login, logger: shared, filters: ['a', 'b'] },
      servers: { east: { host: 'pbx', logger: own, filters: ['c'] } },
    })
    expect(resolved.logger).toBe(own)
    expect(resolved.filters).toEqual(['c'])
  })

  it('J3 takes numbers as text from either', () => {
    const options = {
      defaults: { ...login, port: '15038' },
      servers: { east: { host: 'pbx', timeouts: { actionMs: '7' } } },
    }
    expect(east(options as never)).toMatchObject({ port: 15_038, timeouts: { actionMs: 7 } })
  })
})

describe('merging', () => {
  it('is safe from __proto__ and constructor, in options, groups and names', () => {
    const hostile = json(
      '{"__proto__": {"polluted": 1}, "constructor": {"polluted": 1}, "timeouts": {"__proto__": {"connectMs": 1}}}',
    )
    const merged = mergeOptions({ timeouts: { actionMs: 5 }, constructor: { a: 1 } }, hostile)
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    expect(Object.keys(merged).sort()).toEqual(['__proto__', 'constructor', 'timeouts'])
    const { timeouts } = merged
    expect(Object.getPrototypeOf(timeouts)).toBe(Object.prototype)
  })

  it('J4 tells of such keys as of every other that is no option', () => {
    const options = {
      defaults: json('{"__proto__": {"port": 1}}'),
      servers: { east: { ...login, host: 'pbx', timeouts: json('{"__proto__": {"connectMs": 0}}') } },
    }
    expect(problemsOf(options)).toEqual([
      { path: 'defaults.__proto__', message: 'is not an option' },
      { path: 'servers.east.timeouts.__proto__', message: 'is not an option' },
    ])
  })

  it('takes a server called __proto__ or constructor for what it is', () => {
    const servers = json('{"__proto__": {"host": "a"}, "constructor": {"host": "b"}}')
    expect([...resolveClusterOptions({ defaults: login, servers }).servers.keys()]).toEqual([
      '__proto__',
      'constructor',
    ])
  })

  it('shares nothing with what was given, so that a later change has no effect', () => {
    const defaults = { ...login, timeouts: { actionMs: 1 } }
    const resolved = resolveClusterOptions({ defaults })
    defaults.timeouts.actionMs = 2
    defaults.username = 'somebody else'
    expect(resolved.defaults).toMatchObject({ username: 'dialer', timeouts: { actionMs: 1 } })
  })
})

describe('what cannot be meant', () => {
  it('J4 is told at once, of the fleet, the defaults and every server, each by its path', () => {
    const options = {
      maxConcurrentDials: 0,
      rout: () => undefined,
      defaults: { port: 0, timeouts: { conectMs: 1 } },
      servers: {
        east: { ...login, host: '', limits: { listItems: '0' } },
        west: { host: 'b', secret: 's' },
        north: 7,
      },
    }
    expect(problemsOf(options).map(({ path }) => path)).toEqual([
      'maxConcurrentDials',
      'rout',
      'defaults.port',
      'defaults.timeouts.conectMs',
      'servers.east.host',
      'servers.east.limits.listItems',
      'servers.west.username',
      'servers.north',
    ])
    expect(() => new AmiCluster(options as never)).toThrow(/rout: is not an option; did you mean route\?/)
  })

  it('of the defaults is told once, however many servers there are', () => {
    const servers = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`pbx${index}`, { host: 'h' }]),
    )
    expect(problemsOf({ defaults: { ...login, port: 0 }, servers })).toHaveLength(1)
  })

  it('J1 of a server is told although the defaults have the same fault', () => {
    expect(
      problemsOf({ defaults: { ...login, port: 0 }, servers: { east: { host: 'h', port: 70_000 } } }),
    ).toEqual([
      { path: 'defaults.port', message: 'must be a whole number from 1 to 65535, not 0' },
      { path: 'servers.east.port', message: 'must be a whole number from 1 to 65535, not 70000' },
    ])
  })

  it.each([
    ['server', 'east', 'is the key itself'],
    ['delivery', { budgetMs: 1 }, "is the fleet's: set defaults.delivery"],
    ['timers', 'unref', "is the fleet's: set defaults.timers"],
    ['clock', {}, "is the fleet's: set defaults.clock"],
  ])('%s of one server is refused, and told where it belongs', (key, value, message) => {
    const servers = { east: { ...login, host: 'h', [key]: value } }
    expect(problemsOf({ servers } as never)[0]).toEqual({ path: `servers.east.${key}`, message })
    expect(problemsOf({ servers: { east: { ...login, host: 'h', [key]: undefined } } })).toEqual([])
  })

  it('undefined among the defaults is nothing given', () => {
    expect(problemsOf({ defaults: { host: undefined, secret: undefined, server: undefined } })).toEqual([])
  })

  it('shows no secret', () => {
    const messages = problemsOf({
      defaults: { secret: 'hunter2\n', port: 'hunter2' },
      servers: { east: { host: 'h', username: 'u', secret: { hunter2: 1 }, password: 'hunter2' } },
    })
    expect(messages.length).toBeGreaterThan(3)
    expect(JSON.stringify(messages)).not.toContain('hunter2')
  })
})

/** Every whole number among the fleet's own options: path, least, most. */
const numbers: readonly [string, number, number][] = [
  ['maxConcurrentDials', 1, 10_000],
  ['dialsPerSecond', 1, 10_000],
]

describe.each(numbers)('J1 %s', (path, least, most) => {
  it('is checked at its bounds, and beyond', () => {
    for (const value of [least, most, String(least), String(most)])
      expect(problemsOf({ [path]: value })).toEqual([])
    for (const value of [least - 1, most + 1, String(most + 1), '', ' 1', '0x10', '1e1']) {
      const [problem] = problemsOf({ [path]: value })
      expect(problem?.path).toBe(path)
      expect(problem?.message).toContain(`from ${least} to ${most}`)
    }
  })
})

it('J1 the fleet has no other whole number', () => {
  const integers = Object.keys(clusterTable).filter((path) => clusterTable[path]?.kind === 'integer')
  expect(numbers.map(([path]) => path).sort()).toEqual(integers.sort())
})

it('J4 every option of a client is an option of the defaults, and of a server where it can be', () => {
  const fleetOnly = ['server', 'delivery.budgetMs', 'timers', 'clock']
  for (const path of Object.keys(clientTable)) {
    const [group = '', key] = path.split('.')
    const odd = Symbol(path) as never
    const own = key === undefined ? { [group]: odd } : { [group]: { [key]: odd } }
    const inDefaults = problemsOf({ defaults: own }).map(({ message }) => message)
    expect([path, inDefaults.join()]).not.toEqual([path, expect.stringContaining('not an option')])
    expect(inDefaults).not.toEqual([])
    const inServer = problemsOf({ servers: { east: { ...login, host: 'h', ...own } as FleetServerOptions } })
    expect([path, inServer.length]).toEqual([path, fleetOnly.includes(path) && path !== 'server' ? 2 : 1])
  }
})
