import { describe, expect, it, vi } from 'vitest'
import { PendingAction } from '../../../src/correlation/pending-action.ts'
import { AmiAbortedError } from '../../../src/errors.ts'
import { encodeAction } from '../../../src/protocol/index.ts'
import { Outbox } from '../../../src/session/outbox.ts'
import { turns } from '../../support/fake-pbx.ts'
import { RecordingTransport } from './recording-transport.ts'

const collector = {
  response: undefined,
  items: [],
  takesEvents: false,
  onResponse: () => undefined,
  onEvent: () => undefined,
}

interface Sender {
  readonly transport: RecordingTransport
  readonly outbox: Outbox
  readonly broken: unknown[]
  /** Queues an action with these fields. */
  send(fields?: Readonly<Record<string, string>>): { text: string; pending: PendingAction }
}

function sender(limitBytes = 1_000_000, encrypted = false): Sender {
  const transport = new RecordingTransport({ encrypted })
  const broken: unknown[] = []
  const outbox = new Outbox(transport, limitBytes, { onBroken: (cause) => broken.push(cause) })
  let sequence = 0
  const send: Sender['send'] = (fields) => {
    sequence += 1
    const id = String(sequence)
    const text = encodeAction('UserEvent', id, { UserEvent: 'x', ...fields })
    const pending = new PendingAction('UserEvent', id, collector, 0, 1000)
    outbox.checkRoom(Buffer.byteLength(text), 'UserEvent', 'pbx', false)
    outbox.add(text, Buffer.byteLength(text), pending)
    return { text, pending }
  }
  return { transport, outbox, broken, send }
}

describe('the outbox', () => {
  it('sends all actions of one turn of the event loop in one write, in order', async () => {
    const { transport, send } = sender()
    const texts = Array.from({ length: 100 }, (_, index) => send({ N: String(index) }).text)
    expect(transport.writes).toHaveLength(0)
    await turns(2)
    expect(transport.writes).toHaveLength(1)
    expect(transport.text).toBe(texts.join(''))
    const later = send().text
    await turns(2)
    expect(transport.writes.map(String)).toEqual([texts.join(''), later])
  })

  it('sends a batch of 16 KiB before the turn ends, and the rest at its end, each action once', async () => {
    const { transport, send } = sender()
    const texts: string[] = []
    while (transport.writes.length === 0) texts.push(send({ N: String(texts.length) }).text)
    expect(transport.text).toBe(texts.join(''))
    expect(transport.text.length).toBeGreaterThanOrEqual(16_384)
    expect(transport.text.length).toBeLessThan(16_384 + 100)
    for (let count = 0; count < 3; count += 1) texts.push(send({ N: 'later' }).text)
    expect(transport.writes).toHaveLength(1)
    await turns(2)
    expect(transport.writes).toHaveLength(2)
    expect(transport.text).toBe(texts.join(''))
  })

  it('asks once for the end of the turn, however many actions wait for it', async () => {
    const { send } = sender()
    const asked = vi.spyOn(globalThis, 'setImmediate')
    for (let count = 0; count < 10; count += 1) send()
    expect(asked).toHaveBeenCalledTimes(1)
    asked.mockRestore()
    await turns(2)
  })

  it('pain 10 writes UTF-8, with ASCII before and after it', async () => {
    const { transport, send } = sender()
    const texts = [send(), send({ Name: 'Żółć 日本 📞' }), send()].map(({ text }) => text)
    await turns(2)
    expect(transport.text).toBe(texts.join(''))
    send({ Name: 'ascii again' })
    await turns(2)
    expect(transport.text.endsWith('Name: ascii again\r\n\r\n')).toBe(true)
  })

  it('hands ASCII over as latin1, which costs less to write, and nothing else', async () => {
    const { transport, send } = sender()
    for (const Name of ['ascii', 'Żółć', 'ascii again']) {
      send({ Name })
      await turns(2)
    }
    expect(transport.encodings).toEqual(['latin1', 'utf8', 'latin1'])
  })

  it('never sends what settled before the turn ended, and marks as written what left', async () => {
    const { transport, send } = sender()
    const [one, gone, other] = [send({ N: '1' }), send({ N: '2' }), send({ N: '3' })]
    gone.pending.settle(new AmiAbortedError('aborted'))
    await turns(2)
    expect(transport.text).toBe(one.text + other.text)
    expect([one, gone, other].map(({ pending }) => pending.written)).toEqual([true, false, true])
  })

  it('writes nothing at all when everything settled before the turn ended', async () => {
    const { transport, send } = sender()
    send().pending.settle(new AmiAbortedError('aborted'))
    await turns(2)
    expect(transport.writes).toHaveLength(0)
  })

  it('sends at once when told to, and only once', async () => {
    const { transport, outbox, send } = sender()
    const { text } = send()
    outbox.flush()
    expect(transport.text).toBe(text)
    await turns(2)
    expect(transport.text).toBe(text)
  })
})

