import { type AmiMessage, AmiResponse, type Anomaly, Decoder } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'
import { readCaptures, versions } from './captures.ts'
import { pieces } from './decoding.ts'

const GREETING = 'Asterisk Call Manager/'

interface Heard {
  readonly banners: string[]
  readonly messages: AmiMessage[]
  readonly anomalies: Anomaly[]
}

function hear(chunks: readonly Buffer[]): Heard {
  const heard: Heard = { banners: [], messages: [], anomalies: [] }
  const decoder = new Decoder({
    onBanner: (banner) => heard.banners.push(banner.text),
    onEvent: (event) => heard.messages.push(event),
    onResponse: (response) => heard.messages.push(response),
    onAnomaly: (anomaly) => heard.anomalies.push(anomaly),
  })
  for (const chunk of chunks) decoder.write(chunk)
  return heard
}

const frames = ({ messages }: Heard): string[] =>
  messages.map((message) => `${kindOf(message)} ${Buffer.from(message.raw).toString('latin1')}`)

const kindOf = (message: AmiMessage): string => (message instanceof AmiResponse ? 'response' : 'event')

/** The same session taken apart with nothing but `split`: no cuts, no recovery, no decoder. */
function reference(bytes: Buffer): { banners: string[]; frames: string[] } {
  const text = bytes.toString('latin1')
  const greeted = text.startsWith(GREETING)
  const greetingEnd = greeted ? text.indexOf('\r\n') + 2 : 0
  const parts = text.slice(greetingEnd).split('\r\n\r\n').slice(0, -1)
  return {
    banners: greeted ? [text.slice(0, greetingEnd - 2)] : [],
    frames: parts
      .map((part) => part.replace(/^(\r\n)+/, ''))
      .filter((part) => part !== '')
      .map((part) => `${/^(Event|Response): /.exec(part)?.[1]?.toLowerCase()} ${part}`),
  }
}

/** Deterministic cuts: sizes from 1 to 4096, small ones as often as large ones. */
function randomPieces(bytes: Buffer, seed: number): Buffer[] {
  const chunks: Buffer[] = []
  let state = seed
  for (let at = 0; at < bytes.length; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const size = Math.ceil(2 ** ((state / 2 ** 32) * 12))
    chunks.push(bytes.subarray(at, at + size))
    at += size
  }
  return chunks
}

const captures = Object.fromEntries(versions.map((version) => [version, readCaptures(version)]))

/** Counted over the files with awk, and over the socket's pieces with Python: nothing of this package took part. */
const totals = {
  16: { sessions: 243, events: 6561, responses: 3681, chunks: 4332, cutFrames: 1492 },
  22: { sessions: 254, events: 7018, responses: 3778, chunks: 4590, cutFrames: 1523 },
}

describe.each(versions)('what Asterisk %s sent', (version) => {
  const sessions = captures[version] ?? []

  it('is recorded whole', () => {
    expect(sessions.length).toBe(totals[version].sessions)
    const differing = sessions.filter(({ chunks, fromServer }) => !Buffer.concat(chunks).equals(fromServer))
    expect(differing.map(({ name }) => name)).toEqual([])
  })

  it.each(sessions)('$name decodes as a plain split says, to the last frame', ({ fromServer }) => {
    const heard = hear([fromServer])
    expect({ banners: heard.banners, frames: frames(heard) }).toEqual(reference(fromServer))
    expect(heard.anomalies).toEqual([])
  })

  it.each(sessions)('S5 $name decodes the same in the pieces in which it came, and in others', (session) => {
    const whole = frames(hear([session.fromServer]))
    expect(frames(hear(session.chunks))).toEqual(whole)
    for (const seed of [1, 2, 3]) expect(frames(hear(randomPieces(session.fromServer, seed)))).toEqual(whole)
    if (session.fromServer.length <= 65_536) {
      expect(frames(hear(pieces(session.fromServer, 1)))).toEqual(whole)
    }
  })

  it('holds as many events and responses as awk finds at the beginning of a frame', () => {
    const counted = { events: 0, responses: 0, chunks: 0, cutFrames: 0 }
    for (const { fromServer, chunks } of sessions) {
      const { messages } = hear([fromServer])
      counted.responses += messages.filter((message) => message instanceof AmiResponse).length
      counted.events += messages.filter((message) => !(message instanceof AmiResponse)).length
      counted.chunks += chunks.length
      counted.cutFrames += chunks.filter((chunk) => !chunk.toString('latin1').endsWith('\r\n\r\n')).length
    }
    expect({ sessions: sessions.length, ...counted }).toEqual(totals[version])
  })
})

