import { readFileSync } from 'node:fs'
import { type Capability, privileges, supports } from 'amiable/catalogue'
import { describe, expect, it } from 'vitest'
import { turns } from '../../support/fake-pbx.ts'
import { manualClient } from '../../support/manual-client.ts'

const CRITERIA = { action: 'Filter', parameter: 'MatchCriteria' } as const

describe('supports', () => {
  it.each([
    ['16.30.1', false],
    ['18.25.0', false],
    ['18.26.0', true],
    ['18.26.4', true],
    ['19.8.1', false],
    ['20.10.0', false],
    ['20.11.0', true],
    ['21.5.0', false],
    ['21.12.3', true],
    ['22.0.0', false],
    ['22.10.1+dfsg+~cs6.17.60671434-1', true],
    ['23.0.0', true],
    ['24.0.0', true],
  ])(
    'pain 12 knows in which release of each branch a parameter came: MatchCriteria and %s',
    (version, has) => {
      expect(supports(version, CRITERIA)).toBe(has)
    },
  )

  it.each([
    ['SIPpeers', '20.20.1', true],
    ['SIPpeers', '21.0.0', false],
    ['DataGet', '14.7.8', true],
    ['DataGet', '15.0.0', false],
    ['QueueWithdrawCaller', '16.24.1', false],
    ['QueueWithdrawCaller', '16.28.0~dfsg-0+deb11u4', true],
    ['QueueWithdrawCaller', '17.9.4', false],
    ['QueueWithdrawCaller', '20.0.0', true],
    ['PJSIPSetMaintenance', '20.20.1', true],
    ['PJSIPSetMaintenance', '21.12.3', false],
    ['PJSIPSetMaintenance', '23.3.0', false],
    ['Originate', '13.0.0', true],
    ['originate', '22.10.1', true],
  ])('knows when the action %s came and went: %s', (action, version, has) => {
    expect(supports(version, { action })).toBe(has)
  })

  it.each([
    ['DialState', '13.38.3', false],
    ['DialState', '14.0.0', true],
    ['MixMonitorStart', '16.16.2', false],
    ['MixMonitorStart', '16.17.0', true],
    ['MonitorStart', '22.10.1', false],
    ['hangup', '16.28.0', true],
    // Documented since 16.24, sent for as long as there are queues.
    ['QueueEntry', '16.0.0', true],
  ])('knows when the event %s came and went: %s', (event, version, has) => {
    expect(supports(version, { event })).toBe(has)
  })

  it('tells an event from an action of the same name', () => {
    expect(supports('22.10.1', { event: 'Originate' })).toBeUndefined()
    expect(supports('22.10.1', { action: 'DialBegin' })).toBeUndefined()
  })

  it('knows the parameters that were always there, in any case, and none that never were', () => {
    expect(supports('13.0.0', { action: 'Originate', parameter: 'ChannelId' })).toBe(true)
    expect(supports('22.10.1', { action: 'ORIGINATE', parameter: 'predialgosub' })).toBe(true)
    expect(supports('18.22.0', { action: 'Originate', parameter: 'PreDialGoSub' })).toBe(false)
    expect(supports('22.10.1', { action: 'Originate', parameter: 'NoSuch' })).toBeUndefined()
    expect(supports('22.10.1', { action: 'Ping', parameter: 'NoSuch' })).toBeUndefined()
    expect(supports('21.0.0', { action: 'SIPpeers', parameter: 'ActionID' })).toBe(false)
  })

  it('claims nothing of names it does not know, and of versions it cannot read or has no facts of', () => {
    expect(supports('22.10.1', { action: 'MyModuleAction' })).toBeUndefined()
    expect(supports('22.10.1', { event: 'MyModuleEvent' })).toBeUndefined()
    expect(supports(undefined, { action: 'Originate' })).toBeUndefined()
    expect(supports('GIT-master-4f2e9ab', { action: 'Originate' })).toBeUndefined()
    expect(supports('11.25.3', { action: 'Originate' })).toBeUndefined()
    expect(supports('11.25.3', { action: 'PlayMF' })).toBe(false)
  })

  it('takes a certified release for the one it began from, and denies nothing that may have been brought to it', () => {
    expect(supports('certified/18.9-cert17', { action: 'PlayMF' })).toBe(true)
    expect(supports('18.9-cert17', { action: 'QueueWithdrawCaller' })).toBeUndefined()
    expect(supports('certified-20.7-cert2', { action: 'SIPpeers' })).toBe(true)
  })

  it('answers for a major alone only what holds in all of it', () => {
    expect(supports('20', { action: 'QueueWithdrawCaller' })).toBe(true)
    expect(supports('GIT-16-4f2e9ab', { action: 'PJSIPShowAors' })).toBe(true)
    expect(supports('22', CRITERIA)).toBeUndefined()
    expect(supports('19', CRITERIA)).toBe(false)
  })

  it.each(['13', '16', '18', '20', '21', '22', '23'])('knows all that the facts of %s hold', (major) => {
    const { asterisk, actions } = factsOf(major)
    const registered = privileges({ asterisk })
    const lacking = (whats: readonly Capability[]): Capability[] =>
      whats.filter((what) => supports(asterisk, what) !== true)
    // What is documented and was never registered is not there.
    const real = actions.filter(({ name }) => registered.actions.has(name))
    expect(lacking(real.map(({ name }) => ({ action: name })))).toEqual([])
    expect(lacking(real.flatMap(parametersOf))).toEqual([])
    expect(lacking([...registered.events.keys()].map((event) => ({ event })))).toEqual([])
    expect(real.length).toBeGreaterThan(140)
  })
})

