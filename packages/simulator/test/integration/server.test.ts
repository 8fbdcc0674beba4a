import { createHash } from 'node:crypto'
import { SimulatorClosedError, startSimulator } from '@amiable/simulator'
import { describe, expect, it } from 'vitest'
import { RawClient } from './raw-client.ts'

const BANNER = 'Asterisk Call Manager/11.0.0\r\n'

it('greets with the banner line alone, without an empty line', async () => {
  await using pbx = await startSimulator()
  await using client = RawClient.connect(pbx.port)
  expect(await client.until((text) => text.length > 0)).toBe(BANNER)
  expect(pbx.url).toBe(`ami://admin:amp111@127.0.0.1:${pbx.port}`)
})

it('says whatever banner it is told, or none', async () => {
  await using odd = await startSimulator({ banner: 'SSH-2.0-OpenSSH_9.6\n' })
  await using first = RawClient.connect(odd.port)
  expect(await first.until((text) => text.length > 0)).toBe('SSH-2.0-OpenSSH_9.6\n')
  await using mute = await startSimulator({ banner: false })
  await using second = RawClient.connect(mute.port)
  second.send('Action: Logoff')
  expect(await second.end()).toBe('Response: Goodbye\r\nMessage: Thanks for all the fish.\r\n\r\n')
})

it('speaks LF alone through the whole session', async () => {
  await using pbx = await startSimulator({ lineEnding: '\n' })
  await using client = RawClient.connect(pbx.port)
  client.write(
    'Action: Login\nUsername: admin\nSecret: amp111\n\nAction: QueueSummary\n\nAction: UserEvent\nUserEvent: x\n\n',
  )
  client.write('Action: Logoff\n\n')
  const text = await client.end()
  expect(text).toContain(
    'Asterisk Call Manager/11.0.0\nResponse: Success\nMessage: Authentication accepted\n\n',
  )
  expect(text).toContain('EventList: Complete\nListItems: 3\n\n')
  expect(text).toContain('Event: UserEvent\nPrivilege: user,all\nUserEvent: x\n\n')
  expect(text).not.toContain('\r')
})

describe('cuts its writes', () => {
  const ask = async (chunks: 'whole' | 'random' | number): Promise<RawClient> => {
    await using pbx = await startSimulator({ chunks, now: () => 1_700_000_000_123 })
    await using client = RawClient.connect(pbx.port)
    await client.login()
    client.send('Action: QueueStatus\nActionID: q\nQueue: support')
    client.send('Action: Logoff')
    await client.end()
    return client
  }

  it.each([1, 7, 100, 'random'] as const)('%s bytes at a time, with the same text', async (size) => {
    const cut = await ask(size)
    const whole = await ask('whole')
    expect(cut.text).toBe(whole.text)
    // A reader on a busy machine may find some pieces together, never all of them.
    const pieces = cut.text.length / (size === 'random' ? 64 : size)
    expect(cut.chunks.length).toBeGreaterThan(pieces / 2)
  })
})

it('answers a challenge with digits, the same for the session, and takes lower-case digests only', async () => {
  await using pbx = await startSimulator()
  const attempt = async (spell: (digest: string) => string): Promise<string> => {
    await using client = RawClient.connect(pbx.port)
    client.send('Action: Challenge\nAuthType: MD5\nActionID: c1')
    const challenge = /Challenge: (\d{1,9})$/.exec(await client.response('c1'))?.[1] ?? ''
    client.send('Action: Challenge\nAuthType: md5\nActionID: c2')
    expect(await client.response('c2')).toContain(`Challenge: ${challenge}`)
    const digest = createHash('md5').update(`${challenge}amp111`).digest('hex')
    client.send(`Action: Login\nAuthType: MD5\nUsername: Admin\nKey: ${spell(digest)}\nActionID: l`)
    return await client.response('l')
  }
  expect(await attempt((digest) => digest)).toContain('Message: Authentication accepted')
  expect(await attempt((digest) => digest.toUpperCase())).toContain('Message: Authentication failed')
})

