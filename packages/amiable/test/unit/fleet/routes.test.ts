import {
  type Candidate,
  explicit,
  failover,
  leastCalls,
  leastPending,
  type Route,
  roundRobin,
  weighted,
} from 'amiable'
import { describe, expect, it } from 'vitest'
import { routed } from '../../../src/fleet/route.ts'
import { asks, candidate, candidates } from './candidates.ts'

/** Whom a route picks, so many times in a row. */
function picks(route: Route, servers: readonly Candidate[], times: number): (string | undefined)[] {
  return Array.from({ length: times }, () => route(servers, asks())?.server)
}

/** How often each was picked. */
function shares(picked: readonly (string | undefined)[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const name of picked) counts.set(String(name), (counts.get(String(name)) ?? 0) + 1)
  return Object.fromEntries(counts)
}

describe('roundRobin', () => {
  it('takes each in turn', () => {
    expect(picks(roundRobin(), candidates('a', 'b', 'c'), 7)).toEqual(['a', 'b', 'c', 'a', 'b', 'c', 'a'])
  })

  it('goes on evenly when one leaves and comes back', () => {
    const route = roundRobin()
    picks(route, candidates('a', 'b', 'c'), 2)
    expect(shares(picks(route, candidates('a', 'c'), 10))).toEqual({ a: 5, c: 5 })
    expect(shares(picks(route, candidates('a', 'b', 'c'), 9))).toEqual({ a: 3, b: 3, c: 3 })
  })

  it('has a turn of its own for each cluster', () => {
    const [one, other] = [roundRobin(), roundRobin()]
    expect([...picks(one, candidates('a', 'b'), 1), ...picks(other, candidates('a', 'b'), 1)]).toEqual([
      'a',
      'a',
    ])
  })
})

describe('failover', () => {
  it('takes the first of its order that can be had, wherever that stands in the list', () => {
    const route = failover(['main', 'spare', 'lab'])
    expect(picks(route, candidates('lab', 'spare', 'main'), 3)).toEqual(['main', 'main', 'main'])
    expect(picks(route, candidates('lab', 'spare'), 2)).toEqual(['spare', 'spare'])
    expect(picks(route, candidates('lab'), 1)).toEqual(['lab'])
  })

  it('never takes a server that it does not name', () => {
    expect(picks(failover(['main']), candidates('lab', 'spare'), 1)).toEqual([undefined])
    expect(picks(failover([]), candidates('lab'), 1)).toEqual([undefined])
  })

  it('H8 takes a degraded first server only after a ready second one', () => {
    const servers = [candidate('main', { status: 'degraded' }), candidate('spare')]
    expect(routed(servers, failover(['main', 'spare']), asks())?.server).toBe('spare')
    expect(routed(servers, failover(['main']), asks())?.server).toBe('main')
  })
})

describe('explicit', () => {
  it('takes this server or none', () => {
    expect(picks(explicit('b'), candidates('a', 'b'), 2)).toEqual(['b', 'b'])
    expect(picks(explicit('b'), candidates('a'), 1)).toEqual([undefined])
  })
})

describe.each([
  [
    'leastPending',
    leastPending,
    (server: string, load: number) => candidate(server, { pendingActions: load }),
  ],
  ['leastCalls', () => leastCalls(), (server: string, load: number) => candidate(server, { calls: load })],
  [
    'leastCalls with a load of the user’s',
    () => leastCalls(({ rttMs }) => rttMs ?? 0),
    (server: string, load: number) => candidate(server, { rttMs: load }),
  ],
])('%s', (_name, make, loaded) => {
  it('takes the one with the least, wherever it stands', () => {
    expect(picks(make(), [loaded('a', 5), loaded('b', 2), loaded('c', 9)], 3)).toEqual(['b', 'b', 'b'])
    expect(picks(make(), [loaded('a', 1), loaded('b', 2)], 2)).toEqual(['a', 'a'])
  })

  it('takes equals in turn', () => {
    expect(picks(make(), [loaded('a', 1), loaded('b', 1), loaded('c', 1)], 7)).toEqual([
      'a',
      'b',
      'c',
      'a',
      'b',
      'c',
      'a',
    ])
  })

  it('takes those with the least in turn, and leaves out those with more', () => {
    const servers = [loaded('a', 1), loaded('b', 7), loaded('c', 1)]
    expect(shares(picks(make(), servers, 10))).toEqual({ a: 5, c: 5 })
  })

  it('levels the servers when each pick is one more', () => {
    const loads = new Map([
      ['a', 0],
      ['b', 4],
      ['c', 2],
    ])
    const route = make()
    for (let time = 0; time < 9; time += 1) {
      const picked = route(
        [...loads].map(([server, load]) => loaded(server, load)),
        asks(),
      )
      loads.set(String(picked?.server), (loads.get(String(picked?.server)) ?? 0) + 1)
    }
    expect([...loads.values()]).toEqual([5, 5, 5])
  })
})

