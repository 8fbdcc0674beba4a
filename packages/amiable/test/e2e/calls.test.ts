import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { AmiClient, Call, CallOutcome } from 'amiable'
import { expect, it } from 'vitest'
import { CutProxy } from './cut-proxy.ts'
import { describeOnServers, labServerWith } from './lab.ts'
import { clientFor, entered } from './real-client.ts'

const DIALER = { username: 'dialer', secret: 'd1al' }
const RINGS_MS = 1_500

/** What the lab's parties do. */
const ENDINGS: Readonly<Record<string, string>> = {
  answer: 'answered',
  quick: 'answered',
  dial: 'answered',
  dialmulti: 'answered',
  busy: 'busy',
  hardbusy: 'busy',
  congestion: 'congested',
  noanswer: 'no-answer',
  unalloc: 'failed 1',
  reject: 'failed 21',
  nosuch: 'failed undefined',
}

const said = (outcome: CallOutcome): string =>
  outcome.kind === 'failed' ? `failed ${outcome.cause}` : outcome.kind

interface Placed {
  readonly party: string
  readonly call: Call
}

/** Places calls, thirty or so a second: what these servers take on a machine that is busy. */
async function place(client: AmiClient, count: number): Promise<Placed[]> {
  const parties = Object.keys(ENDINGS)
  const placed: Placed[] = []
  while (placed.length < count) {
    const party = parties[placed.length % parties.length] as string
    const Channel = `Local/${party}@cust${placed.length % 2 === 0 ? '/n' : ''}`
    const Timeout = party === 'noanswer' ? RINGS_MS : 20_000
    placed.push({ party, call: client.originate({ Channel, Timeout, Application: 'Wait', Data: '1' }) })
    // The rate is the load, not a way to wait for anything.
    if (placed.length % 6 === 0) await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return placed
}

/** Somebody else's record of the channels: how often each was made, and when it was last hung up. */
function watch(observer: AmiClient): { made: Map<string, number>; goneAt: Map<string, number> } {
  const made = new Map<string, number>()
  const goneAt = new Map<string, number>()
  observer.on('Newchannel', (event) => {
    const id = event.get('Uniqueid') ?? ''
    made.set(id, (made.get(id) ?? 0) + 1)
  })
  observer.on('Hangup', (event) => goneAt.set(event.get('Linkedid') ?? '', performance.now()))
  return { made, goneAt }
}

/** What is wrong with an outcome, given what the dialplan does, how often the channel was made, and whether its end could be heard. */
function faultOf(outcome: CallOutcome, right: string, made: number, unheard: boolean): string | undefined {
  if (made > 1) return `placed ${made} times`
  if (outcome.kind === 'unknown') {
    return outcome.reason === 'link-lost' && unheard ? undefined : `unknown, ${outcome.reason}`
  }
  return said(outcome) === right && made === 1 ? undefined : `${said(outcome)}, placed ${made} times`
}

describeOnServers('calls', (server) => {
  it('pain 3 pain 14 330 calls: every outcome is what the dialplan made it, none is double, none is missing', async () => {
    await using observer = await clientFor(server).connect()
    await using client = await clientFor(server, DIALER).connect()
    const { made } = watch(observer)
    const placed = await place(client, 330)
    const outcomes = await Promise.all(placed.map(({ call }) => call.outcome))
    const wrong = placed.flatMap(({ party }, at) => {
      const told = said(outcomes[at] as CallOutcome)
      return told === ENDINGS[party] ? [] : [`${party}: ${told}`]
    })
    expect(wrong).toEqual([])
    const ends = await Promise.all(placed.map(({ call }) => call.ended))
    expect(ends.filter(({ lost }) => lost !== undefined)).toEqual([])
    await observer.send('Ping')
    expect(placed.map(({ call }) => made.get(call.id)).filter((times) => times !== 1)).toEqual([])
    expect(client.counters().callsEvicted).toBe(0)
  })

  it('pain 3 pain 25 the link cut in the middle, four times: no outcome is wrong, no call is placed twice', async () => {
    await using proxy = await CutProxy.to(server)
    await using observer = await clientFor(server).connect()
    await using client = await clientFor(server, { ...DIALER, host: '127.0.0.1', port: proxy.port }).connect()
    const { made, goneAt } = watch(observer)
    const outages: { from: number; to: number }[] = []
    const placed: Placed[] = []
    for (let cut = 0; cut < 4; cut += 1) {
      placed.push(...(await place(client, 66)))
      const from = performance.now()
      proxy.cut()
      await entered(client, 'waiting')
      await entered(client, 'ready')
      outages.push({ from, to: performance.now() })
    }
    const outcomes = await Promise.all(placed.map(({ call }) => call.outcome))
    await Promise.all(placed.map(({ call }) => call.ended))
    await observer.send('Ping')
    const wrong = placed.flatMap(({ party, call }, at) => {
      const outcome = outcomes[at] as CallOutcome
      const gone = goneAt.get(call.id)
      // What was on its way when the link was cut is lost with it, and a new session hears from its login on.
      const unheard =
        gone === undefined || outages.some(({ from, to }) => gone > from - 500 && gone < to + 50)
      const fault = faultOf(outcome, ENDINGS[party] ?? '', made.get(call.id) ?? 0, unheard)
      return fault === undefined ? [] : [`${party}: ${fault}`]
    })
    const unknown = outcomes.filter(({ kind }) => kind === 'unknown').length
    expect(wrong).toEqual([])
    // More are told than lost, or nothing has been shown.
    expect(unknown).toBeLessThan(placed.length / 2)
  })

  it.runIf(server.owned)(
    'pain 25 the server killed in the middle: what is not known says so, and why',
    async () => {
      await using own = await labServerWith(server, [])
      await using client = await clientFor(own).connect()
      const talking = client.originate({ Channel: 'Local/long@cust/n', Application: 'Wait', Data: '60' })
      const ringing = client.originate({ Channel: 'Local/noanswer@cust/n', Application: 'Wait', Data: '60' })
      await Promise.all([talking.answered, ringing.dialing])
      await own.restart()
      expect(await ringing.outcome).toMatchObject({ kind: 'unknown', reason: 'server-restarted' })
      expect(await talking.ended).toMatchObject({ outcome: { kind: 'answered' }, lost: 'server-restarted' })
      const { output } = await client.send('Command', { Command: 'core show calls' })
      expect(output.join('\n')).toContain('0 active calls')
    },
  )

  it('pain 25 hostile values arrive as data', async () => {
    await using client = await clientFor(server, DIALER).connect()
    const file = `/var/tmp/owned-${process.pid}`
    const values: Record<string, string> = {
      COMMA: `Smith,FILE(${file})=owned`,
      QUOTES: `"Smith",FILE(${file})="owned"`,
      BACKSLASH: `\\",FILE(${file})=owned,X=\\`,
      EXPRESSION: ['$', '{SHELL(id)} $[1+1]'].join(''),
      BRACKETS: '(a,[b),c]',
      BLANKS: '  two leading; and | pipes',
      UNICODE: 'Zażółć ☎ 日本',
    }
    const call = client.originate({
      Channel: 'Local/long@cust/n',
      Application: 'Wait',
      Data: '60',
      Variable: { ...values, OTHER: 'untouched' },
    })
    expect(await call.answered).toBe(true)
    for (const [name, value] of Object.entries({ ...values, OTHER: 'untouched' })) {
      const answer = await client.send('Getvar', { Channel: call.id, Variable: name })
      expect(answer.get('Value')).toBe(value)
    }
    await call.hangup()
    await call.ended
    expect([file, join(server.root, file)].filter((path) => existsSync(path))).toEqual([])
  })

  it('a call is hung up, sent elsewhere, given variables and digits', async () => {
    await using client = await clientFor(server, DIALER).connect()
    const ringing = client.originate({ Channel: 'Local/noanswer@cust/n', Application: 'Wait', Data: '60' })
    await ringing.hangup()
    expect(said(await ringing.outcome)).toBe('cancelled')
    const call = client.originate({ Channel: 'Local/echo@cust/n', Application: 'Wait', Data: '60' })
    await call.answered
    await call.setVariable('NOTE', 'a,b="c"')
    const noted = await client.send('Getvar', { Channel: call.id, Variable: 'NOTE' })
    expect(noted.get('Value')).toBe('a,b="c"')
    await call.sendDtmf('12#')
    await call.redirect({ Context: 'cust', Exten: 'quick' })
    const { hangup, lost, timings } = await call.ended
    expect([hangup?.cause, lost]).toEqual([16, undefined])
    expect(timings.talkMs).toBeGreaterThan(0)
  })
})
