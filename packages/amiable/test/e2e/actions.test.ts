import { type AmiClient, AmiError, AmiList, AmiResponse } from 'amiable'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnServers } from './lab.ts'
import { clientFor } from './real-client.ts'

describeOnServers('actions on a real server', (server) => {
  let ami: AmiClient

  beforeAll(async () => {
    ami = await clientFor(server).connect()
  })
  afterAll(() => ami.close())

  it('logs in by challenge and in plain text, and knows what it talks to', async () => {
    await using plain = await clientFor(server, { auth: 'plain' }).connect()
    expect((await plain.send('Ping')).get('Ping')).toBe('Pong')
    const settings = await ami.send('CoreSettings')
    expect(settings.get('AsteriskVersion')).toBe(server.version)
    expect(ami.health()).toMatchObject({ state: 'ready', asterisk: server.version, pendingActions: 0 })
    expect(ami.health().ami).toBe(settings.get('AMIversion'))
  })

  it('pain 8 lists end by themselves, with as many items as Asterisk counts', async () => {
    const names = [
      'Agents',
      'BridgeList',
      'BridgeTechnologyList',
      'CoreShowChannels',
      'DeviceStateList',
      'ExtensionStateList',
      'FAXSessions',
      'IAXpeerlist',
      'IAXregistry',
      'PJSIPShowAors',
      'PJSIPShowAuths',
      'PJSIPShowEndpoints',
      'PJSIPShowRegistrationsOutbound',
      'ParkedCalls',
      'Parkinglots',
      'PresenceStateList',
      'QueueStatus',
      'QueueSummary',
      'ShowDialPlan',
      'Status',
      'VoicemailUsersList',
    ]
    const lists = await Promise.all(names.map((name) => ami.send(name)))
    for (const [index, list] of lists.entries()) {
      expect(list, names[index]).toBeInstanceOf(AmiList)
      const { events, listItems, truncated } = list as unknown as AmiList
      expect({ name: names[index], items: events.length, truncated }).toEqual({
        name: names[index],
        items: listItems,
        truncated: false,
      })
    }
  })

  it('pain 8 the irregular lists end as Asterisk ends them', async () => {
    const items = (list: unknown): string[] => (list as AmiList).events.map(({ name }) => name)
    expect(items(await ami.send('IAXpeers'))).toEqual(['PeerEntry'])
    expect(items(await ami.send('FAXStats'))).toEqual(['FAXStats'])
    const waited = (await ami.send('WaitEvent', { Timeout: 1 })) as unknown as AmiList
    expect(waited.closing?.name).toBe('WaitEventComplete')
    const hungUp = await ami.send('Hangup', { Channel: '/^nosuch/' })
    expect(hungUp.events.map(({ name }) => name)).toEqual(['ChannelsHungupListComplete'])
    // Both versions call an empty list of contacts an error; the endpoint `loop` has one, so ask for another's.
    const inbound = await ami.send('PJSIPShowContacts').catch((error: unknown) => error)
    expect(inbound).toBeInstanceOf(AmiList)
    const rules = await ami.send('QueueRule')
    expect(rules.getAll('Rule').length).toBeGreaterThan(1)
  })

  it('pain 23 three answers to one action: the first settles it, the others are counted and harmless', async () => {
    const { unknownResponses } = ami.counters()
    await expect(ami.send('ModuleLoad' as string)).rejects.toMatchObject({
      code: 'AMI_REJECTED',
      delivery: 'answered',
    })
    expect((await ami.send('Ping')).ok).toBe(true)
    expect(ami.counters().unknownResponses - unknownResponses).toBe(2)
  })

  it('pain 6 E10 a command gives its lines, and a failing one gives them with the error', async () => {
    const version = await ami.send('Command', { Command: 'core show version' })
    expect(version.output[0]).toContain(server.version)
    const dialplan = await ami.send('Command', { Command: 'dialplan show cust' })
    expect(dialplan.output.length).toBeGreaterThan(50)
    expect(dialplan.output.some((line) => line.startsWith('  '))).toBe(true)
    const refused = await ami.send('Command', { Command: 'no such command' }).catch((error: unknown) => error)
    if (!AmiError.is(refused)) throw new Error('the command was not refused')
    expect(refused.code).toBe('AMI_REJECTED')
    expect(refused.response?.output.join('\n')).toContain('No such command')
  })

  it('pain 25 C6 hostile values reach Asterisk as data, and become no other variable', async () => {
    const hostile = {
      PLAIN: 'x',
      INJECTED: 'Smith,OTHER=owned,FILE(/tmp/owned)=owned',
      QUOTED: '"a","b"',
      SLASHES: 'C:\\temp\\,\\',
      BRACKETS: '(a[b,c)d]',
      BLANKS: '  leading and trailing  ',
      UNICODE: 'Zażółć ☎ 日本',
      DOLLAR: `${'$'}{EXTEN}`,
    }
    const started = ami.once('Newchannel', {
      where: (event) => event.get('Channel')?.endsWith(';2') === false,
    })
    await ami.send('Originate', {
      Channel: 'Local/long@cust/n',
      Application: 'Wait',
      Data: '5',
      Async: true,
      Variable: hostile,
    })
    const channel = (await started).get('Channel') ?? ''
    const other = await ami.send('Getvar', { Channel: channel, Variable: 'OTHER' })
    expect(other.get('Value')).toBe('')
    for (const [name, value] of Object.entries(hostile)) {
      const answer = await ami.send('Getvar', { Channel: channel, Variable: name })
      expect([name, answer.get('Value')]).toEqual([name, value])
    }
    expect(await ami.send('Hangup', { Channel: channel })).toBeInstanceOf(AmiResponse)
  })

  it('pain 22 C7 what passes the encoder passes Asterisk: 1022 bytes a line, 128 headers', async () => {
    const value = 'v'.repeat(1022 - 'Value: '.length)
    await ami.send('Setvar', { Variable: 'AMIABLE_LONG', Value: value })
    expect((await ami.send('Getvar', { Variable: 'AMIABLE_LONG' })).get('Value')).toBe(value)
    await expect(ami.send('Setvar', { Variable: 'AMIABLE_LONG', Value: `${value}v` })).rejects.toMatchObject({
      code: 'AMI_ARGUMENT',
      delivery: 'unsent',
    })
    const headers = Object.fromEntries(Array.from({ length: 125 }, (_, index) => [`H${index}`, 'x']))
    const echoed = ami.once('UserEvent', { where: (event) => event.get('UserEvent') === 'Full' })
    await ami.send('UserEvent', { UserEvent: 'Full', ...headers })
    expect((await echoed).get('H124')).toBe('x')
    await expect(ami.send('UserEvent', { UserEvent: 'Full', ...headers, H125: 'x' })).rejects.toMatchObject({
      code: 'AMI_ARGUMENT',
    })
  })

  it('pain 10 bytes that are not UTF-8 arrive in the fallback encoding, and raw', async () => {
    await ami.send('Setvar', { Variable: 'AMIABLE_UTF8', Value: 'Łódź ☎' })
    const answer = await ami.send('Getvar', { Variable: 'AMIABLE_UTF8' })
    expect(answer.get('Value')).toBe('Łódź ☎')
    expect(Buffer.from(answer.getBytes('Value') ?? []).toString('utf8')).toBe('Łódź ☎')
  })

  it('pain 4 E15 2,000 actions at once are each answered to their own asker', async () => {
    const before = ami.counters()
    const family = `amiable${process.pid}`
    const keys = Array.from({ length: 1000 }, (_, index) => `k${index}`)
    await Promise.all(keys.map((Key, index) => ami.send('DBPut', { Family: family, Key, Val: index })))
    const read = await Promise.all(keys.map((Key) => ami.send('DBGet', { Family: family, Key })))
    expect(read.map((list) => list.events[0]?.get('Val'))).toEqual(keys.map((_, index) => String(index)))
    await ami.send('DBDelTree', { Family: family })
    const { unknownResponses, lateResponses, responsesWithoutId } = before
    expect(ami.counters()).toMatchObject({ unknownResponses, lateResponses, responsesWithoutId })
  })

  it('streams a long list item by item', async () => {
    const names = new Set<string>()
    let items = 0
    for await (const item of ami.list('ShowDialPlan')) {
      names.add(item.name)
      items += 1
    }
    expect([...names]).toEqual(['ListDialplan'])
    expect(items).toBeGreaterThan(100)
  })

  it('pain 18 a wrong secret is refused once, quickly, and said so', async () => {
    const wrong = clientFor(server, { secret: 'not the secret' })
    const error = await wrong.connect().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'AMI_AUTH', response: { status: 'Error' } })
    expect(String(error)).not.toContain('not the secret')
    expect(wrong.state).toBe('auth-failed')
    expect(wrong.counters().attempts).toBe(1)
    await wrong.close()
  })

  it('a permission that is missing is a rejection with Asterisk own words', async () => {
    await using readonly = await clientFor(server, { username: 'readonly', secret: 'ro' }).connect()
    await expect(readonly.send('Command', { Command: 'core show version' })).rejects.toMatchObject({
      code: 'AMI_REJECTED',
      message: 'Command: Permission denied',
    })
  })
})
