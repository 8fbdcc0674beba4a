import { readFileSync } from 'node:fs'
import { type AmiEvent, Decoder } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'
import { readCaptures, versions } from '../protocol/captures.ts'

const source = readFileSync(new URL('../../../src/catalogue/events.ts', import.meta.url), 'utf8')

/** The keys of one of the unions that the types are made of. */
const unions = new Map(
  [...source.matchAll(/^export type (\w+) =((?:\s*\|?\s*'[^']+')+)/gm)].map(([, name = '', body = '']) => [
    name,
    [...body.matchAll(/'([^']+)'/g)].map(([, key = '']) => key),
  ]),
)

/** Patterns of the headers that the type of each event names, by the event's name. */
function typedKeys(): Map<string, RegExp[]> {
  const map = source.slice(source.indexOf('export interface EventMap'))
  const members = map.matchAll(/^ {2}'?([\w-]+)'?: ?([\s\S]*?)(?=^ {2}\/\*\*|^\})/gm)
  const common = (unions.get('CommonKeys') ?? []).map(exactly)
  return new Map(
    [...members].map(([, name = '', body = '']) => [
      name,
      ['Event', ...termsOf(body)].map(exactly).concat(common),
    ]),
  )
}

/** What a union consists of, with the names of other unions put in. */
function termsOf(body: string): string[] {
  return [...body.matchAll(/'([^']+)'|`([^`]+)`|(\w+Keys)/g)].flatMap(([, key, pattern, union]) => {
    if (key !== undefined) return [key]
    const inside = /\$\{(\w+Keys)\}/.exec(pattern ?? '')?.[1]
    const keys = unions.get(union ?? inside ?? '')
    if (keys === undefined) return [pattern ?? '']
    return inside === undefined ? keys : keys.map((one) => (pattern ?? '').replace(`\${${inside}}`, one))
  })
}

function exactly(term: string): RegExp {
  const escaped = term.replaceAll(/[()]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll(/\$\{number\}/g, '\\d+').replaceAll(/\$\{string\}/g, '.*')}$`)
}

/** Headers that no catalogue can know, each with what makes them. */
const unknowable: Readonly<Record<string, RegExp>> = {
  // Whoever sends the event chooses its headers.
  UserEvent: /^/,
  // An ActionID too long for Asterisk cuts off the end of an item, and the end of the list becomes part of it.
  DBGetTreeResponse: /^(EventList|ListItems)$/,
  QueueParams: /^(EventList|ListItems)$/,
  QueueSummary: /^(EventList|ListItems)$/,
}

/** What a program made Asterisk send by a line break in a value. */
const FORGED = 'Injected'

const known = typedKeys()

/** Each header of an event that its type does not name, as `Event: Header`. */
function strangers(event: AmiEvent): string[] {
  const patterns = known.get(event.name)
  if (patterns === undefined) return event.name === FORGED ? [] : [`${event.name}: not in the catalogue`]
  return [...event.entries()]
    .filter(([key]) => !patterns.some((pattern) => pattern.test(key)))
    .filter(([key]) => unknowable[event.name]?.test(key) !== true)
    .map(([key]) => `${event.name}: ${key}`)
}

describe.each(versions)('the events that Asterisk %s sent', (version) => {
  it('pain 12 have only headers that their types name, spelt as they came', () => {
    const found = new Set<string>()
    const seen = new Set<string>()
    for (const { chunks } of readCaptures(version)) {
      const decoder = new Decoder({
        onBanner: () => undefined,
        onEvent(event) {
          seen.add(event.name)
          for (const stranger of strangers(event)) found.add(stranger)
        },
        onResponse: () => undefined,
        onAnomaly: () => undefined,
      })
      for (const chunk of chunks) decoder.write(chunk)
    }
    expect(seen.size).toBeGreaterThan(100)
    expect([...found].sort()).toEqual([])
  })
})
