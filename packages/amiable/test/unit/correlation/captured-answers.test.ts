import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { type AmiEvent, AmiList, Decoder } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'
import type { ActionResult } from '../../../src/correlation/collector.ts'
import { PendingActions } from '../../../src/correlation/pending.ts'
import { AmiError } from '../../../src/errors.ts'
import { ManualClock } from '../../support/manual-clock.ts'

interface Asked {
  readonly action: string
  readonly actionId: string
}

interface Replay {
  readonly asked: readonly Asked[]
  /** How each action ended; one that never did is not in it. */
  readonly ended: ReadonlyMap<Asked, ActionResult | AmiError>
  readonly events: readonly AmiEvent[]
  /** Events that answered nobody. */
  readonly strays: readonly AmiEvent[]
}

const captures = new URL('../../../../../fixtures/captures/', import.meta.url)

function read(version: string, file: string): string {
  const url = new URL(`${version}/${file}`, captures)
  const packed = readdirSync(new URL(`${version}/`, captures)).includes(`${file}.gz`)
  return (packed ? gunzipSync(readFileSync(`${url.pathname}.gz`)) : readFileSync(url)).toString('latin1')
}

function askedIn(text: string): Asked[] {
  const header = (frame: string, name: string): string | undefined =>
    new RegExp(`^${name}: (.*?)\\r?$`, 'im').exec(frame)?.[1]
  return text.split('\r\n\r\n').flatMap((frame) => {
    const action = header(frame, 'Action')
    const actionId = header(frame, 'ActionID')
    return action === undefined || actionId === undefined ? [] : [{ action, actionId }]
  })
}

/** Lets what a real server sent answer what a client asked it for. */
async function replay(version: string, session: string): Promise<Replay> {
  const asked = askedIn(read(version, `${session}.c2s.txt`))
  const ended = new Map<Asked, ActionResult | AmiError>()
  const events: AmiEvent[] = []
  const strays: AmiEvent[] = []
  const waiting = [...asked]
  const pending = new PendingActions({
    server: 'capture',
    clock: new ManualClock(),
    limits: { pendingActions: 100, listItems: 10_000, listBytes: 10_000_000 },
    host: { onSettled: ({ actionId }) => ask((one) => one.actionId === actionId) },
  })
  const settled: Promise<unknown>[] = []
  /** Sends what may be sent: an id can be used again once its action was answered. */
  const ask = (mayAsk: (one: Asked) => boolean): void => {
    const index = waiting.findIndex(mayAsk)
    const [one] = index === -1 ? [] : waiting.splice(index, 1)
    if (one === undefined) return
    const answered = new Promise<ActionResult>((resolve) => {
      resolve(pending.add(one.action, one.actionId, { timeoutMs: 1000 }).promise)
    })
    settled.push(answered.catch((error: AmiError) => error).then((result) => ended.set(one, result)))
  }
  for (const id of new Set(asked.map(({ actionId }) => actionId))) ask((one) => one.actionId === id)
  new Decoder({
    onBanner: () => undefined,
    onResponse: (response) => {
      pending.onResponse(response)
    },
    onEvent: (event) => {
      events.push(event)
      if (!pending.onEvent(event)) strays.push(event)
    },
    onAnomaly: () => undefined,
  }).write(Buffer.from(read(version, `${session}.s2c.txt`), 'latin1'))
  // Everything has been read: what is not settled after one more turn never will be.
  await new Promise((resolve) => setImmediate(resolve))
  return { asked, ended, events, strays }
}

function eventsOf(result: ActionResult): number {
  if (!(result instanceof AmiList)) return result.events.length
  // A list of one event ends with it: that one is an item and closes the list.
  return new Set([...result, ...(result.closing === undefined ? [] : [result.closing])]).size
}

describe.each(['16', '22'])('what a real Asterisk %s answered to every kind of action', (version) => {
  const sessions = readdirSync(new URL(`${version}/`, captures))
    .filter((file) => file.startsWith('list-') && file.endsWith('.c2s.txt'))
    .map((file) => file.slice(0, -'.c2s.txt'.length))
  const all = Promise.all(sessions.map((session) => replay(version, session)))

  it('pain 5 E3 settles each action, and those that no Asterisk answers are not even sent', async () => {
    const open = (await all).flatMap(({ asked, ended }) => asked.filter((one) => !ended.has(one)))
    expect(open).toEqual([])
    const ended = (await all).flatMap((one) => [...one.ended])
    const unsent = ended.filter(([, result]) => AmiError.is(result) && result.delivery === 'unsent')
    expect(unsent.map(([{ action }]) => action)).toEqual(['IAXnetstats', 'Queues'])
    expect(sessions).toHaveLength(167)
  })

  it('pain 8 gives each list all of its items, and leaves none of them to strangers', async () => {
    for (const { asked, ended, events, strays } of await all) {
      expect(strays.filter((event) => event.get('ActionID') !== undefined)).toEqual([])
      const results = asked.map((one) => ended.get(one))
      const taken = results.map((result) =>
        result === undefined || AmiError.is(result) ? 0 : eventsOf(result),
      )
      expect(taken.reduce((sum, count) => sum + count, 0)).toBe(events.length - strays.length)
    }
  })

  it('E7 is never taken for truncated, not even where Asterisk miscounts', async () => {
    const lists = (await all).flatMap(({ ended }) =>
      [...ended].flatMap(([{ action }, result]) => (result instanceof AmiList ? [{ action, result }] : [])),
    )
    expect(lists.length).toBeGreaterThan(30)
    expect(lists.filter(({ result }) => result.truncated).map(({ action }) => action)).toEqual([])
  })

  it('pain 8 an empty list is an empty list, also where Asterisk calls it an error', async () => {
    const { asked, ended } = await replay(version, 'list-PJSIPShowContacts')
    const contacts = asked.find(({ action }) => action === 'PJSIPShowContacts')
    const list = contacts === undefined ? undefined : ended.get(contacts)
    expect(list).toBeInstanceOf(AmiList)
    expect(list).toMatchObject({ length: 0, closing: undefined, truncated: false })
  })
})
