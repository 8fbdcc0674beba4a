import { describe, expect, it } from 'vitest'
import { zeroCounters } from '../../../src/observe/counters.ts'
import { turns } from '../../support/fake-pbx.ts'
import { manualClient } from '../../support/manual-client.ts'

describe('counters', () => {
  it('K8 have one form: plural nouns in camel case, whole numbers from zero, bytes named as such', () => {
    const counters = zeroCounters()
    for (const [name, value] of Object.entries(counters)) {
      expect(value).toBe(0)
      expect(name).toMatch(/^[a-z]+([A-Z][a-z]+)*$/)
      expect(name).not.toMatch(/total|count/i)
    }
    for (const needed of [
      'bytesReceived',
      'bytesSent',
      'events',
      'responses',
      'attemptsFailed',
      'eventsDropped',
    ]) {
      expect(counters).toHaveProperty(needed)
    }
  })

  it('K8 count bytes, events, responses, actions and attempts, exactly', async () => {
    const { client, pbx, run } = manualClient({ keepalive: false })
    pbx.onDial = (link) => link.cut()
    const connecting = client.connect()
    await turns()
    pbx.onDial = (link) => link.greet()
    let bytesSent = 0
    const write = pbx.onRequest
    let actions = 0
    pbx.onRequest = (request, link) => {
      actions += 1
      write(request, link)
    }
    await run(125)
    await connecting
    const received = client.counters()
    expect(received.actionsSent).toBe(actions)
    expect(received).toMatchObject({
      attempts: 2,
      attemptsFailed: 1,
      sessions: 1,
      sessionsLost: 0,
      responses: actions,
      actionsAnswered: actions,
      events: 0,
    })
    pbx.link.event('Hangup')
    pbx.link.event('Nobody wants this')
    await Promise.all([client.send('Ping'), turns()])
    bytesSent = `Action: Ping\r\nActionID: ${pbx.link.received.at(-1)?.actionId}\r\n\r\n`.length
    const after = client.counters()
    expect(after.events).toBe(2)
    expect(after.bytesSent - received.bytesSent).toBe(bytesSent)
    expect(after.bytesReceived - received.bytesReceived).toBe(
      'Event: Hangup\r\n\r\nEvent: Nobody wants this\r\n\r\n'.length +
        `Response: Success\r\nActionID: ${pbx.link.received.at(-1)?.actionId}\r\n\r\n`.length,
    )
  })

  it('are a copy', () => {
    const { client } = manualClient()
    const counters = client.counters()
    expect(client.counters()).not.toBe(counters)
    Object.assign(counters, { events: 7 })
    expect(client.counters().events).toBe(0)
  })
})
