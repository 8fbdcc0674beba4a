import { startSimulator } from '@amiable/simulator'
import { afterEach, expect, it, vi } from 'vitest'
import { RawClient } from './raw-client.ts'

afterEach(() => {
  vi.useRealTimers()
})

it('moves bytes under a fake clock, but waits by it', async () => {
  vi.useFakeTimers()
  vi.setSystemTime(1_800_000_000_000)
  await using pbx = await startSimulator({ chunks: 7, talkMs: 60_000 })
  await using client = RawClient.connect(pbx.port)
  await client.login()
  pbx.lateAnswer('Ping', 3_600_000)
  client.send('Action: Ping\nActionID: late')
  client.send('Action: Originate\nActionID: o\nChannel: PJSIP/answer@trunk\nApplication: Wait\nAsync: 1')
  await client.untilText('Event: OriginateResponse')
  expect(client.text).not.toContain('ActionID: late')
  await vi.advanceTimersByTimeAsync(60_000)
  await client.untilText('Event: Hangup')
  await vi.advanceTimersByTimeAsync(3_540_000)
  expect(await client.response('late')).toContain('Timestamp: 1800000000.000000')
})
