import { startSimulator, startTraffic } from '@amiable/simulator'
import { describe, expect, it } from 'vitest'
import { RawClient } from './raw-client.ts'

function eventsIn(client: RawClient): number {
  return client.frames.filter((frame) => /^Event: /m.test(frame)).length
}

describe('the number of events sent', () => {
  it('is what a reader counts on the wire, calls and floods included', async () => {
    await using pbx = await startSimulator()
    await using client = RawClient.connect(pbx.port)
    await client.login()
    const [session] = pbx.sessions
    const traffic = startTraffic(pbx, { callsPerSecond: 500, ringMs: [1, 5], talkMs: [1, 5] })
    await pbx.floodEvents({ count: 5000 })
    traffic.stop()
    client.send('Action: Ping\nActionID: end')
    await client.response('end')
    expect(session?.eventsSent).toBe(eventsIn(client))
    expect(session?.eventsSent).toBeGreaterThan(5000)
  })

  it('leaves out the items of lists, and waits for events behind a running action', async () => {
    await using pbx = await startSimulator()
    await using client = RawClient.connect(pbx.port)
    await client.login()
    const [session] = pbx.sessions
    const loggedIn = session?.eventsSent ?? 0
    let finish = (): void => undefined
    pbx.script(
      'Slow',
      (request, by) =>
        new Promise((resolve) => {
          finish = () => {
            by.respond(request)
            resolve()
          }
        }),
    )
    client.send('Action: QueueStatus\nActionID: list')
    await client.response('list')
    expect(session?.eventsSent).toBe(loggedIn)
    const slow = pbx.nextRequest('Slow')
    client.send('Action: Slow\nActionID: slow')
    await slow
    pbx.event('UserEvent', { UserEvent: 'behind' })
    expect(session?.eventsSent).toBe(loggedIn)
    finish()
    client.send('Action: Ping\nActionID: end')
    await client.response('end')
    expect(session?.eventsSent).toBe(loggedIn + 1)
  })
})
