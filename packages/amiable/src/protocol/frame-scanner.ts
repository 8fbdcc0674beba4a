import { SENTINEL } from './follows.ts'
import { type FindBlankLine, finderFor, findInBytes } from './read-buffer.ts'

const CR = 0x0d
const LF = 0x0a
const BLANK_LINE_BYTES = 4
const SPACE = 0x20
const LOWER_F = 0x66
const LOWER_R = 0x72
const FOLLOWS = 'response: follows'
const VALUE_AT = 'response:'.length
const EMPTY = Buffer.alloc(0)
/** A blank line that begins in one chunk ends at most this many bytes into the next. */
const SEAM_BYTES = BLANK_LINE_BYTES - 1
/** What skipping must remember of the past: a sentinel and the blank line behind it. */
const SKIP_MEMORY_BYTES = SENTINEL.length + BLANK_LINE_BYTES
const FIRST_ALLOCATION_BYTES = 1024
const LARGEST_RETAINED_BYTES = 65_536

/** Receives frames. The bytes are valid during the call only. */
export interface FrameSink {
  /** A whole frame: `bytes[start, end)`, without the blank line that closed it; possibly empty. */
  onFrame(bytes: Buffer, start: number, end: number): void
  /** A frame has passed the limit and will be skipped to its end; `bytes[start, end)` is what came so far. */
  onOversize(bytes: Buffer, start: number, end: number): void
  /** Bytes of a frame that has passed the limit are gone; all of them, in the end. */
  onSkip(bytes: number): void
}

/**
 * Cuts a byte stream into frames, wherever the network cut it. Linear in the bytes; holds at most one
 * unfinished frame, never more of it than the limit.
 *
 * ```
 * stream = *( frame blank )
 * blank  = CRLF CRLF        ; in a CRLF session a bare LF is data, wherever it stands
 *        / LF [CR] LF       ; in an LF session
 * ```
 * `Response: Follows` (Asterisk 13 and earlier) ends at the blank line behind `--END COMMAND--`; those before it
 * are part of the command's output.
 *
 * A frame that lies whole in a chunk is handed over from that chunk. Only a frame's cut-off beginning is copied.
 */
export class FrameScanner {
  readonly #sink: FrameSink
  readonly #maxBytes: number
  #lineFeedOnly = false
  #kept: Buffer = EMPTY
  #keptLength = 0
  #keptOffset = 0
  #skipping: 'no' | 'frame' | 'follows' = 'no'
  /** Index behind the blank line found last. */
  #next = 0
  #baseOffset = 0
  #received = 0

  constructor(sink: FrameSink, maxBytes: number) {
    this.#sink = sink
    this.#maxBytes = maxBytes
  }

  /** Where index 0 of the bytes in the sink's hands stands in the stream. */
  get baseOffset(): number {
    return this.#baseOffset
  }

  /** Bytes of the unfinished frame. */
  get keptBytes(): number {
    return this.#keptLength
  }

  /** Settles how this session ends its lines, and where in the stream its first frame begins. */
  start(lineFeedOnly: boolean, offset: number): void {
    this.#lineFeedOnly = lineFeedOnly
    this.#received = offset
  }