it('limits a user to the classes of manager.conf', async () => {
  await using pbx = await startSimulator({
    users: { viewer: { secret: 's', read: ['call'], write: ['reporting'] } },
  })
  await using client = RawClient.connect(pbx.port)
  client.send('Action: Login\nUsername: viewer\nSecret: s\nActionID: l')
  client.send('Action: Originate\nActionID: o\nChannel: Local/answer@x')
  client.send('Action: Nonsense\nActionID: n')
  client.send('Action: ListCommands\nActionID: list')
  await client.response('list')
  pbx.event('Newchannel', { Channel: 'Local/1' })
  pbx.event('VarSet', { Variable: 'x' })
  client.send('Action: Ping\nActionID: end')
  await client.response('end')
  expect(client.text).not.toContain('FullyBooted')
  expect(await client.response('o')).toContain('Message: Permission denied')
  expect(await client.response('n')).toContain('Invalid/unknown command: Nonsense.')
  const listed = await client.response('list')
  expect(listed).toContain('\r\nCoreStatus: Show PBX core status variables.  (Priv: system,reporting,all)')
  expect(listed).not.toContain('Originate')
  expect(client.frames.filter((frame) => frame.startsWith('Event: '))).toEqual([
    'Event: Newchannel\r\nPrivilege: call,all\r\nChannel: Local/1',
  ])
})

it('runs a command as headers, and as Asterisk 13 did when told so', async () => {
  const commands = { 'show blank lines': 'one\n\ntwo' }
  await using modern = await startSimulator({ commands })
  await using client = RawClient.connect(modern.port)
  await client.login('Events: off')
  client.send('Action: Command\nActionID: c\nCommand: show blank lines')
  client.send('Action: Command\nActionID: v\nCommand: core show version')
  client.send('Action: Command\nActionID: u\nCommand: no such thing')
  expect(await client.response('c')).toBe(
    'Response: Success\r\nActionID: c\r\nMessage: Command output follows\r\nOutput: one\r\nOutput: \r\nOutput: two',
  )
  expect(await client.response('v')).toContain('\r\nOutput: Asterisk 22.10.1 built by ')
  expect(await client.response('u')).toMatch(
    /^Response: Error\r\nActionID: u\r\n.*\r\nOutput: No such command 'no such thing'/,
  )

  await using old = await startSimulator({ commands, legacyCommand: true })
  await using legacy = RawClient.connect(old.port)
  await legacy.login('Events: off')
  legacy.send('Action: Command\nActionID: c\nCommand: show blank lines')
  const text = await legacy.untilText('--END COMMAND--\r\n\r\n')
  expect(text).toContain(
    'Response: Follows\r\nPrivilege: Command\r\nActionID: c\r\none\n\ntwo\n--END COMMAND--\r\n\r\n',
  )
})

it('runs scripts in place of its own actions, per server and per session, one at a time', async () => {
  const started: string[] = []
  let release = (): void => undefined
  await using pbx = await startSimulator({
    actions: {
      Slow: async (request, session) => {
        started.push('slow')
        await new Promise<void>((resolve) => {
          release = resolve
        })
        session.respond(request, { Message: 'at last' })
      },
      ping: (request, session) => {
        started.push('ping')
        session.list(request, [{ event: 'Item', headers: { N: 1 } }], 'Done', { complete: { Extra: 'x' } })
      },
    },
    onSession: (session, index) => {
      if (index === 1) session.script('Ping', (request, by) => by.refuse(request, 'second session'))
    },
  })
  await using client = RawClient.connect(pbx.port)
  await client.login()
  client.send('Action: Slow\nActionID: s')
  const ping = pbx.nextRequest('PING')
  client.send('Action: Ping\nActionID: p')
  expect((await ping).actionId).toBe('p')
  pbx.event('Hangup', { Channel: 'Local/1' })
  expect(started).toEqual(['slow'])
  release()
  await client.until((text) => text.includes('Event: Hangup') && text.includes('Extra: x'))
  expect(client.frames.slice(2)).toEqual([
    'Response: Success\r\nActionID: s\r\nMessage: at last',
    'Event: Hangup\r\nPrivilege: call,all\r\nChannel: Local/1',
    'Response: Success\r\nActionID: p\r\nEventList: start\r\nMessage: List will follow',
    'Event: Item\r\nActionID: p\r\nN: 1',
    'Event: Done\r\nActionID: p\r\nEventList: Complete\r\nListItems: 1\r\nExtra: x',
  ])
  await using other = RawClient.connect(pbx.port)
  await other.login()
  other.send('Action: Ping\nActionID: p')
  expect(await other.response('p')).toContain('Message: second session')
})

