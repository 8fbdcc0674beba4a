import { startSimulator } from '@amiable/simulator'
import { describe, expect, it } from 'vitest'
import { RawClient } from './raw-client.ts'

/** What the actions are answered, without the ActionIDs they are given here. */
async function ask(...actions: string[]): Promise<string[]> {
  await using pbx = await startSimulator({ now: () => 1_700_000_000_000 })
  await using client = RawClient.connect(pbx.port)
  await client.login('Events: off')
  const answers: string[] = []
  for (const [at, action] of actions.entries()) {
    client.send(`${action}\nActionID: a${at}`)
    answers.push((await client.response(`a${at}`)).replace(`ActionID: a${at}\r\n`, ''))
  }
  return answers
}

const error = (message: string): string => `Response: Error\r\nMessage: ${message}`
const success = (message: string): string => `Response: Success\r\nMessage: ${message}`

describe('queue actions', () => {
  const member = 'Queue: empty\nInterface: Local/7@agents/n'

  it('add a member once, remove it once, and refuse what there is not', async () => {
    expect(
      await ask(
        `Action: QueueAdd\n${member}\nMemberName: Seven\nPenalty: 2\nPaused: true`,
        `Action: QueueAdd\n${member}`,
        'Action: QueueAdd\nInterface: x',
        'Action: QueueAdd\nQueue: empty',
        'Action: QueueAdd\nQueue: nosuch\nInterface: x',
        `Action: QueueRemove\n${member}`,
        `Action: QueueRemove\n${member}`,
        'Action: QueueRemove\nQueue: nosuch\nInterface: x',
      ),
    ).toEqual([
      success('Added interface to queue'),
      error('Unable to add interface: Already there'),
      error("'Queue' not specified."),
      error("'Interface' not specified."),
      error('Unable to add interface to queue: No such queue'),
      success('Removed interface from queue'),
      error('Unable to remove interface: Not there'),
      error('Unable to remove interface from queue: No such queue'),
    ])
  })

  it('pause a member in every queue, with the events of it', async () => {
    await using pbx = await startSimulator()
    await using client = RawClient.connect(pbx.port)
    await client.login()
    client.send(
      'Action: QueuePause\nActionID: on\nInterface: Local/101@agents/n\nPaused: true\nReason: lunch',
    )
    client.send('Action: QueuePause\nActionID: off\nInterface: Local/101@agents/n\nPaused: false')
    client.send('Action: QueuePause\nActionID: bad\nInterface: Local/101@agents/n')
    expect(await client.response('on')).toContain('Message: Interface paused successfully')
    expect(await client.response('off')).toContain('Message: Interface unpaused successfully')
    expect(await client.response('bad')).toContain("Message: Need 'Interface' and 'Paused' parameters.")
    const pauses = client.frames.filter((frame) => frame.startsWith('Event: QueueMemberPause'))
    expect(pauses.map((frame) => /Paused: (\d)\r\nPausedReason: (.*)\r/.exec(frame)?.slice(1))).toEqual([
      ['1', 'lunch'],
      ['0', ''],
    ])
  })

  it('list one member of one queue when asked for it', async () => {
    await using pbx = await startSimulator()
    await using client = RawClient.connect(pbx.port)
    await client.login('Events: off')
    client.send('Action: QueueStatus\nActionID: q\nQueue: sales\nMember: Local/102@agents/n')
    const text = await client.untilText('ListItems: 2')
    expect(text.match(/^(Name|Queue): .*$/gm)).toEqual(['Queue: sales', 'Queue: sales', 'Name: Bob Brown'])
  })
})

describe('variables', () => {
  it('are global without a channel', async () => {
    expect(
      await ask(
        'Action: Setvar\nVariable: G\nValue:  a: b ',
        'Action: Getvar\nVariable: G',
        'Action: Getvar',
        'Action: Setvar\nVariable: F(x)\nValue: 1',
      ),
    ).toEqual([
      success('Variable Set'),
      'Response: Success\r\nVariable: G\r\nValue: a: b ',
      error('No variable specified'),
      error('Variable not set'),
    ])
  })

  it('and functions of a channel can be read and set', async () => {
    const channel = 'Channel: c1'
    const answers = await ask(
      'Action: Originate\nChannel: Local/long@cust\nChannelId: c1\nApplication: Wait\nAsync: 1\nCallerID: "Ann" <12>\nVariable: X=1',
      ...['X', 'CALLERID(all)', 'CALLERID(num)', 'CHANNEL(state)', 'CHANNEL', 'UNIQUEID', 'NOPE'].map(
        (name) => `Action: Getvar\n${channel}\nVariable: ${name}`,
      ),
      `Action: Setvar\n${channel}\nVariable: CALLERID(name)\nValue: Zoë`,
      `Action: Setvar\n${channel}\nVariable: CALLERID(num)\nValue: 13`,
      `Action: Setvar\n${channel}\nVariable: CHANNEL(language)\nValue: pl`,
      `Action: Getvar\n${channel}\nVariable: CALLERID(all)`,
      `Action: Getvar\n${channel}\nVariable: CHANNEL(language)`,
      `Action: Setvar\n${channel}\nVariable: NOSUCH(x)\nValue: 1`,
    )
    const values = answers.map((answer) => /(?:Value|Message): (.*)$/.exec(answer)?.[1])
    expect(values).toEqual([
      'Originate successfully queued',
      '1',
      '"Ann" <12>',
      '12',
      'Up',
      'Local/long@cust-00000000;1',
      'c1',
      '',
      'Variable Set',
      'Variable Set',
      'Variable Set',
      `"${Buffer.from('Zoë').toString('latin1')}" <13>`,
      'pl',
      'Variable not set',
    ])
  })
})

