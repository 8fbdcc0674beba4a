import { type Route, type RouteRequest, sticky } from 'amiable'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asks, candidates } from './candidates.ts'

const byChannel = sticky(({ fields }: RouteRequest) => {
  const { Channel } = fields ?? {}
  return String(Channel)
})

/** Where a key goes. */
function home(key: string, servers: readonly string[], route: Route = byChannel): string | undefined {
  return route(candidates(...servers), asks('Originate', { Channel: key }))?.server
}

const anyServers = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 12 })
const anyKeys = fc.array(fc.string(), { minLength: 1, maxLength: 40 })

describe('sticky', () => {
  it('picks the same server for the same key, in whatever order they are listed', () => {
    fc.assert(
      fc.property(anyServers, fc.string(), (servers, key) => {
        expect(home(key, [...servers].reverse())).toBe(home(key, servers))
      }),
    )
  })

  it('a server that leaves moves only its own keys, and has them again when it is back', () => {
    fc.assert(
      fc.property(anyServers, anyKeys, fc.nat(), (servers, keys, pick) => {
        const gone = servers[pick % servers.length]
        const rest = servers.filter((name) => name !== gone)
        for (const key of keys) {
          const before = home(key, servers)
          if (before === gone) expect(rest).toContain(home(key, rest))
          else expect(home(key, rest)).toBe(before)
        }
      }),
    )
  })

  it('a server that joins takes keys for itself alone', () => {
    fc.assert(
      fc.property(anyServers, anyKeys, (servers, keys) => {
        const [joins = '', ...before] = servers
        for (const key of keys) expect([joins, home(key, before)]).toContain(home(key, servers))
      }),
    )
  })

  const families: [string, (index: number) => string][] = [
    ['numbers in a row', (index) => String(index)],
    ['telephone numbers', (index) => `PJSIP/+4930${1_000_000 + index * 7}@trunk`],
    ['keys that differ in their first character', (index) => `${String.fromCodePoint(0x4e00 + index)} lead`],
    ['long keys', (index) => `${'customer '.repeat(20)}${index}`],
  ]
  it.each(families)('spreads %s over ten servers, each within a fifth of its share', (_what, keyOf) => {
    const servers = Array.from({ length: 10 }, (_, index) => `pbx${index}`)
    const counts = new Map<string | undefined, number>()
    const keys = 10_000
    for (let index = 0; index < keys; index += 1) {
      const server = home(keyOf(index), servers)
      counts.set(server, (counts.get(server) ?? 0) + 1)
    }
    expect(counts.size).toBe(10)
    for (const count of counts.values()) expect(Math.abs(count - keys / 10)).toBeLessThan(keys / 50)
  })

  it.each(families)('spreads what a lost server had of %s over all the others', (_what, keyOf) => {
    const servers = Array.from({ length: 10 }, (_, index) => `pbx${index}`)
    const heirs = new Map<string | undefined, number>()
    let moved = 0
    for (let index = 0; index < 10_000; index += 1) {
      if (home(keyOf(index), servers) !== 'pbx3') continue
      const heir = home(
        keyOf(index),
        servers.filter((name) => name !== 'pbx3'),
      )
      heirs.set(heir, (heirs.get(heir) ?? 0) + 1)
      moved += 1
    }
    expect(heirs.size).toBe(9)
    for (const count of heirs.values()) expect(count).toBeLessThan((moved / 9) * 2)
  })

  it('takes one key for everything too', () => {
    const route = sticky('the nightly campaign')
    const first = home('any', ['a', 'b', 'c'], route)
    expect(home('other', ['a', 'b', 'c'], route)).toBe(first)
  })

  it('takes a number for a key, where nobody checks types', () => {
    const homes = new Set(
      Array.from(
        { length: 50 },
        (_, lead) => sticky(lead as unknown as string)(candidates('a', 'b', 'c'), asks())?.server,
      ),
    )
    expect(homes).toEqual(new Set(['a', 'b', 'c']))
  })
})
