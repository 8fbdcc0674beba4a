import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { LAB_DIR } from './places.mjs'

/**
 * Runs `work` while no other process of this machine holds the same lock of this lab folder.
 *
 * The lock is a name in Linux's abstract socket space: the kernel frees it when its holder dies, however it
 * dies, so there is no stale lock to judge.
 */
export async function withLock(what, onWait, work) {
  const name = createHash('sha256').update(`${LAB_DIR}\n${what}`).digest('hex').slice(0, 32)
  const holder = await take(`\0amiable-lab-${name}`, onWait)
  try {
    return await work()
  } finally {
    await new Promise((resolve) => holder.close(resolve))
  }
}

async function take(address, onWait) {
  for (let attempt = 0; ; attempt += 1) {
    const holder = await listen(address)
    if (holder !== undefined) return holder
    if (attempt === 0) onWait()
    await pause(100)
  }
}

function listen(address) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
    server.listen(address, () => resolve(server))
  })
}
