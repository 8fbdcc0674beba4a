import { NumberSet } from './number-set.mjs'
import { Pbx } from './pbx.mjs'

/*
 * The servers of the soak, in a process of their own, so that the client's heap is the client's. Ordered over IPC:
 *
 *   { type: 'start', names, eventsPerSecond, killEveryMs, awayMs }
 *                                → { type: 'listening', ports }, then kills one server after another
 *   { type: 'burst', count }     so many events of every server at once
 *   { type: 'spare' }            no more kills → { type: 'spare' } once every server has a session
 *   { type: 'quiet' }            → { type: 'quiet', lives }: no more events; how many each living session had
 *   { type: 'taken', numbers }   → { type: 'taken', found, total, repeated }: which of these actions came here
 *
 * On its own: { type: 'life', server, life, sent, end } for each session that is over, and { type: 'kill', server,
 * end, awayMs } before it is killed.
 */

const TICK_MS = 10

const taken = new NumberSet()
let pbxs = []
let spared = false
let producing

/** The client may be gone, and take this process with it. */
function say(message) {
  process.send(message, () => undefined)
}

async function start({ names, eventsPerSecond, killEveryMs, awayMs }) {
  const onTaken = (number) => taken.add(number)
  const onLife = (life) => say({ type: 'life', ...life })
  pbxs = names.map((name) => new Pbx(name, eventsPerSecond / names.length, onTaken, onLife))
  await Promise.all(pbxs.map((pbx) => pbx.listen()))
  say({ type: 'listening', ports: pbxs.map(({ port }) => port) })
  producing = setInterval(() => {
    const now = performance.now()
    for (const pbx of pbxs) pbx.produce(now)
  }, TICK_MS)
  let kills = 0
  setInterval(() => {
    const pbx = pbxs[kills % pbxs.length]
    if (spared || !pbx.isAlive) return
    // Every other one, and each server in both ways as time goes on.
    const end = (kills + Math.floor(kills / pbxs.length)) % 2 === 0 ? 'fin' : 'rst'
    kills += 1
    kill(pbx, end, awayMs * (0.2 + 0.8 * Math.random()))
  }, killEveryMs)
}

function kill(pbx, end, awayMs) {
  say({ type: 'kill', server: pbx.state.server, end, awayMs })
  pbx.kill(end)
  setTimeout(() => pbx.listen(), awayMs)
}

const orders = {
  start,
  burst: ({ count }) => {
    for (const pbx of pbxs) pbx.burst(count)
  },
  spare: () => {
    spared = true
    const timer = setInterval(() => {
      if (!pbxs.every(({ isAlive }) => isAlive)) return
      clearInterval(timer)
      say({ type: 'spare' })
    }, TICK_MS)
  },
  quiet: () => {
    clearInterval(producing)
    say({ type: 'quiet', lives: pbxs.map(({ state }) => state) })
  },
  taken: ({ numbers }) => {
    const found = numbers.filter((number) => taken.has(number))
    say({ type: 'taken', found, total: taken.size, repeated: taken.repeated })
  },
}

process.on('message', (order) => orders[order.type](order))
process.on('disconnect', () => process.exit())
// Ctrl-C reaches the whole group; the client ends this process when it has done its sums.
process.on('SIGINT', () => undefined)
