import { AmiClosedError, type ClientState } from 'amiable'
import { describe, expect, it } from 'vitest'
import { type FakePbx, turns } from '../../support/fake-pbx.ts'
import { type ManualClient, manualClient } from '../../support/manual-client.ts'

const HOUR_MS = 3_600_000

/** Where a client can be when it is closed, and how to bring it there. */
const stages: Record<string, { state: ClientState; hold: (pbx: FakePbx) => void }> = {
  'while dialing': {
    state: 'connecting',
    hold: (pbx) => {
      pbx.onDial = () => undefined
    },
  },
  'before the greeting': {
    state: 'connecting',
    hold: (pbx) => {
      pbx.onDial = (link) => link.greet('')
    },
  },
  'before the challenge': { state: 'authenticating', hold: (pbx) => pbx.silentFor.add('challenge') },
  'before the login is answered': { state: 'authenticating', hold: (pbx) => pbx.silentFor.add('login') },
  'while filters are set': { state: 'authenticating', hold: (pbx) => pbx.silentFor.add('filter') },
  'when ready': { state: 'ready', hold: () => undefined },
  'when ready, with a server that no longer answers': {
    state: 'ready',
    hold: (pbx) => pbx.silentFor.add('logoff'),
  },
  'while waiting to try again': {
    state: 'waiting',
    hold: (pbx) => {
      pbx.onDial = (link) => link.cut()
    },
  },
  'after a refused login': {
    state: 'auth-failed',
    hold: (pbx) => {
      pbx.onRequest = (request, link) => link.respond(request, 'Error', 'Message: Authentication failed\r\n')
    },
  },
}

async function bringTo(stage: string, { client, pbx }: ManualClient): Promise<void> {
  stages[stage]?.hold(pbx)
  client.connect().catch(() => undefined)
  await turns()
  expect(client.state).toBe(stages[stage]?.state)
}

describe.each(Object.keys(stages))('H14 closing %s', (stage) => {
  it('is final: nothing is dialed any more and no timer is left', async () => {
    const made = manualClient({ filters: ['Event: Hangup'] })
    const { client, clock, pbx, changes } = made
    await bringTo(stage, made)
    const dialed = pbx.links.length
    const closing = client.close()
    expect(client.state).toBe('closing')
    clock.advance(1000)
    await closing
    expect(client.state).toBe('closed')
    expect(clock.pending).toBe(0)
    expect(pbx.open).toBe(0)
    clock.advance(HOUR_MS)
    await turns()
    expect(pbx.links).toHaveLength(dialed)
    expect(changes.at(-1)).toEqual({ from: 'closing', to: 'closed', cause: undefined })
  })

  it('may be asked for many times, and each time ends', async () => {
    const made = manualClient({ filters: ['Event: Hangup'] })
    await bringTo(stage, made)
    const closings = [made.client.close(), made.client.close(), made.client[Symbol.asyncDispose]()]
    made.clock.advance(1000)
    await Promise.all(closings)
    await made.client.close()
    expect(made.changes.filter(({ to }) => to === 'closed')).toHaveLength(1)
  })

  it('fails an unfinished and every later connect with AmiClosedError', async () => {
    const made = manualClient({ filters: ['Event: Hangup'], reconnect: { authRetryMs: 1000 } })
    const { client, clock } = made
    stages[stage]?.hold(made.pbx)
    const connecting = client.connect()
    connecting.catch(() => undefined)
    await turns()
    const settled = ['ready', 'auth-failed'].includes(client.state)
    const closing = client.close()
    clock.advance(1000)
    await closing
    if (!settled) await expect(connecting).rejects.toBeInstanceOf(AmiClosedError)
    await expect(client.connect()).rejects.toBeInstanceOf(AmiClosedError)
    await expect(client.send('Ping')).rejects.toMatchObject({ code: 'AMI_CLOSED', delivery: 'unsent' })
  })
})

describe('closing', () => {
  it('H14 before connecting is final: connect rejects and nothing is dialed', async () => {
    const { clock, pbx, client, changes } = manualClient()
    await client.close()
    expect(changes.map(({ to }) => to)).toEqual(['closing', 'closed'])
    await expect(client.connect()).rejects.toBeInstanceOf(AmiClosedError)
    clock.advance(HOUR_MS)
    await turns()
    expect(pbx.links).toHaveLength(0)
  })

  it('A4 says Logoff, and waits for its answer no longer than closeMs', async () => {
    const { clock, pbx, client, pass } = manualClient({ timeouts: { closeMs: 500 } })
    await Promise.all([client.connect(), turns()])
    pbx.silentFor.add('logoff')
    let closed = false
    const closing = client.close().then(() => {
      closed = true
    })
    await turns()
    expect(pbx.link.received.at(-1)?.action).toBe('Logoff')
    await pass(499)
    expect(closed).toBe(false)
    await pass(1)
    await closing
    expect(clock.pending).toBe(0)
  })

  it('fails what waits for an answer, and says that its fate is not known', async () => {
    const { pbx, client } = manualClient()
    await Promise.all([client.connect(), turns()])
    pbx.silentFor.add('hangup')
    const sent = client.send('Hangup', { Channel: 'SIP/1' })
    await turns()
    await Promise.all([client.close(), turns()])
    await expect(sent).rejects.toMatchObject({ code: 'AMI_CLOSED', delivery: 'unknown', action: 'Hangup' })
  })
})
