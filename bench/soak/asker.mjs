const TICK_MS = 10
/** An asker that is late catches up with no more than this. */
const DEBT_MAX_MS = 500
/** Less than what the server takes for the late ones; all others have time enough on any machine. */
const LATE_TIMEOUT_MS = 1_000
const TIMEOUT_MS = 20_000
const PROBLEMS_MAX = 20
/** Of a hundred actions: these are refused, answered after the deadline, given up by the asker at once. */
const REFUSED = new Set([7, 41, 78])
const LATE = new Set([13])
const ABORTED = new Set([29])

/**
 * Sends numbered actions through the cluster, so many a second, and keeps account of what becomes of each: answered,
 * refused, too late, given up, cut off by the end of a session, never sent, or failed for no good reason.
 */
export class Asker {
  #cluster
  #rate
  #onAnswer
  #timer
  #dueSince
  #startedAt
  asked = 0
  outcomes = { answered: 0, refused: 0, late: 0, aborted: 0, cutOff: 0, unsent: 0, failed: 0 }
  /** Numbers of the actions that are said never to have been sent. */
  unsent = []
  problems = []
  /** What took longest to settle: how long, how it ended, and after how many seconds of the run it was asked. */
  slowest = { ms: 0, outcome: undefined, askedAtSecond: 0 }

  /** @param onAnswer told of each answer as it should be. */
  constructor(cluster, rate, onAnswer) {
    this.#cluster = cluster
    this.#rate = rate
    this.#onAnswer = onAnswer
  }

  get settled() {
    return Object.values(this.outcomes).reduce((sum, count) => sum + count, 0)
  }

  start() {
    this.#startedAt = performance.now()
    this.#dueSince = this.#startedAt
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
  }

  stop() {
    clearInterval(this.#timer)
  }

  #tick() {
    const now = performance.now()
    this.#dueSince = Math.max(this.#dueSince, now - DEBT_MAX_MS)
    const count = Math.floor(((now - this.#dueSince) * this.#rate) / 1_000)
    this.#dueSince += (count * 1_000) / this.#rate
    for (let i = 0; i < count; i += 1) this.#ask(now)
  }

  #ask(now) {
    const number = this.asked
    const kind = kindOf(number)
    this.asked += 1
    const controller = kind === 'aborted' ? new AbortController() : undefined
    const variable = `${{ answered: 'ANSWER', refused: 'REFUSE' }[kind] ?? 'LATE'}_${number}`
    let settlements = 0
    const settle = (outcome, wanted, why) => {
      settlements += 1
      if (settlements > 1) this.#problem(`action ${number} settled ${settlements} times`)
      this.outcomes[outcome] += 1
      const ms = performance.now() - now
      if (ms > this.slowest.ms) {
        this.slowest = { ms, outcome, askedAtSecond: (now - this.#startedAt) / 1_000 }
      }
      if (!wanted) this.#problem(`action ${number}, to be ${kind}: ${why}`)
    }
    const timeoutMs = kind === 'late' ? LATE_TIMEOUT_MS : TIMEOUT_MS
    this.#cluster.send('Getvar', { Variable: variable }, { timeoutMs, signal: controller?.signal }).then(
      (answer) => {
        // A process that stood still gives late answers the time to be read.
        const wanted = kind === 'answered' || kind === 'late'
        settle('answered', wanted && answer.get('Value') === variable, answer.get('Value'))
        this.#onAnswer(answer)
      },
      (error) => {
        const outcome = outcomeOf(error)
        if (error.delivery === 'unsent') this.unsent.push(number)
        settle(outcome, outcome === kind || outcome === 'cutOff' || outcome === 'unsent', error.message)
      },
    )
    if (controller !== undefined) setImmediate(() => controller.abort())
  }

  #problem(text) {
    if (this.problems.length < PROBLEMS_MAX) this.problems.push(text)
  }
}

function kindOf(number) {
  const place = number % 100
  if (REFUSED.has(place)) return 'refused'
  if (LATE.has(place)) return 'late'
  return ABORTED.has(place) ? 'aborted' : 'answered'
}

function outcomeOf({ code, delivery }) {
  if (code === 'AMI_REJECTED') return 'refused'
  if (code === 'AMI_TIMEOUT') return 'late'
  if (code === 'AMI_ABORTED') return 'aborted'
  if (delivery === 'unsent') return 'unsent'
  return code === 'AMI_CONNECTION' ? 'cutOff' : 'failed'
}
