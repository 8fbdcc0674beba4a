import { startSimulator } from '@amiable/simulator'
import type { AmiError } from 'amiable'
import { describe, expect, it } from 'vitest'
import { connectedTo } from '../support/simulated-client.ts'

function failure(promise: Promise<unknown>): Promise<AmiError> {
  return promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: AmiError) => error,
  )
}

describe('an action that Asterisk could not read', () => {
  it.each([
    ['C6 a line feed in a value', 'Setvar', { Value: 'a\nAction: Originate' }, 'Value'],
    ['C6 CRLF in a value', 'Setvar', { Value: 'a\r\n\r\nAction: Originate\r\nChannel: x' }, 'Value'],
    ['C6 a NUL in a value', 'Setvar', { Value: 'a\0b' }, 'Value'],
    ['C6 a line break in one of several values', 'Originate', { Variable: ['a=1', 'b=\n2'] }, 'Variable[1]'],
    ['C6 a line break in a variable', 'Originate', { Variable: { lead: '1\r2' } }, 'Variable.lead'],
    ['C6 a line break in a name', 'Setvar', { 'Value\r\nAction': 'x' }, 'Value\r\nAction'],
    ['C6 a colon in a name', 'Setvar', { 'a:b': 'x' }, 'a:b'],
    ['C6 a line break in the action', 'Ping\r\nAction: Originate', {}, 'Action'],
    ['C7 pain 22 a line of 1,025 bytes', 'Setvar', { Value: 'x'.repeat(1025 - 'Value: '.length) }, 'Value'],
    ['C7 pain 22 a line that is too long only in UTF-8', 'Setvar', { Value: 'ż'.repeat(600) }, 'Value'],
    ['C7 pain 22 129 lines', 'Originate', { Variable: Array.from({ length: 127 }, () => 'a=1') }, ''],
    ['C8 an ActionID', 'Ping', { ActionID: 'mine' }, 'ActionID'],
  ])('%s is refused by name, and not a byte is written', async (_what, action, fields, path) => {
    await using pbx = await startSimulator()
    await using ami = await connectedTo(pbx)
    await ami.send('Ping')
    const { bytesSent } = ami.counters()
    const error = await failure(ami.send(action, fields))
    expect(error).toMatchObject({ code: 'AMI_ARGUMENT', delivery: 'unsent', problems: [{ path }] })
    await ami.send('Ping')
    expect(pbx.received.slice(-2).map((request) => request.action)).toEqual(['Ping', 'Ping'])
    expect(pbx.received.every(({ problem }) => problem === undefined)).toBe(true)
    expect(ami.counters().bytesSent - bytesSent).toBe(Buffer.byteLength(pbx.received.at(-1)?.raw ?? ''))
    expect(ami.health().pendingActions).toBe(0)
  })

  it('pain 22 one at the limits is read whole', async () => {
    await using pbx = await startSimulator()
    await using ami = await connectedTo(pbx)
    const Value = 'x'.repeat(1022 - 'Value: '.length)
    await ami.send('Setvar', { Variable: 'X', Value })
    expect((await ami.send('Getvar', { Variable: 'X' })).get('Value')).toBe(Value)
    pbx.script('Originate', (request, session) => session.respond(request))
    const Variable = Object.fromEntries(
      Array.from({ length: 125 }, (_, index) => [`V${index}`, String(index)]),
    )
    await ami.send('Originate', { Channel: 'PJSIP/100', Variable })
    expect(pbx.received.at(-1)?.getAll('Variable')).toHaveLength(125)
    expect(pbx.received.at(-1)?.headers).toHaveLength(128)
  })

  it('pain 22 names every problem at once', async () => {
    await using pbx = await startSimulator()
    await using ami = await connectedTo(pbx)
    const error = await failure(
      ami.send('SetVar', { Variable: 'a\nb', Value: 'x'.repeat(2000), 'bad name': 1 }),
    )
    expect(error).toMatchObject({ problems: [{ path: 'Variable' }, { path: 'Value' }, { path: 'bad name' }] })
  })
})

