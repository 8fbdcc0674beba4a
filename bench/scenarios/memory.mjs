import { setTimeout as sleep } from 'node:timers/promises'

const ROUNDS = 4
const PAUSE_MS = 50

/** The process's resident bytes once the garbage is collected; needs `--expose-gc`. */
export async function settledRssBytes() {
  for (let round = 0; round < ROUNDS; round += 1) {
    globalThis.gc()
    await sleep(PAUSE_MS)
  }
  return process.memoryUsage.rss()
}