it('keeps the AstDB', async () => {
  await using pbx = await startSimulator()
  await using client = RawClient.connect(pbx.port)
  await client.login('Events: off')
  client.send('Action: DBPut\nActionID: put\nFamily: camp\nKey: a\nVal: 1: 2')
  client.send('Action: DBGet\nActionID: get\nFamily: camp\nKey: a')
  client.send('Action: DBDel\nActionID: del\nFamily: camp\nKey: a')
  client.send('Action: DBGet\nActionID: gone\nFamily: camp\nKey: a')
  client.send('Action: DBGet\nActionID: bad\nKey: a')
  expect(await client.response('put')).toContain('Message: Updated database successfully')
  expect(await client.response('del')).toContain('Message: Key deleted successfully')
  expect(await client.response('gone')).toContain('Message: Database entry not found')
  expect(await client.response('bad')).toContain('Message: No family specified')
  expect(client.text).toContain(
    'Event: DBGetResponse\r\nFamily: camp\r\nKey: a\r\nVal: 1: 2\r\nActionID: get\r\n\r\n' +
      'Event: DBGetComplete\r\nActionID: get\r\nEventList: Complete\r\nListItems: 1\r\n\r\n',
  )
})

it('redirects a live channel to where it is told', async () => {
  const target = 'Context: other\nExten: 99'
  expect(
    await ask(
      'Action: Originate\nChannel: PJSIP/long@trunk\nChannelId: c1\nApplication: Wait\nAsync: 1',
      `Action: Redirect\nChannel: c1\n${target}`,
      `Action: Redirect\nChannel: c1\n${target}\nPriority: 2`,
      `Action: Redirect\n${target}\nPriority: 2`,
      'Action: Command\nCommand: core show channels',
    ),
  ).toEqual([
    success('Originate successfully queued'),
    error('Priority not specified'),
    success('Redirect successful'),
    error('Channel not specified'),
    [
      'Response: Success\r\nMessage: Command output follows',
      'Channel              Location             State   Application(Data)             ',
      'PJSIP/trunk-00000000 99@other:2           Up      Wait(600)',
      '1 active channel',
      '1 active call',
      '1 call processed',
    ].join('\r\nOutput: '),
  ])
})

it('answers the commands of everyday, empty output as one empty line', async () => {
  const answers = await ask(
    'Action: Command\nCommand: core show uptime',
    'Action: Command\nCommand: dialplan reload',
    'Action: Command\nCommand: module reload',
    'Action: Command\nCommand: queue show',
    'Action: Command',
  )
  const outputs = answers.map((answer) =>
    answer.split('\r\n').filter((line) => /^(Output|Message: No)/.test(line)),
  )
  expect(outputs).toEqual([
    ['Output: System uptime: 0 seconds', 'Output: Last reload: 0 seconds'],
    ['Output: Dialplan reloaded.'],
    ['Output: '],
    ['Output: sales has 0 calls', 'Output: support has 0 calls', 'Output: empty has 0 calls'],
    ['Message: No command provided'],
  ])
})

it('boots: says nothing of it at login, does not know queues, then says it is done', async () => {
  await using pbx = await startSimulator({ booting: true })
  await using client = RawClient.connect(pbx.port)
  await client.login()
  client.send('Action: QueueStatus\nActionID: early')
  expect(await client.response('early')).toContain('Invalid/unknown command: QueueStatus.')
  client.send('Action: CoreStatus\nActionID: core')
  expect(await client.response('core')).toContain('Response: Success')
  expect(client.text).not.toContain('FullyBooted')
  pbx.finishBoot()
  const text = await client.untilText('Event: FullyBooted')
  expect(text).toMatch(/Event: FullyBooted\r\nPrivilege: system,all\r\nStatus: Fully Booted\r\nUptime: /)
  client.send('Action: QueueStatus\nActionID: late')
  await client.response('late')
})

it('refuses a challenge without a type it knows', async () => {
  expect(await ask('Action: Challenge', 'Action: Challenge\nAuthType: SHA1')).toEqual([
    error('Must specify AuthType'),
    error('Must specify AuthType'),
  ])
})

it('stops reading while too many actions wait behind a slow one, and answers them all in order', async () => {
  let release = (): void => undefined
  await using pbx = await startSimulator({
    actions: {
      Slow: (request, session) =>
        new Promise((resolve) => {
          release = () => {
            session.respond(request)
            resolve()
          }
        }),
    },
  })
  await using client = RawClient.connect(pbx.port)
  await client.login('Events: off')
  const slow = pbx.nextRequest('Slow')
  client.send('Action: Slow\nActionID: slow')
  await slow
  for (let at = 0; at < 3000; at += 1) client.send(`Action: Ping\nActionID: p${at}`)
  while (pbx.receivedCount < 1026) await pbx.nextRequest()
  release()
  await client.response('p2999')
  const ids = [...client.text.matchAll(/^ActionID: (\w+)\r$/gm)].map((match) => match[1])
  expect(ids.slice(1)).toEqual(['slow', ...Array.from({ length: 3000 }, (_, at) => `p${at}`)])
})