/** Lists whose `ListItems` is not the number of events with their ActionID, and why. */
const wrongCounts: Record<string, string> = {
  '16/list-DBGetTree+Family_camp': 'always 1, whatever the tree holds (main/db.c of 16)',
  '16/list-DBGetTree+Family_nosuch': 'always 1, whatever the tree holds (main/db.c of 16)',
  '16/list-IAXpeers': 'its PeerEntry carries no ActionID (channels/chan_iax2.c)',
  '22/list-IAXpeers': 'its PeerEntry carries no ActionID (channels/chan_iax2.c)',
}

describe('pain 8 a list that Asterisk announces', () => {
  const sessions = Object.values(captures)
    .flat()
    .filter(({ name }) => name.includes('/list-'))

  it.each(sessions)('$name comes whole', ({ name, fromServer }) => {
    const { lists, strays } = collectLists(hear([fromServer]).messages)
    for (const { items, listItems, closing } of lists) {
      expect(closing).toBeDefined()
      if (wrongCounts[name] === undefined) expect(listItems).toBe(items)
      else expect(listItems).not.toBe(items)
    }
    expect(strays).toEqual([])
  })

  it('is in 94 of the 334 recordings of one action', () => {
    const withLists = sessions.filter(
      ({ fromServer }) => collectLists(hear([fromServer]).messages).lists.length > 0,
    )
    expect({ sessions: sessions.length, withLists: withLists.length }).toEqual({
      sessions: 334,
      withLists: 94,
    })
    expect(sessions.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(wrongCounts)))
  })

  it('pain 22 is glued together by an ActionID that is too long, which is why long ones are refused', () => {
    const limits = captures['22']?.find(({ name }) => name === '22/limits-line')
    const { messages } = hear([limits?.fromServer ?? Buffer.alloc(0)])
    const glued = messages.filter((message) => message.getAll('Event').length > 1)
    expect(glued.map((message) => message.getAll('Event'))).toEqual([
      ['QueueParams', 'QueueStatusComplete'],
      ['QueueSummary', 'QueueSummaryComplete'],
      ['DBGetTreeResponse', 'DBGetTreeResponse', 'DBGetTreeResponse', 'DBGetTreeComplete'],
    ])
  })
})

interface CollectedList {
  items: number
  listItems: number | undefined
  closing: AmiMessage | undefined
}

/** Sorts events to the list that their ActionID names; a list is open from its response to its last event. */
function collectLists(messages: AmiMessage[]): { lists: CollectedList[]; strays: string[] } {
  const lists: CollectedList[] = []
  const strays: string[] = []
  const open = new Map<string | undefined, CollectedList>()
  for (const message of messages) {
    const id = message.get('ActionID')
    const state = message.get('EventList')?.toLowerCase()
    const list = open.get(id)
    if (message instanceof AmiResponse) {
      if (state !== 'start') continue
      const begun = { items: 0, listItems: undefined, closing: undefined }
      lists.push(begun)
      open.set(id, begun)
    } else if (list === undefined) {
      if (state !== undefined) strays.push(message.get('Event') ?? '')
    } else if (state === 'complete') {
      list.listItems = Number(message.get('ListItems'))
      list.closing = message
      open.delete(id)
    } else {
      list.items += 1
    }
  }
  return { lists, strays }
}
