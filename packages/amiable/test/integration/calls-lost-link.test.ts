import { type Simulator, startSimulator } from '@amiable/simulator'
import type { AmiClientOptions, Call } from 'amiable'
import { describe, expect, it, vi } from 'vitest'
import { nextChange } from '../support/reached.ts'
import { connectedTo } from '../support/simulated-client.ts'

const soon = { reconnect: { minMs: 5, maxMs: 50 } } satisfies Partial<AmiClientOptions>
const LONG = { Channel: 'PJSIP/long', Application: 'Wait', Data: '1' }
const originates = (pbx: Simulator): number =>
  pbx.received.filter(({ action }) => action === 'Originate').length

/** Ends a call on the server, whoever may hear of it. */
function hangUp(pbx: Simulator, call: Call): void {
  const channel = [...pbx.pbx.channels.values()].find(({ uniqueid }) => uniqueid === call.id)
  pbx.pbx.calls.get(channel?.name ?? '')?.hangup(16)
}

describe('pain 25 a call whose link was lost', () => {
  it('pain 3 goes on when it is found on the next session, and its end is heard there', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx, soon)
    const call = client.originate(LONG)
    await call.answered
    const back = nextChange(client, 'ready')
    const looked = pbx.nextRequest('Status')
    pbx.cutAll({ reset: true })
    await back
    await looked
    await client.send('Ping')
    expect(call.channels).toEqual([call.id])
    hangUp(pbx, call)
    const { hangup, lost } = await call.ended
    expect([hangup?.cause, lost]).toEqual([16, undefined])
    expect(originates(pbx)).toBe(1)
  })

  it('pain 3 is answered when it is found up, though nobody heard of the answer', async () => {
    await using pbx = await startSimulator({ ringMs: 60 })
    await using client = await connectedTo(pbx, soon)
    const call = client.originate(LONG)
    await call.dialing
    await pbx.stop()
    await vi.waitUntil(() => [...pbx.pbx.channels.values()].some(({ state }) => state === 'Up'))
    await pbx.start()
    expect(await call.outcome).toMatchObject({ kind: 'answered', evidence: { up: true } })
    expect(originates(pbx)).toBe(1)
  })

  it('pain 3 rings on when it is found ringing, and is told as any other', async () => {
    await using pbx = await startSimulator({ noAnswerMs: 400 })
    await using client = await connectedTo(pbx, soon)
    const call = client.originate({ ...LONG, Channel: 'PJSIP/noanswer' })
    await call.dialing
    const back = nextChange(client, 'ready')
    pbx.cutAll()
    await back
    expect((await call.outcome).kind).toBe('no-answer')
  })

  it('pain 3 is unknown when it is gone, and says that it was the link', async () => {
    await using pbx = await startSimulator({ noAnswerMs: 60_000 })
    await using client = await connectedTo(pbx, soon)
    const call = client.originate({ ...LONG, Channel: 'PJSIP/noanswer' }, { evidenceMs: 40 })
    await call.dialing
    await pbx.stop()
    hangUp(pbx, call)
    await pbx.start()
    expect(await call.outcome).toMatchObject({ kind: 'unknown', reason: 'link-lost' })
    expect(originates(pbx)).toBe(1)
  })

  it('pain 3 is unknown after a restart of the server, and says that it was that', async () => {
    await using pbx = await startSimulator({ noAnswerMs: 60_000 })
    await using client = await connectedTo(pbx, soon)
    const ringing = client.originate({ ...LONG, Channel: 'PJSIP/noanswer' }, { evidenceMs: 40 })
    const talking = client.originate(LONG, { evidenceMs: 40 })
    await Promise.all([ringing.dialing, talking.answered])
    await pbx.stop()
    hangUp(pbx, ringing)
    hangUp(pbx, talking)
    pbx.script('CoreStatus', (request, session) =>
      session.respond(request, { CoreStartupDate: '2030-01-01', CoreStartupTime: '00:00:00' }),
    )
    await pbx.start()
    expect(await ringing.outcome).toMatchObject({ kind: 'unknown', reason: 'server-restarted' })
    expect(await talking.ended).toMatchObject({
      outcome: { kind: 'answered' },
      hangup: undefined,
      lost: 'server-restarted',
    })
  })

  it('pain 25 is looked for, not sent again, when its Originate was not answered', async () => {
    await using pbx = await startSimulator()
    pbx.swallow('Originate')
    await using client = await connectedTo(pbx, soon)
    const arrived = pbx.nextRequest('Originate')
    const placed = client.originate(LONG, { evidenceMs: 40 })
    await arrived
    const back = nextChange(client, 'ready')
    pbx.cutAll()
    const { kind, evidence } = await placed.outcome
    expect([kind, evidence.response]).toEqual(['answered', undefined])
    await back

    const lost = new Promise<void>((resolve) => {
      pbx.script('Originate', () => {
        pbx.cutAll()
        resolve()
      })
    })
    const never = client.originate(LONG, { evidenceMs: 40 })
    await lost
    expect(await never.outcome).toMatchObject({
      kind: 'unknown',
      reason: 'link-lost',
      error: { code: 'AMI_CONNECTION', delivery: 'unknown' },
    })
    expect(originates(pbx)).toBe(2)
  })

  it('has no channel that was hung up while the list came which names it', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx, soon)
    const call = client.originate(LONG)
    await call.answered
    pbx.event('Newchannel', { Uniqueid: '17.5', Linkedid: call.id })
    const listed = new Promise<void>((resolve) => {
      pbx.script('Status', (request, session) => {
        const ActionID = request.actionId ?? ''
        session.respond(request, { EventList: 'start', Message: 'Channel status will follow' })
        for (const Uniqueid of [call.id, '17.5']) {
          session.event('Status', { Uniqueid, Linkedid: call.id, ChannelState: 6 }, ActionID)
        }
        session.write(`Event: Hangup\r\nUniqueid: 17.5\r\nLinkedid: ${call.id}\r\nCause: 16\r\n\r\n`)
        session.event('StatusComplete', { EventList: 'Complete', ListItems: 2 }, ActionID)
        resolve()
      })
    })
    const back = nextChange(client, 'ready')
    pbx.cutAll()
    await back
    await listed
    await client.send('Ping')
    expect(call.channels).toEqual([call.id])
    hangUp(pbx, call)
    expect((await call.ended).hangup?.cause).toBe(16)
  })

  it('is followed on where it was answered and the new session may not look', async () => {
    await using pbx = await startSimulator({ noAnswerMs: 60_000 })
    pbx.script('Status', (request, session) => session.refuse(request, 'Permission denied'))
    await using client = await connectedTo(pbx, soon)
    const talking = client.originate(LONG)
    await talking.answered
    const back = nextChange(client, 'ready')
    const looked = pbx.nextRequest('Status')
    pbx.cutAll()
    await back
    await looked
    await client.send('Ping')
    hangUp(pbx, talking)
    expect(await talking.ended).toMatchObject({ hangup: { cause: 16 }, lost: undefined })
  })

  it('is unknown when the client is closed', async () => {
    await using pbx = await startSimulator({ noAnswerMs: 60_000 })
    const client = await connectedTo(pbx, soon)
    const call = client.originate({ ...LONG, Channel: 'PJSIP/noanswer' })
    await call.dialing
    await client.close()
    expect(await call.outcome).toMatchObject({ kind: 'unknown', reason: 'closed' })
    expect((await client.originate(LONG).outcome).kind).toBe('not-sent')
  })
})
