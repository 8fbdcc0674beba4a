import { readdirSync, readFileSync } from 'node:fs'
import { startSimulator, startTraffic } from '@amiable/simulator'
import { describe, expect, it } from 'vitest'
import { RawClient } from './raw-client.ts'

const captures = new URL('../../../../fixtures/captures/22/', import.meta.url)

function keysOf(frame: string): string {
  return frame
    .split('\r\n')
    .map((line) => line.slice(0, line.indexOf(':')).replace(/^ChanVariable\(.*/, 'ChanVariable'))
    .filter((key) => !key.endsWith('ChanVariable'))
    .join(' ')
}

/** For every event Asterisk 22 sent, the orders of keys it was seen with. */
function recordedShapes(): Map<string, Set<string>> {
  const shapes = new Map<string, Set<string>>()
  for (const file of readdirSync(captures).filter((name) => name.endsWith('.s2c.txt'))) {
    for (const frame of readFileSync(new URL(file, captures), 'latin1').split('\r\n\r\n')) {
      const name = /^Event: (\w+)/.exec(frame)?.[1]
      if (name === undefined) continue
      const seen = shapes.get(name) ?? new Set()
      shapes.set(name, seen.add(keysOf(frame)))
    }
  }
  return shapes
}

function eventName(frame: string): string {
  return /^Event: (\w+)/.exec(frame)?.[1] ?? ''
}

const shapes = recordedShapes()

function expectRecordedShapes(frames: readonly string[]): void {
  const events = frames.filter((frame) => eventName(frame) !== '')
  expect(events.length).toBeGreaterThan(0)
  const unknown = events.filter((frame) => shapes.get(eventName(frame))?.has(keysOf(frame)) !== true)
  expect(new Set(unknown.map(keysOf))).toEqual(new Set())
}

function originate(id: string, channel: string, extra: string = ''): string {
  return `Action: Originate\nActionID: ${id}\nChannel: ${channel}\nApplication: Wait\nData: 1\nCallerID: Bob <100>\nAsync: true\n${extra}`
}

function header(frame: string, key: string): string | undefined {
  return frame
    .split('\r\n')
    .find((line) => line.startsWith(`${key}: `))
    ?.slice(key.length + 2)
}

/** The frames from the response of this ActionID to the call's last Hangup. */
async function playCall(channel: string, extra: string = ''): Promise<string[]> {
  await using pbx = await startSimulator({ channelVars: ['CAMPAIGN', 'LEAD_ID'] })
  await using client = RawClient.connect(pbx.port)
  await client.login()
  client.send(originate('o1', channel, extra))
  client.send('Action: Ping\nActionID: end')
  await client.response('end')
  const { frames } = client
  const first = frames.findIndex((frame) => frame.startsWith('Response: Success\r\nActionID: o1'))
  return frames.slice(first, -1)
}

const unordered = /^(TestEvent|DeviceStateChange|Cdr|VarSet|Newexten|SoftHangupRequest|HangupRequest)$/

function story(frames: readonly string[]): string[] {
  return frames
    .map((frame) => `${eventName(frame)} ${header(frame, 'DialStatus') ?? ''}`.trim())
    .filter((name) => name !== '' && !unordered.test(name))
}

/** The frames a recorded client saw of its action. */
function recorded(file: string, actionId: string, next: string): string[] {
  const frames = readFileSync(new URL(file, captures), 'latin1').split('\r\n\r\n')
  const at = (id: string): number =>
    frames.findIndex((frame) => frame.startsWith(`Response: Success\r\nActionID: ${id}\r\n`))
  return frames.slice(at(actionId), at(next))
}

describe('plays a dialled call as Asterisk 22 did', () => {
  it.each([
    ['answer', 'oa0', 'oa1'],
    ['busy', 'oa2', 'oa3'],
    ['noanswer', 'oa7', 'oa8'],
  ])('with the outcome %s', async (outcome, actionId, next) => {
    const got = await playCall(`Local/${outcome}@cust`)
    const wanted = story(recorded('originate-async.s2c.txt', actionId, next))
    // Asterisk sends a call's own events and its peer's from two threads; the set is what it promises.
    expect(story(got).sort()).toEqual(wanted.sort())
    expectRecordedShapes(got)
  })

  it.each([
    [
      'Local/busy@cust',
      { Response: 'Failure', Reason: '5', Uniqueid: '<unknown>', Channel: 'Local/busy@cust' },
    ],
    ['Local/congestion@cust', { Response: 'Failure', Reason: '8', Uniqueid: '<unknown>' }],
    ['Local/noanswer@cust', { Response: 'Failure', Reason: '3', Uniqueid: '<unknown>' }],
    [
      'PJSIP/busy@loop',
      { Response: 'Failure', Reason: '0', Uniqueid: '<unknown>', Channel: 'PJSIP/busy@loop' },
    ],
    ['PJSIP/nosuch', { Response: 'Failure', Reason: '0', Uniqueid: '<unknown>' }],
    ['Nosuch/x', { Response: 'Failure', Reason: '0', Channel: 'Nosuch/x' }],
    ['PJSIP/answer@loop', { Response: 'Success', Reason: '4', Channel: 'PJSIP/loop-00000000' }],
  ])('%s ends with the OriginateResponse of Asterisk', async (channel, wanted) => {
    const got = await playCall(channel)
    const response = got.find((frame) => eventName(frame) === 'OriginateResponse') ?? ''
    for (const [key, value] of Object.entries(wanted)) expect(header(response, key)).toBe(value)
    expect(header(response, 'ActionID')).toBe('o1')
    expectRecordedShapes(got)
  })
})

it('shows the true cause of a SIP failure in Hangup alone', async () => {
  const got = await playCall('PJSIP/congestion@loop', 'ChannelId: mine')
  const hangup = got.find((frame) => eventName(frame) === 'Hangup') ?? ''
  expect(header(hangup, 'Uniqueid')).toBe('mine')
  expect(header(hangup, 'Cause')).toBe('34')
  expect(header(hangup, 'TechCause')).toBe('503')
})

it('names both halves after ChannelId, sets variables and shows those of channelvars', async () => {
  const got = await playCall(
    'Local/answer@cust',
    'ChannelId: call-1\nVariable: CAMPAIGN=spring,X="a,b"\nVariable: CAMPAIGN=late',
  )
  const channels = got.filter((frame) => eventName(frame) === 'Newchannel')
  expect(channels.map((frame) => header(frame, 'Uniqueid'))).toEqual(['call-1', 'call-1;2'])
  const response = got.find((frame) => eventName(frame) === 'OriginateResponse') ?? ''
  expect(response).toContain('ChanVariable(Local/answer@cust-00000000;1): CAMPAIGN=spring')
  expect(
    got.filter((frame) => eventName(frame) === 'VarSet').map((frame) => header(frame, 'Value')),
  ).toContain('a,b')
})

it('answers a synchronous Originate after the attempt and holds the session until then', async () => {
  await using pbx = await startSimulator({ ringMs: 5, noAnswerMs: 5 })
  await using client = RawClient.connect(pbx.port)
  await client.login('Events: off')
  client.send('Action: Originate\nActionID: good\nChannel: Local/answer@cust\nApplication: Wait')
  client.send('Action: Originate\nActionID: bad\nChannel: Local/noanswer@cust\nApplication: Wait')
  client.send('Action: Ping\nActionID: behind')
  await client.response('behind')
  expect(client.frames.slice(1)).toEqual([
    'Response: Success\r\nActionID: good\r\nMessage: Originate successfully queued',
    'Response: Error\r\nActionID: bad\r\nMessage: Originate failed',
    expect.stringContaining('ActionID: behind'),
  ])
})

it.each([
  ['Application: Wait', 'Channel not specified'],
  ['Channel: noslash', 'Invalid channel'],
  ['Channel: Local/x@y\nExten: 1', "Originate with 'Exten' requires 'Context' and 'Priority'"],
  ['Channel: Local/x@y\nPriority: x', 'Invalid priority'],
  ['Channel: Local/x@y\nTimeout: x', 'Invalid timeout'],
  [`Channel: Local/x@y\nChannelId: ${'i'.repeat(150)}`, 'Uniqueid length exceeds maximum of 149\n'],
])('refuses an Originate with %j', async (headers, message) => {
  await using pbx = await startSimulator()
  await using client = RawClient.connect(pbx.port)
  await client.login()
  client.send(`Action: Originate\nActionID: bad\n${headers}`)
  expect(await client.response('bad')).toBe(`Response: Error\r\nActionID: bad\r\nMessage: ${message}`)
})

it('keeps a long call in the lists until it is hung up, by name or by id in any case', async () => {
  await using pbx = await startSimulator()
  await using client = RawClient.connect(pbx.port)
  await client.login()
  client.send(originate('o1', 'Local/long@cust', 'ChannelId: Call-1'))
  client.send('Action: CoreShowChannels\nActionID: list')
  client.send('Action: Status\nActionID: status\nChannel: call-1;2\nVariables: NOPE')
  client.send('Action: Hangup\nActionID: hang\nChannel: CALL-1\nCause: 17')
  client.send('Action: CoreShowChannels\nActionID: after')
  await client.untilText('ActionID: after\r\nEventList: Complete')
  const items = client.frames.filter((frame) => eventName(frame) === 'CoreShowChannel')
  expect(items.map((frame) => header(frame, 'ActionID'))).toEqual(['list', 'list'])
  expect(client.frames.filter((frame) => eventName(frame) === 'Status')).toHaveLength(1)
  const hangups = client.frames.filter((frame) => eventName(frame) === 'Hangup')
  expect(hangups.map((frame) => header(frame, 'Cause'))).toEqual(['17', '17'])
  expectRecordedShapes(client.frames)
})

it('hangs up every channel a regular expression fits, as a list', async () => {
  await using pbx = await startSimulator()
  await using client = RawClient.connect(pbx.port)
  await client.login('Events: off')
  for (const id of ['a', 'b']) client.send(originate(id, 'PJSIP/long@trunk'))
  client.send('Action: Hangup\nActionID: all\nChannel: /^PJSIP/')
  await client.until((text) =>
    text.includes('ChannelsHungupListComplete\r\nActionID: all\r\nEventList: Complete\r\nListItems: 2'),
  )
  expect(pbx.pbx.channels.size).toBe(0)
})

it('lets calls come in whose events have the shapes Asterisk sent and agree with the channel list', async () => {
  await using pbx = await startSimulator({ channelVars: ['CAMPAIGN'] })
  await using client = RawClient.connect(pbx.port)
  await client.login()
  const traffic = startTraffic(pbx, { callsPerSecond: 200, seed: 3, ringMs: [1, 20], talkMs: [1, 60] })
  await client.untilText('Event: AgentComplete', 20)
  client.send('Action: CoreShowChannels\nActionID: list')
  await client.untilText('ActionID: list\r\nEventList: Complete')
  const seen = client.frames
  const at = seen.findIndex((frame) => frame.startsWith('Response: Success\r\nActionID: list'))
  const live = new Set<string>()
  for (const frame of seen.slice(0, at)) {
    const channel = header(frame, 'Channel') ?? ''
    if (eventName(frame) === 'Newchannel') live.add(channel)
    if (eventName(frame) === 'Hangup') live.delete(channel)
  }
  const listed = seen
    .filter((frame) => eventName(frame) === 'CoreShowChannel')
    .map((frame) => header(frame, 'Channel'))
  expect(listed.sort()).toEqual([...live].sort())
  traffic.stop()
  expect(traffic.live).toBe(0)
  expect(pbx.pbx.channels.size).toBe(0)
  expect(pbx.pbx.queues.every((queue) => queue.callers.length === 0)).toBe(true)
  client.send('Action: Ping\nActionID: end')
  await client.response('end')
  const events = client.frames.filter(
    (frame) => header(frame, 'Privilege') !== undefined && !frame.includes('FullyBooted'),
  )
  expect(
    traffic.events +
      pbx.pbx.queues.flatMap((queue) => queue.members).filter((member) => member.membership === 'dynamic')
        .length,
  ).toBe(events.length)
  expectRecordedShapes(events)
})

it('has no more calls at once than it may, and refuses a rate of zero', async () => {
  await using pbx = await startSimulator()
  expect(() => startTraffic(pbx, { callsPerSecond: 0 })).toThrow(
    expect.objectContaining({ code: 'SIMULATOR_OPTION' }),
  )
  await using client = RawClient.connect(pbx.port)
  await client.login()
  const traffic = startTraffic(pbx, {
    callsPerSecond: 1000,
    concurrent: 3,
    talkMs: [5, 5],
    ringMs: [0, 0],
    abandon: 0,
  })
  let most = 0
  await client.until((text) => {
    most = Math.max(most, traffic.live)
    return text.split('Event: AgentComplete').length > 12
  })
  expect(most).toBe(3)
})
