import fc from 'fast-check'

/** Pieces of AMI from which the most misleading streams can be put together. */
const fragments = [
  '\r\n',
  '\r\n\r\n',
  '\n',
  '\n\n',
  '\r',
  '\0',
  ': ',
  ':',
  ' ',
  'Event: Hangup\r\n',
  'Event: CoreShowChannelMap\r\n',
  'Event: ',
  'event : x\r\n',
  'Response: Success\r\n',
  'Response: Success\r\nActionID: 1\r\n',
  'Response: ',
  'response:Error\r\n',
  'ActionID: 2\r\n',
  'Key: value\r\n',
  'ChanVariable(SIP/1:2): a=b\r\n',
  'Asterisk Call Manager/1.1\r\n',
  'Asterisk Call Manager/',
  'no colon\r\n',
  'Zażółć ☎',
]

const follows = [
  'Response: Follows\r\n',
  'Response: Follows\r\nActionID: 3\r\n',
  '--END COMMAND--',
  '--END COMMAND--\r\n\r\n',
]

const text = (parts: string[]) => fc.constantFrom(...parts).map((part) => Buffer.from(part))

const randomBytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes))

/** Bytes that look like AMI, more or less, and say `Response: Follows` only when asked to. */
export function almostAmi(options: { follows?: boolean } = {}): fc.Arbitrary<Buffer> {
  const parts = options.follows === true ? [...fragments, ...follows, ...follows] : fragments
  const part = fc.oneof({ weight: 8, arbitrary: text(parts) }, { weight: 1, arbitrary: randomBytes(40) })
  return fc.array(part, { maxLength: 40 }).map((all) => Buffer.concat(all))
}

/** A recorded stream with bytes changed, left out, doubled and put in. */
export function mutated(originals: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    drop: fc.nat(40),
    put: fc.oneof(randomBytes(8), text(fragments)),
  })
  return fc
    .tuple(fc.constantFrom(...originals), fc.array(change, { minLength: 1, maxLength: 12 }))
    .map(([original, changes]) => changes.reduce(mutate, original))
}

function mutate(bytes: Buffer, change: { at: number; drop: number; put: Buffer }): Buffer {
  const at = Math.floor(change.at * bytes.length)
  return Buffer.concat([bytes.subarray(0, at), change.put, bytes.subarray(at + change.drop)])
}

/** Bytes of any kind. */
export const noise: fc.Arbitrary<Buffer> = randomBytes(2000)

/** Cuts a stream at any places, also twice at the same one. */
export function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = places.map((place) => Math.floor(place * bytes.length)).sort((a, b) => a - b)
  return [0, ...at].map((start, index) => bytes.subarray(start, at[index] ?? bytes.length))
}

/** Where to cut, as fractions of the whole. */
export const places: fc.Arbitrary<number[]> = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  maxLength: 12,
})
