import { setTimeout as sleep } from 'node:timers/promises'
import { CHECKED_HEADERS, expectedValues, loadFlood } from '../flood-input.mjs'
import { Arrivals } from './arrivals.mjs'

const SETTLE_MS = 100

/**
 * Whether every event of the input arrives once, in order, with its values intact: five headers of each are compared
 * with what the bytes say.
 */
export async function measureDelivery({ connect, order, input, unit }) {
  const client = await connect('delivery')
  const keys = CHECKED_HEADERS.map(client.key)
  const arrivals = new Arrivals()
  let delivered = []
  client.onEvent((event) => {
    delivered.push(keys.map((key) => client.get(event, key) ?? '').join('\n'))
    arrivals.add(1)
  })
  await sleep(SETTLE_MS)
  delivered = []
  const arrived = arrivals.expect(unit.frames)
  order({ type: 'flood', user: 'delivery', input, frames: unit.frames, repeats: 1 })
  await arrived
  // Doubled events would come after the last one waited for.
  await sleep(SETTLE_MS)
  const expected = expectedValues(loadFlood(input), unit.frames).map((values) => values.join('\n'))
  return compare(expected, delivered)
}

function compare(expected, delivered) {
  const due = new Map()
  for (const event of expected) due.set(event, (due.get(event) ?? 0) + 1)
  const known = new Set(due.keys())
  let intact = 0
  let doubled = 0
  for (const event of delivered) {
    const left = due.get(event) ?? 0
    if (left > 0) intact += 1
    else if (known.has(event)) doubled += 1
    due.set(event, left - 1)
  }
  const garbled = delivered.length - intact - doubled
  return {
    sent: expected.length,
    lost: Math.max(0, expected.length - intact - garbled),
    doubled,
    garbled,
    outOfOrder: delivered.length === expected.length ? misplaced(expected, delivered, known) : 0,
  }
}

function misplaced(expected, delivered, known) {
  return delivered.filter((event, index) => known.has(event) && event !== expected[index]).length
}
