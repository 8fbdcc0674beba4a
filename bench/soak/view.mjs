const LINE_EVERY_S = 10
const UP_AND_CLEAR = '\r\x1b[K'

/** How the soak stands, on one line that changes on a terminal, on a line now and then elsewhere. */
export function createView(stream, seconds) {
  let lastEvents = 0
  let lastAt = 0
  let printedAt = 0
  return {
    show({ seconds: now, kills, cluster, asker, ledger, heap }) {
      if (!stream.isTTY && now - printedAt < LINE_EVERY_S) return
      printedAt = now
      const events = ledger.totals().fast.delivered
      const rate = (events - lastEvents) / (now - lastAt)
      lastEvents = events
      lastAt = now
      const { slope, standardError } = heap.judge()
      const ready = [...cluster.health().values()].filter(({ status }) => status === 'ready').length
      const line = [
        `${now.toFixed(0)} of ${seconds} s`,
        `${ready}/${cluster.servers.size} ready`,
        `${rate.toFixed(0)} events/s`,
        `${asker.settled}/${asker.asked} actions settled`,
        `${kills.fin} + ${kills.rst} kills`,
        `heap ${heap.lastMiB?.toFixed(1) ?? '–'} MiB${slope === undefined ? '' : `, ${trend(slope, standardError)}`}`,
        `${ledger.problemCount + asker.problems.length} problems`,
      ].join(' · ')
      stream.write(stream.isTTY ? `${UP_AND_CLEAR}${line.slice(0, (stream.columns ?? 80) - 1)}` : `${line}\n`)
    },
    finish(result) {
      stream.write(`${stream.isTTY ? UP_AND_CLEAR : ''}${renderResult(result)}\n`)
    },
  }
}

/** The sums and the verdict. */
function renderResult({ seconds, kills, events, actions, heap, rssMiB, loopDelayP99Ms, problems, passed }) {
  const { fin, rst, open } = events.sessions
  const consumers = Object.entries(events.consumers).map(
    ([name, { delivered, dropped, reconnects }]) =>
      `${`${name}:`.padEnd(14)} ${events.received} read = ${delivered} delivered + ${dropped} dropped, told of ${reconnects} reconnects`,
  )
  return [
    `${seconds.toFixed(0)} s, ${kills.fin} servers shut down, ${kills.rst} reset`,
    `events:        ${events.sent} sent = ${events.received} read + ${events.lostInFlight} in flight at a reset; ` +
      `sessions: ${fin} shut down, ${rst} reset, ${open} to the end`,
    ...consumers,
    `actions:       ${actions.asked} = ${actions.answered} answered + ${actions.refused} refused + ${actions.late} late + ` +
      `${actions.aborted} given up + ${actions.cutOff} cut off + ${actions.unsent} unsent + ${actions.failed} failed otherwise; slowest ${slowest(actions)}`,
    `heap:          ${heapLine(heap)}; resident ${rssMiB.toFixed(0)} MiB`,
    `event loop:    p99 delay ${loopDelayP99Ms.toFixed(1)} ms`,
    ...problems.map((problem) => `PROBLEM        ${problem}`),
    passed ? 'PASSED' : 'FAILED',
  ].join('\n')
}

const HEAP_VERDICTS = {
  steady: 'not significantly above',
  grows: 'significantly MORE than',
  unknown: 'too noisy to be held against',
}

function heapLine({ slope, standardError, samples, boundKiBPerMinute, verdict }) {
  if (verdict === 'not judged') return 'not judged in a run so short'
  if (slope === undefined) return 'too few samples to judge'
  return `${trend(slope, standardError)} (${samples} samples), ${HEAP_VERDICTS[verdict]} ${boundKiBPerMinute}`
}

function trend(slope, standardError) {
  return `${slope >= 0 ? '+' : ''}${slope.toFixed(1)} ± ${standardError.toFixed(1)} KiB/min`
}

function slowest({ slowest: { ms, outcome, askedAtSecond } }) {
  return `${ms.toFixed(0)} ms (${outcome}, asked after ${askedAtSecond.toFixed(0)} s)`
}
