import { type DeathStep, type SimulatorOptions, startSimulator } from '@amiable/simulator'
import { describe, expect, it } from 'vitest'
import { RawClient } from './raw-client.ts'

const BANNER = 'Asterisk Call Manager/11.0.0\r\n'
const ACCEPTED = `${BANNER}Response: Success\r\nActionID: login\r\nMessage: Authentication accepted\r\n\r\n`

/** A client that does everything a client does at first, and what it got before the server died. */
async function live(options: SimulatorOptions): Promise<RawClient> {
  await using pbx = await startSimulator(options)
  const client = RawClient.connect(pbx.port)
  client.send('Action: Challenge\nAuthType: MD5')
  client.send('Action: Login\nUsername: admin\nSecret: amp111\nActionID: login\nEvents: off')
  client.send('Action: Ping\nActionID: ping')
  client.send('Action: QueueStatus\nActionID: list')
  await client.end()
  return client
}

describe('dies at every step', () => {
  const steps: [DeathStep, RegExp][] = [
    ['connect', /^$/],
    ['banner', /^Asterisk Call Manager\/11\.0\.0\r\n$/],
    ['challenge', /^Asterisk Call Manager\/11\.0\.0\r\n$/],
    ['login', /Challenge: \d+\r\n\r\n$/],
    ['first-action', /Authentication accepted\r\n\r\n$/],
    ['mid-frame', /Authentication accepted\r\n\r\nResponse: Success\r\nActionID: p[^\n]*(\n[^\n]+)?$/],
    ['mid-list', /EventList: start[\s\S]*Event: QueueMember[\s\S]*ActionID: list\r\n\r\n$/],
  ]

  it.each(steps)('%s, with FIN', async (dieAt, wire) => {
    const client = await live({ dieAt })
    expect(client.text).toMatch(wire)
    expect(client.ending).toBeUndefined()
  })

  it.each(steps)('%s, with RST', async (dieAt, wire) => {
    const client = await live({ dieAt, dieWith: 'rst' })
    expect(client.text).toMatch(wire)
    expect(client.ending?.code).toMatch(/ECONNRESET|EPIPE/)
  })

  it('ends a list without its complete event', async () => {
    const client = await live({ dieAt: 'mid-list' })
    expect(client.text).not.toContain('QueueStatusComplete')
  })
})

it('cuts every connection, with FIN or RST', async () => {
  await using pbx = await startSimulator()
  await using one = RawClient.connect(pbx.port)
  await using two = RawClient.connect(pbx.port)
  await one.login()
  await two.login()
  pbx.cutAll()
  await one.end()
  await two.end()
  expect([one.ending, two.ending]).toEqual([undefined, undefined])
  await using three = RawClient.connect(pbx.port)
  await three.login()
  pbx.cutAll({ reset: true })
  await three.end()
  expect(three.ending?.code).toBe('ECONNRESET')
})

it('holds what it has to say while stalled, on new connections too', async () => {
  await using pbx = await startSimulator()
  await using client = RawClient.connect(pbx.port)
  await client.login('Events: off')
  pbx.stall()
  client.send('Action: Ping\nActionID: p')
  await using late = RawClient.connect(pbx.port)
  late.send('Action: Ping\nActionID: late')
  while (!pbx.received.some((request) => request.actionId === 'late')) await pbx.nextRequest()
  expect(client.text).toBe(ACCEPTED)
  expect(late.text).toBe('')
  pbx.resume()
  await client.response('p')
  await late.response('late')
})

it('is a half-open peer as a black hole: reads nothing, writes nothing, closes nothing', async () => {
  await using pbx = await startSimulator()
  await using client = RawClient.connect(pbx.port)
  await client.login('Events: off')
  pbx.blackHole()
  client.send('Action: Ping\nActionID: p')
  await using late = RawClient.connect(pbx.port)
  await pbx.nextSession()
  expect(pbx.receivedCount).toBe(1)
  pbx.resume()
  await client.response('p')
  expect(await late.until((text) => text !== '')).toBe(BANNER)
})

it('cuts in the middle of a message', async () => {
  await using pbx = await startSimulator()
  await using client = RawClient.connect(pbx.port)
  await client.login('Events: off')
  pbx.halfMessage()
  expect(await client.end()).toBe(
    `${ACCEPTED}Event: Newchannel\r\nPrivilege: call,all\r\nChannel: Local/half@cut-0000`,
  )
})

it('floods with numbered events as fast as they are taken, and answers in between', async () => {
  await using pbx = await startSimulator()
  await using client = RawClient.connect(pbx.port)
  await client.login()
  await using off = RawClient.connect(pbx.port)
  await off.login('Events: off')
  const flooded = pbx.floodEvents({ count: 20_000, nonAscii: true })
  client.send('Action: Ping\nActionID: p')
  expect(await flooded).toBe(20_000)
  const text = await client.untilText('\r\nSequence: 20000\r\n')
  const numbers = [...text.matchAll(/^Sequence: (\d+)\r$/gm)].map((match) => Number(match[1]))
  expect(numbers).toEqual(Array.from({ length: 20_000 }, (_, at) => at + 1))
  const mean = text.length / 20_000
  expect(mean).toBeGreaterThan(430)
  expect(mean).toBeLessThan(460)
  expect(Buffer.from(text, 'latin1').toString('utf8')).toContain('Accents: Żaneta Ćma ☎ 日本 📞')
  expect(off.text).toBe(ACCEPTED)
})

