import { Decoder } from 'amiable/protocol'
import { loadFlood } from '../flood-input.mjs'

const FRAMES = 65_536
const SMALL_BATCH = 2_048
const PASSES = 7
const CHUNK_BYTES = 65_536
const MEGABYTE = 1 << 20
const BANNER = Buffer.from('Asterisk Call Manager/11.0.0\r\n')

/**
 * The decoder alone: what a frame costs when few or many of them wait in one chunk, and how long a frame without an
 * end takes while it is held, its limit raised above it. The same bytes each time, only the batches differ.
 */
export function measureDecoder({ endlessBytes }) {
  const batches = { small: batchesOf(SMALL_BATCH), large: batchesOf(FRAMES) }
  const best = fastest({
    smallMs: () => decode(batches.small),
    largeMs: () => decode(batches.large),
    endlessQuarterMs: () => endless(endlessBytes / 4),
    endlessMs: () => endless(endlessBytes),
  })
  return {
    nsPerFrameIn2k: (best.smallMs * 1e6) / FRAMES,
    nsPerFrameIn64k: (best.largeMs * 1e6) / FRAMES,
    endlessQuarterMs: best.endlessQuarterMs,
    endlessMs: best.endlessMs,
  }
}

/** The best time of each, their passes interleaved: the later ones find the memory of the earlier ones mapped. */
function fastest(runs) {
  const best = {}
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (const [name, run] of Object.entries(runs))
      best[name] = Math.min(best[name] ?? Number.POSITIVE_INFINITY, run())
  }
  return best
}

function batchesOf(framesPerBatch) {
  const { bytes, frameEnds } = loadFlood('plain')
  const all = Buffer.concat([bytes, bytes])
  const ends = [...frameEnds, ...frameEnds.map((end) => end + bytes.length)]
  const batches = []
  for (let from = 0; from < FRAMES; from += framesPerBatch) {
    batches.push(all.subarray(from === 0 ? 0 : ends[from - 1], ends[from + framesPerBatch - 1]))
  }
  return batches
}

function decode(batches) {
  let events = 0
  const decoder = decoderFor(() => {
    events += 1
  })
  const startMs = performance.now()
  for (const batch of batches) decoder.write(batch)
  const elapsedMs = performance.now() - startMs
  if (events !== FRAMES) throw new Error(`decoded ${events} of ${FRAMES} frames`)
  return elapsedMs
}

function endless(bytes) {
  const decoder = decoderFor(() => undefined, 2 * bytes + MEGABYTE)
  const chunk = Buffer.alloc(CHUNK_BYTES, 'x')
  decoder.write(Buffer.from('Event: Endless\r\nData: '))
  const startMs = performance.now()
  for (let left = bytes; left > 0; left -= CHUNK_BYTES) decoder.write(chunk)
  return performance.now() - startMs
}

function decoderFor(onEvent, maxMessageBytes = MEGABYTE) {
  const ignore = () => undefined
  const handlers = { onBanner: ignore, onResponse: ignore, onAnomaly: ignore, onEvent }
  const decoder = new Decoder(handlers, { maxMessageBytes })
  decoder.write(BANNER)
  return decoder
}