  /** Feeds one chunk; hands over every frame that it completes. */
  write(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) {
      at = this.#keptLength > 0 ? this.#continueKept(chunk, at) : this.#scan(chunk, at)
    }
    this.#received += chunk.length
  }

  /** Hands over the frames that lie whole in the chunk and keeps what is left. */
  #scan(chunk: Buffer, from: number): number {
    let at = from
    this.#baseOffset = this.#received
    const find = finderFor(chunk)
    for (;;) {
      let end = this.#blankLine(chunk, at, find)
      if (end !== -1 && isFollows(chunk, at, end)) {
        while (end !== -1 && !endsWithSentinel(chunk, end)) end = this.#blankLine(chunk, end + 1, find)
      }
      if (end === -1) break
      const next = this.#next
      this.#handOver(chunk, at, end)
      at = next
    }
    if (at < chunk.length) {
      this.#keptOffset = this.#received + at
      this.#append(chunk, at, chunk.length)
      this.#limitKept()
    }
    return chunk.length
  }

  /** Adds to the kept frame, up to the next blank line or the chunk's end; the index behind what it took. */
  #continueKept(chunk: Buffer, at: number): number {
    const before = this.#keptLength
    const seam = Math.min(chunk.length, at + SEAM_BYTES)
    this.#append(chunk, at, seam)
    const acrossSeam = this.#blankLineAcross(before)
    if (acrossSeam !== -1) {
      const next = this.#next
      this.#keptLength = next
      this.#closeKept(acrossSeam)
      return at + next - before
    }
    const found = this.#blankLine(chunk, at)
    const next = found === -1 ? chunk.length : this.#next
    this.#append(chunk, seam, next)
    if (found === -1) this.#limitKept()
    else this.#closeKept(before + found - at)
    return next
  }

  /** A blank line that ends behind the kept bytes' old end; those before it were judged when they came. */
  #blankLineAcross(before: number): number {
    const kept = this.#kept.subarray(0, this.#keptLength)
    let end = this.#blankLine(kept, Math.max(0, before - SEAM_BYTES))
    while (end !== -1 && this.#next <= before) end = this.#blankLine(kept, end + 1)
    return end
  }

  /** The kept frame may end at `end`: hands it over, unless it is a command's output that goes on. */
  #closeKept(end: number): void {
    const kept = this.#kept
    const follows = this.#skipping === 'follows' || (this.#skipping === 'no' && isFollows(kept, 0, end))
    if (follows && !endsWithSentinel(kept, end)) {
      this.#limitKept()
      return
    }
    const skipped = this.#skipping !== 'no'
    this.#skipping = 'no'
    this.#keptLength = 0
    // Most connections wait most of the time, and a process may hold a thousand.
    this.#kept = EMPTY
    this.#baseOffset = this.#keptOffset
    if (skipped) this.#sink.onSkip(end)
    else this.#handOver(kept, 0, end)
  }

  #handOver(bytes: Buffer, start: number, end: number): void {
    if (end - start <= this.#maxBytes) {
      this.#sink.onFrame(bytes, start, end)
      return
    }
    this.#sink.onOversize(bytes, start, end)
    this.#sink.onSkip(end - start)
  }

  #limitKept(): void {
    const length = this.#keptLength
    if (this.#skipping === 'no') {
      // The limit is the frame's own: up to a blank line of what is kept may not belong to it.
      if (length <= this.#maxBytes + BLANK_LINE_BYTES) return
      this.#baseOffset = this.#keptOffset
      this.#sink.onOversize(this.#kept, 0, length)
      this.#skipping = isFollows(this.#kept, 0, length) ? 'follows' : 'frame'
    }
    const remembered = Math.min(length, SKIP_MEMORY_BYTES)
    if (this.#kept.length > LARGEST_RETAINED_BYTES) {
      this.#kept = Buffer.from(this.#kept.subarray(length - remembered, length))
    } else {
      this.#kept.copyWithin(0, length - remembered, length)
    }
    this.#keptLength = remembered
    this.#sink.onSkip(length - remembered)
  }

  /** The index at which the content before the next blank line ends, or -1; sets `#next`. */
  #blankLine(bytes: Buffer, from: number, find: FindBlankLine = findInBytes): number {
    if (!this.#lineFeedOnly) {
      const end = find(bytes, from)
      this.#next = end + BLANK_LINE_BYTES
      return end
    }
    for (let at = bytes.indexOf(LF, from); at !== -1; at = bytes.indexOf(LF, at + 1)) {
      const behind = bytes[at + 1] === CR ? at + 2 : at + 1
      if (bytes[behind] === LF) {
        this.#next = behind + 1
        return at > from && bytes[at - 1] === CR ? at - 1 : at
      }
    }
    return -1
  }

  #append(chunk: Buffer, start: number, end: number): void {
    const length = this.#keptLength + end - start
    if (length > this.#kept.length) {
      const grown = Buffer.allocUnsafe(Math.max(FIRST_ALLOCATION_BYTES, length, this.#kept.length * 2))
      this.#kept.copy(grown, 0, 0, this.#keptLength)
      this.#kept = grown
    }
    chunk.copy(this.#kept, this.#keptLength, start, end)
    this.#keptLength = length
  }
}

function isFollows(bytes: Buffer, start: number, end: number): boolean {
  let at = start
  while (at < end && (bytes[at] === CR || bytes[at] === LF)) at += 1
  // 0x20 folds the case of a letter: almost every frame is told apart by the first byte of its name, or of its value.
  if (((bytes[at] ?? 0) | 0x20) !== LOWER_R) return false
  const value = at + VALUE_AT
  if (((bytes[bytes[value] === SPACE ? value + 1 : value] ?? 0) | 0x20) !== LOWER_F) return false
  const head = bytes.toString('latin1', at, Math.min(end, at + FOLLOWS.length)).toLowerCase()
  return head === FOLLOWS || head.startsWith('response:follows')
}

function endsWithSentinel(bytes: Buffer, end: number): boolean {
  return end >= SENTINEL.length && bytes.toString('latin1', end - SENTINEL.length, end) === SENTINEL
}