it('waits in a flood for a reader who does not read, holding little', async () => {
  await using pbx = await startSimulator()
  await using client = RawClient.connect(pbx.port)
  await client.login()
  client.pause()
  const flooded = pbx.floodEvents({ count: 50_000 })
  const [session] = pbx.sessions
  const settled = await Promise.race([
    flooded,
    new Promise((resolve) => setImmediate(() => resolve('waiting'))),
  ])
  expect(settled).toBe('waiting')
  expect(session?.bufferedBytes).toBeLessThan(1_000_000)
  client.resume()
  expect(await flooded).toBe(50_000)
})

it('cuts a reader who lets too much pile up, in mid-frame as Asterisk does', async () => {
  await using pbx = await startSimulator({ maxBufferedBytes: 100_000 })
  await using client = RawClient.connect(pbx.port)
  await client.login()
  const [session] = pbx.sessions
  session?.oversize(100_001)
  await client.end()
  expect(pbx.sessions).toHaveLength(0)
})

it('refuses every login until it does not', async () => {
  await using pbx = await startSimulator()
  pbx.refuseLogin(true)
  await using refused = RawClient.connect(pbx.port)
  refused.send('Action: Login\nUsername: admin\nSecret: amp111\nActionID: l')
  expect(await refused.end()).toBe(
    `${BANNER}Response: Error\r\nActionID: l\r\nMessage: Authentication failed\r\n\r\n`,
  )
  pbx.heal()
  await using client = RawClient.connect(pbx.port)
  await client.login()
})

it('dribbles like a slow loris', async () => {
  await using pbx = await startSimulator()
  pbx.slowLoris(2000)
  await using client = RawClient.connect(pbx.port)
  expect(await client.until((text) => text.endsWith('\r\n'))).toBe(BANNER)
  expect(Math.max(...client.chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(20)
  pbx.heal()
  await client.login('Events: off')
})

it('writes what is no message, or too much of one', async () => {
  await using pbx = await startSimulator()
  await using client = RawClient.connect(pbx.port)
  await client.login('Events: off')
  pbx.garbage('text', 50)
  pbx.garbage('colon', 50)
  pbx.garbage('binary', 254)
  pbx.bannerFlood(3)
  pbx.oversize(100)
  pbx.raw('Event: Żaba\r\n\r\n')
  pbx.garbage('no-newline', 70_000)
  const text = (await client.until((all) => all.endsWith('x'.repeat(70_000)))).slice(ACCEPTED.length)
  const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).filter(
    (byte) => !/[\r\n]/.test(byte),
  )
  expect(text).toBe(
    `${'lorem ipsum dolor sit amet lorem ipsum dolor sit am'.slice(0, 50)}\r\n` +
      `${'lorem: ipsum: dolor '.repeat(3).slice(0, 50)}\r\n` +
      `${bytes.join('')}\r\n` +
      BANNER.repeat(3) +
      `Event: Oversize\r\nPrivilege: user,all\r\nPayload: ${'x'.repeat(100)}\r\n\r\n` +
      `Event: ${Buffer.from('Żaba').toString('latin1')}\r\n\r\n` +
      'x'.repeat(70_000),
  )
})

it('says Goodbye or Shutdown unasked, then closes', async () => {
  await using pbx = await startSimulator()
  await using one = RawClient.connect(pbx.port)
  await one.login('Events: off')
  pbx.goodbye()
  expect(await one.end()).toBe(`${ACCEPTED}Response: Goodbye\r\nMessage: Thanks for all the fish.\r\n\r\n`)
  await using two = RawClient.connect(pbx.port)
  await two.login()
  pbx.shutdown({ restart: true })
  expect(await two.end()).toMatch(
    /Event: Shutdown\r\nPrivilege: system,all\r\nShutdown: Cleanly\r\nRestart: True\r\n\r\n$/,
  )
})

it('sends an event that carries somebody else’s ActionID', async () => {
  await using pbx = await startSimulator()
  await using client = RawClient.connect(pbx.port)
  await client.login()
  pbx.event('OriginateResponse', { ActionID: 'mine', Response: 'Failure', Reason: 0 })
  pbx.sessions[0]?.event('Item', { N: 1 }, 'mine')
  await client.untilText('N: 1')
  expect(client.frames.slice(-2)).toEqual([
    'Event: OriginateResponse\r\nPrivilege: call,all\r\nActionID: mine\r\nResponse: Failure\r\nReason: 0',
    'Event: Item\r\nActionID: mine\r\nN: 1',
  ])
})

it.each<[string, SimulatorOptions, string]>([
  ['accepting', { acceptDelayMs: 20 }, ''],
  ['logging in', { loginDelayMs: 20 }, 'Secret: amp111'],
  ['failing to log in', { authDelayMs: 20 }, 'Secret: wrong'],
])('takes its time %s when told to', async (_what, options, secret) => {
  await using pbx = await startSimulator(options)
  const began = performance.now()
  await using client = RawClient.connect(pbx.port)
  if (secret === '') await client.until((text) => text === BANNER)
  else client.send(`Action: Login\nUsername: admin\n${secret}`)
  if (secret !== '') await client.untilText('Message: Authentication')
  // A timer of Node may fire up to a millisecond early.
  expect(performance.now() - began).toBeGreaterThanOrEqual(19)
})