interface ActionFacts {
  readonly name: string
  readonly params: readonly { readonly name: string }[]
}

function factsOf(major: string): { readonly asterisk: string; readonly actions: readonly ActionFacts[] } {
  return JSON.parse(readFileSync(new URL(`../../../../../schema/${major}.json`, import.meta.url), 'utf8'))
}

function parametersOf({ name, params }: ActionFacts): Capability[] {
  const named = params.filter((one) => one.name !== 'ActionID')
  return named.map((one) => ({ action: name, parameter: one.name }))
}

describe('supports of a client', () => {
  it('goes by the greeting until CoreSettings is answered, and where the login may not ask', async () => {
    await using all = disposable(manualClient())
    const { client, pbx } = all
    expect(supports(client, { action: 'Originate' })).toBeUndefined()
    pbx.silentFor.add('coresettings')
    pbx.onDial = (link) => link.greet('Asterisk Call Manager/5.0.4\r\n')
    const connected = client.connect()
    await turns()
    await connected
    expect(client.asteriskVersion).toBeUndefined()
    expect(supports(client, { action: 'PJSIPShowAors' })).toBe(true)
    expect(supports(client, { action: 'SendFlash' })).toBe(false)
    expect(supports(client, { action: 'QueueWithdrawCaller' })).toBeUndefined()
  })

  it.each([
    ['2.10.6', { action: 'CancelAtxfer' }, undefined],
    ['2.10.6', { action: 'Originate' }, true],
    ['2.5.0', { action: 'Originate' }, undefined],
    ['1.3', { action: 'DialState' }, undefined],
    ['1.3', { action: 'PlayMF' }, false],
    ['3.2.2', { event: 'DialState' }, true],
    ['13.0.0', { event: 'DialState' }, true],
  ] as const)('takes AMI %s for its Asterisk', async (ami, what, has) => {
    await using all = disposable(manualClient())
    all.pbx.silentFor.add('coresettings')
    all.pbx.onDial = (link) => link.greet(`Asterisk Call Manager/${ami}\r\n`)
    const connected = all.client.connect()
    await turns()
    await connected
    expect(supports(all.client, what)).toBe(has)
  })

  it('goes by the version once it is known', async () => {
    await using all = disposable(manualClient())
    const connected = all.client.connect()
    await turns()
    await connected
    expect(all.client.asteriskVersion).toBe('22.10.1')
    expect(supports(all.client, CRITERIA)).toBe(true)
  })
})

function disposable(all: ReturnType<typeof manualClient>): ReturnType<typeof manualClient> & AsyncDisposable {
  return {
    ...all,
    [Symbol.asyncDispose]: async () => {
      const closed = all.client.close()
      await turns()
      all.clock.advance(60_000)
      await closed
    },
  }
}
