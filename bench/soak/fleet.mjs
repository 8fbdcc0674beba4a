import { fork } from 'node:child_process'
import { once } from 'node:events'

const PROCESS = new URL('./pbx-process.mjs', import.meta.url)

/** The servers' process: `ask` an order that is answered, `tell` one that is not, `on` for what it says by itself. */
export async function startFleet(order) {
  const child = fork(PROCESS, { execArgv: [] })
  let isOver = false
  child.once('exit', (code, signal) => {
    if (!isOver) throw new Error(`the servers' process ended by itself: ${signal ?? code}`)
  })
  const fleet = {
    on: (type, listener) =>
      child.on('message', (message) => {
        if (message.type === type) listener(message)
      }),
    tell: (message) => child.send(message),
    async ask(message, answer = message.type) {
      child.send(message)
      for (;;) {
        const [said] = await once(child, 'message')
        if (said.type === answer) return said
      }
    },
    stop() {
      isOver = true
      child.removeAllListeners('message')
      child.disconnect()
    },
  }
  const { ports } = await fleet.ask({ type: 'start', ...order }, 'listening')
  return { ...fleet, ports }
}
