import { describe, expect, it } from 'vitest'
import type { SimulatedRequest } from '../../src/request.ts'
import { RequestParser } from '../../src/request-parser.ts'

function parse(chunks: Iterable<Buffer>): SimulatedRequest[] {
  const seen: SimulatedRequest[] = []
  const parser = new RequestParser({ session: 0, now: () => 7, onRequest: (request) => seen.push(request) })
  for (const chunk of chunks) parser.write(chunk)
  return seen
}

function summary(requests: readonly SimulatedRequest[]): unknown[] {
  return requests.map(({ headers, problem, raw, actionId }) => ({ headers, problem, raw, actionId }))
}

const line = (length: number): string => `X: ${'x'.repeat(length - 3)}`

const cases: Record<string, { wire: string; requests: number }> = {
  'two requests': {
    wire: 'Action: Ping\r\nActionID: 1\r\n\r\nAction: Ping\r\nActionID: 2\r\n\r\n',
    requests: 2,
  },
  'LF line ends': { wire: 'Action: Ping\nActionID: 1\n\n', requests: 1 },
  'mixed line ends': { wire: 'Action: Ping\nActionID: 1\r\n\r\n', requests: 1 },
  'a lone empty line': { wire: '\r\n', requests: 1 },
  'NUL in a line': { wire: 'Action: Ping\r\nActionID: a\0b\r\nX: y\r\n\r\n', requests: 1 },
  'a line that starts with NUL': { wire: 'Action: Ping\r\n\0\r\n', requests: 1 },
  'bytes outside ASCII': { wire: 'Action: Ping\r\nActionID: Łódź\r\n\r\n', requests: 1 },
  'a line of 1022 bytes': { wire: `Action: Ping\r\n${line(1022)}\r\n\r\n`, requests: 1 },
  'a line of 1023 bytes, which leaves a message behind': {
    wire: `Action: Ping\r\n${line(1023)}\r\n\r\n`,
    requests: 2,
  },
  'a line of 1024 bytes': { wire: `Action: Ping\r\n${line(1024)}\r\nActionID: 1\r\n\r\n`, requests: 1 },
  'a line of 2046 bytes, which leaves a message behind': {
    wire: `${line(2046)}\r\nActionID: 1\r\n\r\n`,
    requests: 2,
  },
  'a line of 5000 bytes': { wire: `${line(5000)}\r\nActionID: 1\r\n\r\nAction: Ping\r\n\r\n`, requests: 2 },
  '129 lines': { wire: `${'A: b\r\n'.repeat(128)}ActionID: late\r\n\r\nAction: Ping\r\n\r\n`, requests: 2 },
}

/** Every case must read the same however the network cuts it. */
describe.each(Object.entries(cases))('reads %s', (_name, { wire, requests }) => {
  const bytes = Buffer.from(wire)
  const whole = summary(parse([bytes]))

  it('in one chunk', () => {
    expect(whole).toHaveLength(requests)
  })

  it('byte by byte', () => {
    expect(summary(parse([...bytes].map((byte) => Buffer.of(byte))))).toEqual(whole)
  })

  it('at every split', () => {
    for (let cut = 1; cut < bytes.length; cut += 1) {
      expect(summary(parse([bytes.subarray(0, cut), bytes.subarray(cut)]))).toEqual(whole)
    }
  })
})

it('finds values whatever the case of the key, skipping blanks before them and keeping those behind', () => {
  const [request] = parse([
    Buffer.from('aCTION: \t Ping \r\nActionID:\r\nACTIONID: second\r\nActionID: third\r\n\r\n'),
  ])
  expect(request?.action).toBe('Ping ')
  expect(request?.actionId).toBe('second')
  expect(request?.getAll('actionid')).toEqual(['', 'second', 'third'])
})

it('takes lines without a colon and keys with a blank before it as what they are', () => {
  const [request] = parse([Buffer.from('nocolon\r\nAction : Ping\r\n\r\n')])
  expect(request?.headers).toEqual([
    ['nocolon', ''],
    ['Action ', 'Ping'],
  ])
  expect(request?.action).toBe('')
})

it('keeps the bytes of an ActionID that is not UTF-8', () => {
  const [request] = parse([Buffer.from('Action: Ping\r\nActionID: \xff\xfe\r\n\r\n', 'latin1')])
  expect(request?.actionIdWire).toBe('\xff\xfe')
  expect(request?.actionId).toBe('\ufffd\ufffd')
})

it('holds no more than 256 KiB of a message that never ends', () => {
  const seen: SimulatedRequest[] = []
  const parser = new RequestParser({ session: 0, now: () => 0, onRequest: (request) => seen.push(request) })
  for (let at = 0; at < 40; at += 1) parser.write(Buffer.alloc(65_536, 0x61))
  parser.write(Buffer.from('\r\nActionID: 9\r\n\r\n'))
  expect(seen).toHaveLength(1)
  expect(seen[0]?.problem).toBe('line-too-long')
  expect(seen[0]?.actionId).toBe('9')
  expect(seen[0]?.raw.length).toBe(262_144)
})