describe('leastCalls', () => {
  it('keeps out a server whose load is not a number, and takes none when there is no other', () => {
    const load = ({ server }: Candidate): number => (server === 'b' ? 7 : Number.NaN)
    expect(picks(leastCalls(load), candidates('a', 'b', 'c'), 2)).toEqual(['b', 'b'])
    expect(picks(leastCalls(load), candidates('a', 'c'), 1)).toEqual([undefined])
  })
})

describe('weighted', () => {
  it('takes each exactly as often as its weight, in every round', () => {
    const route = weighted({ a: 5, b: 1, c: 2 })
    for (let round = 0; round < 10; round += 1) {
      expect(shares(picks(route, candidates('a', 'b', 'c'), 8))).toEqual({ a: 5, b: 1, c: 2 })
    }
  })

  it('spreads the turns instead of taking one server in bursts', () => {
    expect(picks(weighted({ a: 4, b: 2, c: 1 }), candidates('a', 'b', 'c'), 7)).toEqual([
      'a',
      'b',
      'a',
      'c',
      'a',
      'b',
      'a',
    ])
  })

  it('gives a server that it does not name the weight 1, whatever the name', () => {
    const route = weighted({ a: 2 })
    expect(shares(picks(route, candidates('a', 'toString', '__proto__'), 40))).toEqual({
      a: 20,
      toString: 10,
      ['__proto__']: 10,
    })
  })

  it('never takes a server of weight 0, not even the last one', () => {
    expect(shares(picks(weighted({ a: 0 }), candidates('a', 'b'), 4))).toEqual({ b: 4 })
    expect(picks(weighted({ a: 0 }), candidates('a'), 1)).toEqual([undefined])
  })

  it('shares among those that are there while one is away, and exactly again once it is back', () => {
    const route = weighted({ a: 2, b: 1, c: 1 })
    picks(route, candidates('a', 'b', 'c'), 3)
    expect(shares(picks(route, candidates('b', 'c'), 20))).toEqual({ b: 10, c: 10 })
    picks(route, candidates('a', 'b', 'c'), 4)
    expect(shares(picks(route, candidates('a', 'b', 'c'), 40))).toEqual({ a: 20, b: 10, c: 10 })
  })

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a weight of %d at once', (weight) => {
    expect(() => weighted({ ok: 1, lab: weight })).toThrow(RangeError)
    expect(() => weighted({ ok: 1, lab: weight })).toThrow(/lab/)
  })

  it('goes by the weights it was given, whatever becomes of the object', () => {
    const weights = { a: 1, b: 1 }
    const route = weighted(weights)
    weights.a = Number.NaN
    expect(shares(picks(route, candidates('a', 'b'), 10))).toEqual({ a: 5, b: 5 })
  })
})

describe('routed', () => {
  it.each([
    ['a stranger', () => candidate('stranger')],
    ['a copy', ([first]: readonly Candidate[]) => (first === undefined ? undefined : { ...first })],
    ['a name', () => 'a' as unknown as Candidate],
    ['a promise', () => Promise.resolve() as unknown as Candidate],
    ['null', () => null as unknown as Candidate],
  ])('refuses %s as an answer, and says so with the action unsent', (_what, route: Route) => {
    expect(() => routed(candidates('a'), route, asks('Originate'))).toThrow(
      expect.objectContaining({
        code: 'AMI_ARGUMENT',
        action: 'Originate',
        delivery: 'unsent',
        message: expect.stringContaining('candidates'),
      }),
    )
  })

  it('gives the route what is to be sent', () => {
    const seen: unknown[] = []
    const route: Route = (_candidates, request) => {
      seen.push(request)
      return undefined
    }
    const request = asks('Hangup', { Channel: 'PJSIP/100' })
    expect(routed(candidates('a'), route, request)).toBeUndefined()
    expect(seen).toEqual([{ action: 'Hangup', fields: { Channel: 'PJSIP/100' } }])
  })
})
