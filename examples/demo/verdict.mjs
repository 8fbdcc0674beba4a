/**
 * Adds everything up after the fleet has closed: what was asked is compared with what was answered or failed, what
 * each server sent with what was delivered or dropped.
 *
 * @param servers the simulated ones by name; a real one is not among them, and keeps no count of what it sends.
 * @returns the lines that say so, and every discrepancy.
 */
export function verdictOn(fleet, servers) {
  const sites = [...fleet.sites.values()]
  const parts = [actionsOf(fleet, sites), ...sites.map((site) => eventsOf(site, servers.get(site.name)))]
  const problems = parts.flatMap((part) => part.problems)
  const dropped = sites.reduce((sum, site) => sum + site.dropped, 0)
  if (dropped !== fleet.dropped) {
    problems.push(`${fleet.dropped} events dropped by the subscription, ${dropped} counted by server`)
  }
  return { lines: parts.flatMap((part) => part.lines), problems }
}

function actionsOf({ asked, answered, refused, cutOff, failed, wrong }, sites) {
  const settled = answered + refused.total + cutOff.total + failed.total
  const parts = [`actions: ${asked} sent = ${answered} answered`]
  if (refused.total > 0) parts.push(`${refused.total} refused by the server [${refused}]`)
  if (cutOff.total > 0) parts.push(`${cutOff.total} cut off by the kill [${cutOff}]`)
  const problems = []
  if (asked !== settled) problems.push(`${asked - settled} actions never settled`)
  if (failed.total > 0) problems.push(`actions failed without cause: ${failed}`)
  if (wrong.total > 0) problems.push(`answers that are not the right ones: ${wrong}`)
  const routed = sites.map((site) => `${site.answered} by ${site.name}`)
  return { lines: [parts.join(' + '), `routed: ${answered} answered = ${routed.join(' + ')}`], problems }
}

function eventsOf(site, pbx) {
  const { line, problems } = pbx === undefined ? eventsRead(site) : eventsSent(site, pbx)
  return {
    lines: [`${site.name}: ${line}`],
    problems: [...problems, ...dropsTold(site)].map((problem) => `${site.name}: ${problem}`),
  }
}

/** A simulated server knows what it sent. What was on its way when the link was cut is the one thing that may miss. */
function eventsSent({ delivered, dropped, gaps, deliveredIn, reconnects }, pbx) {
  const { sessions, eventsSent: sent } = pbx
  const missing = sent - delivered - dropped
  const problems = []
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
function eventsRead({ read, delivered, dropped, listEvents }) {
  const missing = read - delivered - dropped - listEvents
  return {
    line: `${read} events read = ${delivered} delivered + ${dropped} dropped + ${listEvents} items of lists`,
    problems: missing === 0 ? [] : [`${read} events read, ${missing} unaccounted for`],
  }
}

function dropsTold({ dropped, gaps }) {
  return dropped === gaps.overflow ? [] : [`${dropped} events dropped, but ${gaps.overflow} told in gaps`]
}
