import { AmiRejectedError } from 'amiable'
import { normalised, supports } from 'amiable/catalogue'
import { expect, it } from 'vitest'
import { describeOnServers } from './lab.ts'
import { clientFor } from './real-client.ts'

describeOnServers('versions of a real server', (server) => {
  it('pain 12 is known once an action is answered, and goes with what the server does', async () => {
    await using ami = await clientFor(server).connect()
    await ami.send('Ping')
    expect(ami.asteriskVersion).toBe(server.version)
    const expected = server.label === '16' ? false : server.label === '22' ? true : undefined
    if (expected !== undefined) {
      expect(supports(ami, { action: 'Filter', parameter: 'MatchCriteria' })).toBe(expected)
      expect(supports(ami, { action: 'SIPpeers' })).toBe(!expected)
      expect(supports(ami, { action: 'SendFlash' })).toBe(expected)
    }
    // What it does not have it does not know; what it has it may not have loaded.
    for (const action of ['SendFlash', 'PJSIPHangup', 'QueueWithdrawCaller', 'CoreShowChannelMap']) {
      const refusal = await ami.send(action, { Channel: 'nosuch' }).then(
        () => '',
        (error: unknown) => (error instanceof AmiRejectedError ? error.message : String(error)),
      )
      if (supports(ami, { action }) === false) expect(refusal, action).toContain('Invalid/unknown command')
    }
  })

  it('pain 12 has every action that it lists, by the facts', async () => {
    await using ami = await clientFor(server).connect()
    const listed = await ami.actions()
    expect(listed.size).toBeGreaterThan(100)
    const denied = [...listed].filter((action) => supports(ami, { action }) === false)
    const strange = [...listed].filter((action) => supports(ami, { action }) === undefined)
    expect({ denied, strange }).toEqual({ denied: [], strange: [] })
  })

  it('pain 19 lists to a login what it may send', async () => {
    await using boss = await clientFor(server).connect()
    await using reader = await clientFor(server, { username: 'readonly', secret: 'ro' }).connect()
    const [all, few] = await Promise.all([boss.actions(), reader.actions()])
    expect(few.has('Ping')).toBe(true)
    expect(few.has('Originate')).toBe(false)
    expect(all.has('Originate')).toBe(true)
    expect([...few].filter((name) => !all.has(name))).toEqual([])
  })

  it('tells its major by its greeting, to a login that may not ask for more', async () => {
    await using ami = await clientFor(server).connect()
    const greeted = { asteriskVersion: undefined, health: () => ami.health() }
    expect(supports(greeted, { event: 'DialState' })).toBe(true)
    if (server.label === '22') expect(supports(greeted, { action: 'SIPpeers' })).toBe(false)
    if (server.label === '16') expect(supports(greeted, { action: 'SIPpeers' })).toBe(true)
  })

  it('pain 11 gives today’s events as they are', async () => {
    await using ami = await clientFor(server).connect()
    const begun = normalised(ami).subscribe({ events: ['Newexten'] })
    await ami.send('Originate', {
      Channel: 'Local/quick@cust',
      Application: 'Wait',
      Data: '1',
      Async: true,
    })
    for await (const event of begun) {
      expect(event.name).toBe('Newexten')
      expect(event.toJSON()).toEqual(event.original.toJSON())
      break
    }
  })
})
