import type { AmiError } from 'amiable'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { turns } from '../support/fake-pbx.ts'
import { failureOf, readyFleet, startFleet } from './fleet.ts'
import { manualFleet } from './manual-fleet.ts'

/** What looks like an answer and is none; `$ID` stands for the action's id. */
interface Case {
  readonly action: string
  readonly wire: string
  /** Of the error that must be the end of it. */
  readonly ends?: AmiError['code']
}

const ok = 'Response: Success\r\nActionID: $ID\r\n'
const begun = `${ok}EventList: start\r\n\r\n`
const item = 'Event: CoreShowChannel\r\nActionID: $ID\r\nChannel: PJSIP/1\r\n\r\n'
const end = 'Event: CoreShowChannelsComplete\r\nActionID: $ID\r\nEventList: Complete\r\nListItems: 1\r\n\r\n'

const cases: Record<string, Case> = {
  nothing: { action: 'Ping', wire: '' },
  'an event with its id': { action: 'Ping', wire: 'Event: Pong\r\nActionID: $ID\r\nPing: Pong\r\n\r\n' },
  'E1 its own outcome before its response': {
    action: 'Originate',
    wire: 'Event: OriginateResponse\r\nPrivilege: call,all\r\nActionID: $ID\r\nResponse: Success\r\n\r\n',
  },
  'D7 a frame that is neither response nor event': {
    action: 'Ping',
    wire: 'Pong: yes\r\nActionID: $ID\r\n\r\n',
  },
  'E4 a response without an id': { action: 'Ping', wire: 'Response: Success\r\nPing: Pong\r\n\r\n' },
  'a response with an id that begins like its own': {
    action: 'Ping',
    wire: 'Response: Success\r\nActionID: $ID0\r\n\r\n',
  },
  'a response that is not finished': { action: 'Ping', wire: `${ok}Ping: Pong\r\n` },
  'its id in the value of another header': {
    action: 'Ping',
    wire: 'Response: Success\r\nMessage: ActionID: $ID\r\n\r\n',
  },
  'E3 a whole list, and no response': { action: 'CoreShowChannels', wire: item + end },
  'a list without its end': { action: 'CoreShowChannels', wire: begun + item.repeat(3) },
  'a list that only the response announced': { action: 'SomeList', wire: begun + item },
  'a list that was cancelled': {
    action: 'CoreShowChannels',
    wire: `${begun}${item}Event: X\r\nActionID: $ID\r\nEventList: cancelled\r\n\r\n`,
    ends: 'AMI_REJECTED',
  },
  'a list whose end has no id': {
    action: 'CoreShowChannels',
    wire: begun + item + end.replace('ActionID: $ID\r\n', ''),
  },
  'a list whose end was told to everybody, as a UserEvent is': {
    action: 'CoreShowChannels',
    wire: begun + item + end.replace('\r\n', '\r\nPrivilege: user,all\r\n'),
  },
  'a refusal, whatever its words': {
    action: 'Ping',
    wire: 'Response: Error\r\nActionID: $ID\r\nMessage: Success\r\n\r\n',
    ends: 'AMI_REJECTED',
  },
  'the output of a command without its end': {
    action: 'Command',
    wire: 'Response: Follows\r\nPrivilege: Command\r\nActionID: $ID\r\nline\n\r\n\r\nEvent: Hangup\r\n\r\n',
  },
  'an answer too long to read': {
    action: 'Command',
    wire: `${ok}Output: ${'x'.repeat(8192)}\r\n\r\n`,
    ends: 'AMI_PROTOCOL',
  },
}

