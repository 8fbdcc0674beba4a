import { setTimeout as sleep } from 'node:timers/promises'

const SMALL = 100
const SLOW_MS = 1
const NOISE = ['VarSet', 'Newexten', 'RTCPReceived']

/**
 * Three consumers of everything: one that keeps up, and two that do not, so that their small queues drop nearly all.
 * One of those drops the oldest whatever it is, the other sheds noise first.
 *
 * @returns their subscriptions by name.
 */
export function consume(cluster, ledger) {
  const slowly = (onEvent) => async (event) => {
    onEvent(event)
    await sleep(SLOW_MS)
  }
  const fast = ledger.consumer('fast', false)
  const oldest = ledger.consumer('oldest first', true)
  const noise = ledger.consumer('noise first', false)
  return new Map([
    ['fast', cluster.on('*', fast.onEvent, { onGap: fast.onGap })],
    [
      'oldest first',
      cluster.on('*', slowly(oldest.onEvent), { onGap: oldest.onGap, capacity: SMALL, keep: NOISE }),
    ],
    ['noise first', cluster.on('*', slowly(noise.onEvent), { onGap: noise.onGap, capacity: SMALL })],
  ])
}