it('rethrows on close what a script threw, and answers on', async () => {
  const boom = new Error('boom')
  const pbx = await startSimulator({
    actions: {
      Throw: () => {
        throw boom
      },
      Reject: async () => {
        await Promise.reject(boom)
      },
    },
  })
  await using client = RawClient.connect(pbx.port)
  await client.login()
  client.send('Action: Throw')
  client.send('Action: Reject')
  client.send('Action: Ping\nActionID: p')
  await client.response('p')
  expect(pbx.errors).toEqual([boom, boom])
  await expect(pbx.close()).rejects.toThrow(AggregateError)
})

it('tells who waits about sessions, logins and requests, and rejects them when it closes', async () => {
  const pbx = await startSimulator()
  const session = pbx.nextSession()
  const login = pbx.nextLogin()
  const request = pbx.nextRequest('Ping')
  const never = pbx.nextRequest('Never')
  await using client = RawClient.connect(pbx.port)
  await client.login()
  client.send('Action: Ping\nActionID: p')
  expect(await login).toBe(await session)
  expect((await request).raw).toBe('Action: Ping\r\nActionID: p\r\n\r\n')
  expect((await session).received.map(({ action }) => action)).toEqual(['Login', 'Ping'])
  expect(pbx.receivedCount).toBe(2)
  await pbx.close()
  await expect(never).rejects.toThrow(SimulatorClosedError)
  await expect(pbx.start()).rejects.toThrow(SimulatorClosedError)
  await (await session).closed
})

it('keeps at least the last requests it was told to keep, and counts the rest', async () => {
  await using pbx = await startSimulator({ receivedLimit: 10 })
  await using client = RawClient.connect(pbx.port)
  await client.login()
  for (let at = 0; at < 95; at += 1) client.send(`Action: Ping\nActionID: ${at}`)
  await client.response('94')
  expect(pbx.receivedCount).toBe(96)
  expect(pbx.received.length).toBeGreaterThanOrEqual(10)
  expect(pbx.received.length).toBeLessThanOrEqual(20)
  expect(pbx.received.at(-1)?.actionId).toBe('94')
})

it('listens again on the same port after it was stopped like a killed process', async () => {
  await using pbx = await startSimulator()
  const { port } = pbx
  await using client = RawClient.connect(port)
  await client.login()
  await pbx.stop()
  await client.end()
  await using refused = RawClient.connect(port)
  await refused.end()
  expect(refused.ending?.code).toBe('ECONNREFUSED')
  await pbx.start()
  expect(pbx.port).toBe(port)
  await using again = RawClient.connect(port)
  await again.login()
  expect(pbx.connections).toBe(2)
  expect(pbx.sessions).toHaveLength(1)
})

it('leaves no socket, server or timer behind', async () => {
  const before = process.getActiveResourcesInfo().filter((kind) => /TCP|Timeout|TLS/.test(kind)).length
  const pbx = await startSimulator({ acceptDelayMs: 3_600_000, talkMs: 3_600_000 })
  const clients = Array.from({ length: 5 }, () => RawClient.connect(pbx.port))
  while (pbx.connections < 5) await pbx.nextSession()
  clients[0]?.send('Action: Login\nUsername: admin\nSecret: amp111')
  clients[0]?.send('Action: Originate\nChannel: Local/answer@x\nAsync: true\nApplication: Wait')
  await pbx.nextRequest('Originate')
  await pbx.close()
  for (const client of clients) await client.end()
  const after = process.getActiveResourcesInfo().filter((kind) => /TCP|Timeout|TLS/.test(kind)).length
  expect(after).toBeLessThanOrEqual(before)
})

it.each([
  { chunks: 0 },
  { chunks: 1.5 },
  { port: -1 },
  { port: 65_536 },
  { ringMs: -1 },
  { loginDelayMs: Number.NaN },
  { receivedLimit: 0 },
  { maxBufferedBytes: 0 },
])('refuses the options %j', async (options) => {
  await expect(startSimulator(options)).rejects.toThrow(expect.objectContaining({ code: 'SIMULATOR_OPTION' }))
})

it('rejects when its port is taken', async () => {
  await using pbx = await startSimulator()
  await expect(startSimulator({ port: pbx.port })).rejects.toThrow(
    expect.objectContaining({ code: 'EADDRINUSE' }),
  )
})