describe('the bound of the outbox', () => {
  it('C3 refuses only the action that does not fit', async () => {
    const { transport, outbox, send } = sender(250)
    const first = send({ Pad: 'x'.repeat(100) })
    expect(() => send({ Pad: 'x'.repeat(100) })).toThrow(
      expect.objectContaining({
        code: 'AMI_BACKPRESSURE',
        delivery: 'unsent',
        action: 'UserEvent',
        server: 'pbx',
      }),
    )
    const small = send()
    await turns(2)
    expect(transport.text).toBe(first.text + small.text)
    expect(outbox.bytes).toBe(0)
  })

  it('counts what the operating system has not taken, and makes room when it has', () => {
    const { transport, outbox, send } = sender(1000)
    transport.bufferedBytes = 990
    expect(outbox.bytes).toBe(990)
    expect(() => send()).toThrow(/990 bytes wait to be written, \d+ more would pass the limit of 1000/)
    transport.bufferedBytes = 0
    expect(() => send()).not.toThrow()
  })

  it('E12 leaves room for the session’s own actions', () => {
    const { transport, outbox } = sender(1000)
    transport.bufferedBytes = 1000
    expect(() => outbox.checkRoom(100, 'Ping', 'pbx', false)).toThrow()
    expect(() => outbox.checkRoom(100, 'Ping', 'pbx', true)).not.toThrow()
    transport.bufferedBytes = 1000 + 4096
    expect(() => outbox.checkRoom(1, 'Ping', 'pbx', true)).toThrow(/limit of 5096/)
  })

  it.each([false, true])('counts bytes and not characters (TLS: %s)', async (encrypted) => {
    const { transport, outbox, send } = sender(1_000_000, encrypted)
    const texts = Array.from({ length: 10 }, () => send({ Name: 'ż'.repeat(400) }).text)
    const bytes = Buffer.byteLength(texts.join(''))
    expect(outbox.bytes).toBe(bytes)
    await turns(2)
    // What the transport was given is for the transport to count.
    expect(outbox.bytes).toBe(bytes - Buffer.byteLength(transport.text))
  })
})

describe('on TLS', () => {
  const long = (index: number): Record<string, string> => ({
    A: 'x'.repeat(10 + ((index * 37) % 900)),
    B: 'ż'.repeat((index * 13) % 400),
    C: String(index),
  })

  it('pain 21 what is sent leaves in records of whole lines and at most 1,024 bytes', async () => {
    const { transport, send } = sender(1_000_000, true)
    const texts = Array.from({ length: 60 }, (_, index) => send(long(index)).text)
    await turns(2)
    while (transport.take());
    expect(transport.text).toBe(texts.join(''))
    for (const record of transport.writes) {
      expect(record.length).toBeLessThanOrEqual(1024)
      expect(record.at(-1)).toBe(0x0a)
    }
    const bytes = transport.writes.reduce((sum, record) => sum + record.length, 0)
    expect(transport.writes.length).toBeLessThan((bytes / 1024) * 2)
  })

  it('pain 21 each record leaves after the one before it was taken', async () => {
    const { transport, send } = sender(1_000_000, true)
    for (let index = 0; index < 10; index += 1) send(long(index))
    await turns(4)
    expect(transport.writes).toHaveLength(1)
    transport.take()
    expect(transport.writes).toHaveLength(2)
    send(long(11))
    await turns(4)
    expect(transport.writes).toHaveLength(2)
  })

  it('pain 21 a line as long as Asterisk reads fills one record', async () => {
    const { transport, send } = sender(1_000_000, true)
    const { text } = send({ Data: 'x'.repeat(1022 - 'Data: '.length) })
    await turns(2)
    while (transport.take());
    expect(transport.text).toBe(text)
    expect(transport.writes.map(({ length }) => length)).toContain(1024)
  })

  it('C1 what waits for its turn is forgotten at the end of the session', async () => {
    const { transport, outbox, send } = sender(1_000_000, true)
    for (let index = 0; index < 10; index += 1) send(long(index))
    await turns(2)
    outbox.close()
    while (transport.take());
    expect(transport.writes).toHaveLength(1)
    expect(outbox.bytes).toBe(0)
  })
})

describe('when it is over', () => {
  it('C1 C2 writes nothing more of what was queued', async () => {
    const { transport, outbox, send } = sender()
    send()
    outbox.close()
    await turns(2)
    outbox.flush()
    expect(transport.writes).toHaveLength(0)
    expect(outbox.bytes).toBe(0)
  })

  it.each([false, true])(
    'C4 a transport that throws is told once, and throws at nobody (TLS: %s)',
    async (encrypted) => {
      const { transport, broken, send } = sender(1_000_000, encrypted)
      transport.failure = new Error('no such thing as a network')
      send()
      await turns(2)
      expect(broken).toEqual([transport.failure])
    },
  )
})
