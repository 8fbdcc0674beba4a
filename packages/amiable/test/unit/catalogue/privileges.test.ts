import { readdirSync, readFileSync } from 'node:fs'
import { type PrivilegeClass, privileges } from 'amiable/catalogue'
import { Decoder } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'

const root = new URL('../../../../../', import.meta.url)
const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), 'utf8'))

type Classes = Readonly<Record<string, readonly PrivilegeClass[]>>

const facts = json('schema/privileges.json') as {
  readonly actions: Classes
  readonly events: Classes
  readonly majors: Readonly<
    Record<string, Record<'actions' | 'events', { changedOrOnlyHere: Classes; onlyInMaster: string[] }>>
  >
}

const asObject = (map: ReadonlyMap<string, readonly PrivilegeClass[]>): Classes => Object.fromEntries(map)

describe('privileges', () => {
  it.each(['13', '16', '18', '20', '21', '22', '23'])(
    'pain 19 are those of Asterisk %s, name by name',
    (major) => {
      const expected = (kind: 'actions' | 'events'): Classes => {
        const { changedOrOnlyHere, onlyInMaster } = facts.majors[major]?.[kind] ?? {
          changedOrOnlyHere: {},
          onlyInMaster: [],
        }
        const all = Object.entries({ ...facts[kind], ...changedOrOnlyHere })
        return Object.fromEntries(all.filter(([name]) => !onlyInMaster.includes(name)))
      }
      const { actions, events } = privileges({ asterisk: Number(major) })
      expect(asObject(actions)).toEqual(expected('actions'))
      expect(asObject(events)).toEqual(expected('events'))
    },
  )

  it('pain 12 are those of what Asterisk develops, for it and for whatever comes after', () => {
    for (const asterisk of [undefined, 24, 99]) {
      const { actions, events } = privileges(asterisk === undefined ? {} : { asterisk })
      expect(asObject(actions)).toEqual(facts.actions)
      expect(asObject(events)).toEqual(facts.events)
    }
  })

  it.each([
    ['16.28.0~dfsg-0+deb11u4', 16],
    ['GIT-18-4f2e9ab', 18],
    ['certified/18.9-cert5', 18],
    [22.1, 22],
    ['19.8.1', 18],
    [17, 16],
    [11, 13],
  ])('of %s are those of %s, the nearest that is known', (asterisk, major) => {
    expect(privileges({ asterisk })).toBe(privileges({ asterisk: major }))
  })

  it('pain 12 of a version that is not told are those of what Asterisk develops', () => {
    const silent = { asteriskVersion: undefined, health: () => ({ ami: undefined }) }
    for (const asterisk of ['', 'GIT-master-4f2e9ab', Number.NaN, silent])
      expect(privileges({ asterisk })).toBe(privileges())
  })

  it('of a client are those of the version it was told, or else of the one that the greeting tells', () => {
    const client = (asteriskVersion: string | undefined) => ({
      asteriskVersion,
      health: () => ({ ami: '5.0.4' }),
    })
    expect(privileges({ asterisk: client('20.20.1') })).toBe(privileges({ asterisk: 20 }))
    expect(privileges({ asterisk: client(undefined) })).toBe(privileges({ asterisk: 16 }))
  })

  it.each(['16', '22'])('pain 19 of actions are what ListCommands of Asterisk %s states', (major) => {
    const stated = (json(`schema/wire/${major}/privileges.json`) as { actions: Classes }).actions
    const { actions } = privileges({ asterisk: major })
    for (const [name, classes] of Object.entries(stated))
      expect([name, ...(actions.get(name) ?? ['unknown'])].sort()).toEqual([name, ...classes].sort())
    expect(Object.keys(stated).length).toBeGreaterThan(130)
  })

  it.each(['16', '22'])('pain 19 of events are what each event captured from Asterisk %s states', (major) => {
    const { events } = privileges({ asterisk: major })
    const captured = capturedPrivileges(major)
    expect(captured.size).toBeGreaterThan(50)
    for (const [name, privilege] of captured)
      expect([name, `${(events.get(name) ?? ['unknown']).join(',')},all`]).toEqual([name, privilege])
  })
})

/** The Privilege headers of events that were told to everybody. A UserEvent may hold any. */
function capturedPrivileges(major: string): ReadonlyMap<string, string> {
  const folder = new URL(`fixtures/captures/${major}/`, root)
  const found = new Map<string, string>()
  const decoder = () =>
    new Decoder({
      onBanner: () => undefined,
      onResponse: () => undefined,
      onAnomaly: () => undefined,
      onEvent: (event) => {
        const privilege = event.get('Privilege')
        if (privilege?.endsWith(',all') && event.name !== 'Fake') found.set(event.name, privilege)
      },
    })
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.s2c.txt')))
    decoder().write(readFileSync(new URL(file, folder)))
  return found
}