describe('repeated headers', () => {
  it('pain 9 leave in order and arrive in order', async () => {
    await using pbx = await startSimulator()
    pbx.script('Originate', (request, session) =>
      session.respond(request, { ChanVariable: ['a=1', 'b=2', 'a=3'], Message: 'x' }),
    )
    await using ami = await connectedTo(pbx)
    const sent = await ami.send('Originate', { Channel: 'PJSIP/100', Variable: ['a=1', 'b=1=2', 'a=3'] })
    expect(pbx.received.at(-1)?.getAll('Variable')).toEqual(['a=1', 'b=1=2', 'a=3'])
    expect(sent.getAll('ChanVariable')).toEqual(['a=1', 'b=2', 'a=3'])
    expect(sent.get('chanvariable')).toBe('a=1')
  })

  it('pain 9 pain 25 variables by name can be nothing but data', async () => {
    await using pbx = await startSimulator()
    pbx.script('Originate', (request, session) => session.respond(request))
    await using ami = await connectedTo(pbx)
    await ami.send('Originate', {
      Channel: 'PJSIP/1',
      Variable: { CUST: 'Smith,FILE(/x)=owned', Q: 'say "hi" \\o/' },
    })
    expect(pbx.received.at(-1)?.getAll('Variable')).toEqual([
      'CUST=Smith\\,FILE(/x)=owned',
      'Q=say \\"hi\\" \\\\o/',
    ])
  })
})

describe('an explicit ActionID', () => {
  it('C8 E16 is used, refused while it waits, and free afterwards', async () => {
    await using pbx = await startSimulator()
    pbx.swallow('Getvar')
    await using ami = await connectedTo(pbx)
    const waiting = failure(ami.send('Getvar', { Variable: 'X' }, { actionId: 'job-7', timeoutMs: 30 }))
    const twin = await failure(ami.send('Ping', {}, { actionId: 'job-7' }))
    expect(twin).toMatchObject({ code: 'AMI_ARGUMENT', problems: [{ path: 'actionId' }], delivery: 'unsent' })
    expect(await waiting).toMatchObject({ code: 'AMI_TIMEOUT', actionId: 'job-7' })
    expect((await ami.send('Ping', {}, { actionId: 'job-7' })).actionId).toBe('job-7')
  })

  it.each(['', 'a b', 'a\r\nb', 'ż', 'x'.repeat(68)])('E11 %j is refused', async (actionId) => {
    await using pbx = await startSimulator()
    await using ami = await connectedTo(pbx)
    expect(await failure(ami.send('Ping', {}, { actionId }))).toMatchObject({
      code: 'AMI_ARGUMENT',
      delivery: 'unsent',
    })
  })

  it('E11 of 67 bytes is taken', async () => {
    await using pbx = await startSimulator()
    await using ami = await connectedTo(pbx)
    const actionId = 'x'.repeat(67)
    expect((await ami.send('Ping', {}, { actionId })).actionId).toBe(actionId)
  })
})

describe('too much', () => {
  it('E14 E12 more actions than may wait are refused, while pings and the others go on', async () => {
    await using pbx = await startSimulator()
    pbx.swallow('Getvar')
    await using ami = await connectedTo(pbx, {
      limits: { pendingActions: 100 },
      keepalive: { intervalMs: 20, timeoutMs: 20, silenceMs: 1000 },
    })
    await ami.send('Ping')
    const waiting = Array.from({ length: 100 }, () =>
      failure(ami.send('Getvar', { Variable: 'X' }, { timeoutMs: 300 })),
    )
    const refused = await failure(ami.send('Ping'))
    expect(refused).toMatchObject({ code: 'AMI_BACKPRESSURE', delivery: 'unsent' })
    const event = ami.once('Hangup')
    await pbx.nextRequest('Ping')
    pbx.event('Hangup')
    await event
    expect(ami.health()).toMatchObject({ state: 'ready', missedPongs: 0 })
    for (const error of await Promise.all(waiting)) expect(error.code).toBe('AMI_TIMEOUT')
    expect((await ami.send('Ping')).ok).toBe(true)
    expect(pbx.connections).toBe(1)
  })

  it.each([false, true])(
    'E8 S9 an answer longer than may be fails its own action alone (before 14: %s)',
    async (legacyCommand) => {
      const output = Array.from({ length: 4000 }, () => 'a line of output, like any other').join('\n')
      await using pbx = await startSimulator({ legacyCommand, commands: { huge: output, small: 'ok' } })
      await using ami = await connectedTo(pbx, { limits: { messageBytes: 65_536 } })
      const [huge, ping, small] = [
        failure(ami.send('Command', { Command: 'huge' })),
        ami.send('Ping'),
        ami.send('Command', { Command: 'small' }),
      ]
      expect(await huge).toMatchObject({
        code: 'AMI_PROTOCOL',
        delivery: 'answered',
        message: 'Command: the answer is longer than 65536 bytes (limits.messageBytes)',
      })
      expect((await ping).ok).toBe(true)
      expect((await small).output).toEqual(['ok'])
      expect(ami.state).toBe('ready')
      expect(ami.counters().anomalies).toBe(1)
    },
  )
})
