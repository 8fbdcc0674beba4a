import { minimalPrivileges, type PrivilegeClass, privileges } from 'amiable/catalogue'
import { describe, expect, it } from 'vitest'

describe('minimalPrivileges', () => {
  it.each<[string, string[], string[], string[], string[]]>([
    ['nothing', [], [], [], []],
    ['what needs nothing', ['Ping', 'QueueStatus', 'Challenge'], ['QueueMember', 'StatusComplete'], [], []],
    ['a dialler', ['Originate', 'Hangup'], ['OriginateResponse', 'Hangup'], ['call'], ['call', 'originate']],
    ['either of two classes: the one that lets a user do less', ['CoreShowChannels'], [], [], ['reporting']],
    ['a class that another action needs anyway', ['DBPut', 'CoreShowChannels', 'Hangup'], [], [], ['system']],
    [
      'three choices that two classes satisfy',
      ['Hangup', 'Getvar', 'CoreStatus'],
      [],
      [],
      ['call', 'reporting'],
    ],
    ['three choices that one class satisfies', ['Hangup', 'Getvar', 'Status'], [], [], ['call']],
    ['a choice that a single action decides', ['GetConfig', 'UpdateConfig'], [], [], ['config']],
    ['all classes of an event', [], ['VoicemailPasswordChange'], ['system', 'user'], []],
    ['events of several classes', [], ['Cdr', 'Newexten', 'Newchannel'], ['call', 'cdr', 'dialplan'], []],
    ['any case', ['coreshowchannels'], ['newexten'], ['dialplan'], ['reporting']],
  ])('pain 19 is the least for %s', (_what, actions, events, read, write) => {
    expect(minimalPrivileges({ actions, events }, { asterisk: 22 })).toEqual({ read, write, unknown: [] })
  })

  it('pain 19 depends on the version', () => {
    const needs = { actions: ['ConfbridgeStopRecord', 'Monitor'], events: ['Newexten'] }
    expect(minimalPrivileges(needs, { asterisk: 13 })).toEqual({
      read: ['call'],
      write: ['call'],
      unknown: [],
    })
    expect(minimalPrivileges(needs, { asterisk: '20.20.1' })).toEqual({
      read: ['dialplan'],
      write: ['call', 'system'],
      unknown: [],
    })
    expect(minimalPrivileges(needs)).toEqual({ read: ['dialplan'], write: ['system'], unknown: ['Monitor'] })
  })

  it('pain 12 names what an Asterisk does not have, and asks for nothing on its behalf', () => {
    const needs = { actions: ['NoSuchAction', 'Ping', '__proto__'], events: ['NoSuchEvent', 'NoSuchAction'] }
    const unknown = ['NoSuchEvent', 'NoSuchAction', '__proto__']
    const result = minimalPrivileges(needs)
    expect([...result.unknown].sort()).toEqual([...unknown].sort())
    expect(result).toMatchObject({ read: [], write: [] })
  })

  it('pain 19 is enough for each, and no smaller set is, whatever is asked for', () => {
    const { actions } = privileges({ asterisk: 22 })
    const names = [...actions.keys()]
    const allows = (write: readonly PrivilegeClass[], name: string): boolean => {
      const classes = actions.get(name) ?? []
      return classes.length === 0 || classes.some((one) => write.includes(one))
    }
    const all = [...new Set([...actions.values()].flat())]
    const sets = Array.from({ length: 2 ** all.length }, (_, bits) =>
      all.filter((_one, index) => (bits >> index) & 1),
    )
    for (let step = 1; step < names.length; step += 9) {
      const asked = names.filter((_, index) => (index * step) % 17 < 3)
      const { write } = minimalPrivileges({ actions: asked }, { asterisk: 22 })
      expect(asked.filter((name) => !allows(write, name))).toEqual([])
      const smaller = sets.filter((set) => set.length < write.length)
      expect(smaller.filter((set) => asked.every((name) => allows(set, name)))).toEqual([])
    }
  })
})
