import { setTimeout as sleep } from 'node:timers/promises'
import { Arrivals } from './arrivals.mjs'

const SETTLE_MS = 100
const READ_HEADERS = ['Event', 'Channel', 'Uniqueid', 'ChannelState', 'CallerIDNum']

/**
 * Events per second and CPU per million of them, when the server sends as fast as the socket takes it.
 *
 * The engine compiles what runs often, so a client is first warmed up for `warmUpMs`, and measured at the speed it
 * keeps; that speed also tells how often the input is repeated to fill `targetMs`. `read` also reads five headers of
 * each event. `unit` and `warmUp` are `{ frames, bytes }` of the input.
 */
export async function measureFlood({
  connect,
  order,
  input,
  read,
  unit,
  warmUp,
  warmUpMs,
  targetMs,
  maxRepeats,
}) {
  const client = await connect('flood')
  const arrivals = new Arrivals()
  const per = listen(client, arrivals, read)
  await sleep(SETTLE_MS)
  const run = (part, repeats) => {
    const arrived = arrivals.expect(part[per] * repeats)
    order({ type: 'flood', user: 'flood', input, frames: part.frames, repeats })
    return arrived
  }
  let warm = await run(warmUp, 1)
  for (let warmMs = warm.seconds * 1_000; warmMs < warmUpMs; warmMs += warm.seconds * 1_000) {
    warm = await run(warmUp, 1)
  }
  const unitMs = (warm.seconds * 1_000 * unit.frames) / warmUp.frames
  const repeats = Math.max(1, Math.min(maxRepeats, Math.round(targetMs / unitMs)))
  const { count, seconds, cpuSeconds } = await run(unit, repeats)
  const events = per === 'bytes' ? (count / unit.bytes) * unit.frames : count
  return {
    eventsPerSecond: events / seconds,
    cpuSecondsPerMillion: (cpuSeconds / events) * 1e6,
    charactersReadPerEvent: arrivals.characters / events,
    missing: (unit[per] * repeats - count) / (unit[per] * repeats),
    dropped: client.dropped?.() ?? 0,
  }
}

/** Attaches the counting; returns what it counts. */
function listen(client, arrivals, read) {
  if (client.onBytes) {
    client.onBytes((bytes) => arrivals.add(bytes))
    return 'bytes'
  }
  if (client.onFrames) client.onFrames((frames) => arrivals.add(frames))
  else client.onEvent(read ? reader(client, arrivals) : () => arrivals.add(1))
  return 'frames'
}

function reader({ get, key }, arrivals) {
  const [name, channel, uniqueid, state, caller] = READ_HEADERS.map(key)
  return (event) => {
    const characters =
      length(get(event, name)) +
      length(get(event, channel)) +
      length(get(event, uniqueid)) +
      length(get(event, state)) +
      length(get(event, caller))
    arrivals.add(1, characters)
  }
}

function length(value) {
  return value === undefined ? 0 : value.length
}