describe('invariant 3: no synthetic success, a result is never made up when an answer is missing', () => {
  it.each(Object.entries(cases))(
    '%s is no success',
    async (_what, { action, wire, ends = 'AMI_TIMEOUT' }) => {
      await using fleet = await readyFleet(['east', 'west'], { defaults: { limits: { messageBytes: 4096 } } })
      const { cluster } = fleet
      for (const pbx of fleet.servers) {
        pbx.script(action, (request, session) => session.write(wire.replaceAll('$ID', `${request.actionId}`)))
      }
      const results = await Promise.all(
        ['east', 'west'].map((server) =>
          failureOf(cluster.server(server).send(action, {}, { timeoutMs: 40 })),
        ),
      )
      expect(results.map(({ code }) => code)).toEqual([ends, ends])
    },
  )

  it.each(['half a response', 'half a list'])('the end of the link after %s is no success', async (what) => {
    await using fleet = await readyFleet(['east', 'west'])
    const { cluster } = fleet
    const wire = what === 'half a list' ? begun + item : `${ok}Ping: Pong\r\n`
    fleet.pbx('east').script('CoreShowChannels', (request, session) => {
      session.write(wire.replaceAll('$ID', `${request.actionId}`))
      session.end()
    })
    const error = await failureOf(cluster.server('east').send('CoreShowChannels'))
    expect(error).toMatchObject({ code: 'AMI_CONNECTION', delivery: 'unknown' })
    expect(error.partial).toHaveLength(what === 'half a list' ? 1 : 0)
  })

  it('a fleet is not connected, and takes no action, because its servers were reached', async () => {
    await using fleet = await startFleet(['east', 'west'])
    const { cluster } = fleet
    fleet.pbx('east').swallow('Login')
    const all = cluster.connect({ wait: 'all', signal: AbortSignal.timeout(150) })
    await fleet.pbx('east').nextRequest('Login')
    expect(await failureOf(cluster.server('east').send('Ping'))).toMatchObject({ delivery: 'unsent' })
    expect(await failureOf(all)).toMatchObject({ code: 'AMI_ABORTED' })
  })

  it('a broadcast tells of each server, the one that says nothing included', async () => {
    await using fleet = await readyFleet(['east', 'west', 'north'])
    fleet.pbx('west').swallow('Ping')
    fleet.pbx('north').script('Ping', (request, session) => session.refuse(request, 'no'))
    const results = await fleet.cluster.broadcast('Ping', {}, { timeoutMs: 50 })
    expect([...results].map(([server, { status }]) => [server, status])).toEqual([
      ['east', 'fulfilled'],
      ['west', 'rejected'],
      ['north', 'rejected'],
    ])
  })

  it('a list that lost items on its way says so', async () => {
    await using fleet = await readyFleet(['east'])
    const short = end.replace('ListItems: 1', 'ListItems: 2')
    fleet.pbx('east').script('CoreShowChannels', (request, session) => {
      session.write((begun + item + short).replaceAll('$ID', `${request.actionId}`))
    })
    const list = await fleet.cluster.send('CoreShowChannels')
    expect([list.length, list.listItems, list.truncated]).toEqual([1, 2, true])
  })

  it('no mixture of frames that do not answer amounts to an answer', async () => {
    const frames = fc.constantFrom(
      ...Object.values(cases)
        .filter(({ ends, wire }) => ends === undefined && wire.endsWith('\r\n\r\n') && !wire.includes(begun))
        .map(({ wire }) => wire)
        .filter((wire) => !wire.includes('Follows')),
      item,
      'Response: Success\r\nActionID: other\r\n\r\n',
      '\r\n',
      'Asterisk Call Manager/11.0.0\r\n',
    )
    const actions = fc.constantFrom(
      'Ping',
      'Originate',
      'CoreShowChannels',
      'QueueStatus',
      'Command',
      'SomeList',
    )
    const { cluster, pbx, ready, run } = manualFleet(['east', 'west'])
    await ready()
    for (const name of ['east', 'west']) pbx(name).onRequest = () => undefined
    await fc.assert(
      fc.asyncProperty(actions, fc.array(frames, { maxLength: 12 }), async (action, wires) => {
        const sent = failureOf(cluster.send(action, {}, { timeoutMs: 100 }))
        await turns(2)
        const { actionId } =
          ['east', 'west'].flatMap((name) => pbx(name).link.received.slice(-1)).at(-1) ?? {}
        for (const wire of wires) {
          for (const name of ['east', 'west']) pbx(name).link.send(wire.replaceAll('$ID', `${actionId}`))
        }
        await run(100)
        expect((await sent).code).toBe('AMI_TIMEOUT')
      }),
      { numRuns: 200 },
    )
    void cluster.close()
  })
})
