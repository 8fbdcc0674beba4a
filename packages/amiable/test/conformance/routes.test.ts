import {
  explicit,
  failover,
  leastCalls,
  leastPending,
  type Route,
  roundRobin,
  type ServerStatus,
  sticky,
  weighted,
} from 'amiable'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Routable, routed } from '../../src/fleet/route.ts'
import { asks, candidate, candidates } from '../unit/fleet/candidates.ts'

const NAMES = ['east', 'west', 'north', 'south', 'lab']

/** Every way to route, each able to pick any of the servers, except where it is its promise not to. */
const routes: Record<string, () => Route> = {
  'roundRobin()': () => roundRobin(),
  'failover(order)': () => failover(NAMES),
  'explicit(server)': () => explicit('east'),
  'leastPending()': () => leastPending(),
  'leastCalls()': () => leastCalls(),
  'leastCalls(load)': () => leastCalls(({ pendingActions }) => pendingActions % 3),
  'weighted(weights)': () => weighted({ east: 3, west: 0.5 }),
  'sticky(key)': () => sticky('customer 7'),
  'sticky(of the request)': () => sticky(({ fields }) => JSON.stringify(fields ?? null)),
}

const takes: readonly ServerStatus[] = ['ready', 'degraded', 'booting']
const refuses: readonly ServerStatus[] = [
  'draining',
  'waiting',
  'connecting',
  'auth-failed',
  'idle',
  'closed',
]

const anyServers = fc.uniqueArray(
  fc.record({
    server: fc.constantFrom(...NAMES),
    status: fc.constantFrom(...takes, ...refuses),
    pendingActions: fc.nat(5000),
    calls: fc.nat(10_000),
    rttMs: fc.option(fc.nat(1000), { nil: undefined }),
  }),
  { selector: ({ server }) => server, minLength: 0 },
)
const anyRequest = fc.record({
  action: fc.constantFrom('Originate', 'Ping'),
  fields: fc.option(fc.record({ Channel: fc.string() }), { nil: undefined }),
})

describe.each(Object.entries(routes))('%s', (_name, make) => {
  it('answers with one of the candidates or with none, and never throws, as servers come and go', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyServers, anyRequest), { maxLength: 30, size: 'max' }), (steps) => {
        const route = make()
        for (const [servers, request] of steps) {
          const picked = route(servers, request)
          if (picked !== undefined) expect(servers).toContain(picked)
        }
      }),
    )
  })

  it('answers with none of none', () => {
    expect(make()([], asks())).toBeUndefined()
  })

  it('picks the only candidate, every time', () => {
    const route = make()
    const only = candidates('east')
    for (let time = 0; time < 20; time += 1) expect(route(only, asks())).toBe(only[0])
  })

  it('changes nothing of what it was given', () => {
    const route = make()
    const servers = Object.freeze(candidates(...NAMES).map((one) => Object.freeze(one)))
    for (let time = 0; time < 20; time += 1) route(servers, asks())
    expect(servers.map(({ server }) => server)).toEqual(NAMES)
  })

  it('H8 is asked for servers that are degraded or booting only when no ready one is taken', () => {
    fc.assert(
      fc.property(fc.array(anyServers, { maxLength: 10 }), (steps) => {
        const route = make()
        for (const servers of steps) {
          const asked: (readonly Routable[])[] = []
          const picked = routed(
            servers,
            (given, request) => {
              asked.push(given as readonly Routable[])
              return route(given, request)
            },
            asks(),
          )
          const ready = servers.filter(({ status }) => status === 'ready')
          const others = servers.filter(({ status }) => status === 'degraded' || status === 'booting')
          const taken = picked?.status
          expect(asked).toEqual([ready, taken === 'ready' ? [] : others].filter(({ length }) => length > 0))
        }
      }),
    )
  })

  it.each(takes)('picks a server that is %s when there is no other', (status) => {
    const server = candidate('east', { status })
    expect(routed([server], make(), asks())).toBe(server)
  })

  it.each(refuses)('is never given a server that is %s', (status) => {
    const servers = NAMES.map((name) => candidate(name, { status }))
    const asked: unknown[] = []
    const route = make()
    const picked = routed(
      servers,
      (given, request) => {
        asked.push(given)
        return route(given, request)
      },
      asks(),
    )
    expect(picked).toBeUndefined()
    expect(asked).toEqual([])
  })
})
