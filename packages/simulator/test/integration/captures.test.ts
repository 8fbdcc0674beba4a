import { readFileSync } from 'node:fs'
import { startSimulator } from '@amiable/simulator'
import { describe, expect, it } from 'vitest'
import { RawClient } from './raw-client.ts'

const captures = new URL('../../../../fixtures/captures/22/', import.meta.url)

function capture(name: string): string {
  return readFileSync(new URL(name, captures), 'latin1')
}

/** Frames with what differs from run to run made equal; security events are not simulated. */
function comparable(wire: string): string[] {
  return wire
    .replace(
      /^(Timestamp|Uptime|LastReload|CoreProcessedCalls|CoreCurrentCalls|Challenge): .*(?=\r\n)/gm,
      '$1: …',
    )
    .replace(/^(Core(?:Startup|Reload)(?:Date|Time)|AsteriskVersion): .*(?=\r\n)/gm, '$1: …')
    .split('\r\n\r\n')
    .filter((frame) => !/^Event: (SuccessfulAuth|VarSet)/.test(frame.replace(/^\r\n/, '')))
}

/** Sends a client's recorded bytes in one go and a FIN, as Asterisk still answers what came before one. */
async function replay(bytes: string): Promise<string> {
  await using pbx = await startSimulator({
    users: { admin: { secret: 'amp111' }, readonly: { secret: 'ro', read: ['all'], write: ['reporting'] } },
  })
  await using client = RawClient.connect(pbx.port)
  client.write(Buffer.from(bytes, 'latin1'))
  client.finish()
  return await client.end()
}

const sessions = [
  'login-plain',
  'login-bad-secret',
  'login-bad-user',
  'login-no-user',
  'login-nosecret',
  'login-before',
  'login-header-case',
  'login-user-case',
  'login-events-off',
  'login-events-mask',
  'srv-before-banner',
  'srv-halfclose',
  'srv-halfclose-login',
  'srv-login-pipelined',
  'line-endings',
  'limits-headers',
  'userevent',
  'filters',
  'list-Nonsense',
  'list-CoreSettings',
  'list-CoreStatus',
  'list-Challenge+AuthType_MD5',
  'list-QueueStatus+Queue_nosuch',
  'list-Hangup+Channel_nosuch',
  'list-Hangup+Channel___nosuch_',
  'list-Hangup+Channel__bad__',
  'list-Hangup+Channel__noend',
  'list-Getvar+Channel_nosuch+Variable_X',
  'list-Getvar+Variable_NOSUCH',
  'list-Setvar+Variable_GV+Value_x+y',
  'list-Events+EventMask_',
  'list-Events+EventMask_1',
  'list-Events+EventMask_bogus',
  'list-Events+EventMask_off',
  'list-Events+EventMask_system_call',
  'list-QueueRemove+Queue_sales+Interface_PJSIP_nosuch',
  'list-QueuePause+Interface_nosuch+Paused_true',
  'list-DBGet+Family_camp+Key_nosuch',
  'list-DBDel+Family_camp+Key_nosuch',
  'list-DBPut+Family_f',
  'list-Redirect+Channel_nosuch+Context_cust+Exten_long+Priority_1',
]

describe('answers recorded clients as Asterisk 22 did', () => {
  it.each(sessions)('%s', async (name) => {
    const got = comparable(await replay(capture(`${name}.c2s.txt`)))
    expect(got).toEqual(comparable(capture(`${name}.s2c.txt`)))
  })
})

it('answers lines around the limit of 1024 bytes as Asterisk 22 did, up to the ActionID of 1000 bytes', async () => {
  const [client = ''] = capture('limits-line.c2s.txt').split('Action: CoreSettings')
  const got = comparable(await replay(client)).slice(0, -1)
  expect(got.length).toBeGreaterThan(14)
  expect(got).toEqual(comparable(capture('limits-line.s2c.txt')).slice(0, got.length))
})

it('turns events on and off by the masks Asterisk 22 was asked for', async () => {
  const masks = (wire: string): string[] =>
    wire.match(/^(Events|Message: Invalid).*$|^Event: UserEvent/gm) ?? []
  const got = masks(await replay(capture('events-mask.c2s.txt')))
  expect(got).toEqual(masks(capture('events-mask.s2c.txt')))
})
