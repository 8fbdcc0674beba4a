/**
 * Adds up one site after it has closed: what was asked is compared with what was answered or failed, what the server
 * sent with what was delivered or dropped.
 *
 * @returns the lines that say so, and every discrepancy.
 */
export function verdictOn(site, pbx) {
  const actions = actionsOf(site)
  const events = pbx === undefined ? eventsRead(site) : eventsSent(site, pbx)
  return { lines: [actions.line, events.line], problems: [...actions.problems, ...events.problems] }
}

function actionsOf(site) {
  const { asked, answered, refused, cutOff, failed, wrong } = site
  const settled = answered + refused.total + cutOff.total + failed.total
  const parts = [`${asked} actions = ${answered} answered`]
  if (refused.total > 0) parts.push(`${refused.total} refused by the server [${refused}]`)
  if (cutOff.total > 0) parts.push(`${cutOff.total} cut off by the kill [${cutOff}]`)
  const problems = []
  if (asked !== settled) problems.push(`${asked - settled} actions never settled`)
  if (failed.total > 0) problems.push(`actions failed without cause: ${failed}`)
  if (wrong.total > 0) problems.push(`answers that are not the right ones: ${wrong}`)
  return { line: parts.join(' + '), problems }
}

/** A simulated server knows what it sent. What was on its way when the link was cut is the one thing that may miss. */
function eventsSent(site, { sessions, eventsSent: sent }) {
  const { delivered, dropped, gaps, deliveredIn, reconnects } = site
  const missing = sent - delivered - dropped
  const problems = dropsTold(site)
  const cut = sessions.length > 1 ? sessions[0].eventsSent - (deliveredIn.get(1) ?? 0) : 0
  if (missing < 0 || missing > Math.max(0, cut)) {
    problems.push(
      `${sent} events sent, ${delivered} delivered and ${dropped} dropped: ${missing} unaccounted for`,
    )
  }
  if (gaps.reconnect !== reconnects) {
    problems.push(`${reconnects} reconnects, but ${gaps.reconnect} of them told to the subscriber`)
  }
  const parts = [`${sent} events sent = ${delivered} delivered`, `${dropped} dropped`]
  if (sessions.length > 1) parts.push(`${missing} on their way when the link was cut`)
  return { line: parts.join(' + '), problems }
}

/** A real server keeps no count, so the client's own reader is asked. */
function eventsRead(site) {
  const { delivered, dropped, listEvents } = site
  const read = site.client.counters().events
  const problems = dropsTold(site)
  const missing = read - delivered - dropped - listEvents
  if (missing !== 0) problems.push(`${read} events read, ${missing} unaccounted for`)
  return {
    line: `${read} events read = ${delivered} delivered + ${dropped} dropped + ${listEvents} items of lists`,
    problems,
  }
}

function dropsTold({ dropped, gaps }) {
  return dropped === gaps.overflow ? [] : [`${dropped} events dropped, but ${gaps.overflow} told in gaps`]
}
