import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * A process, told apart from a later one with the same number by the moment it was started.
 *
 * @typedef {{ pid: number, startTime: string }} ProcessMark
 */

/** The mark of a live process, or undefined when there is none (a zombie is none). */
export function mark(pid) {
  let stat
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
  // proc(5): the command is in parentheses and may hold blanks; state is field 3 and starttime field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'X' || (fields[0] === 'Z' && !hasOtherThreads(pid))) return undefined
  return { pid, startTime: fields[19] }
}

/** A main thread that is gone leaves a zombie while others still hold the sockets. */
function hasOtherThreads(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).length > 1
  } catch {
    return false
  }
}

/** Whether the very process that was marked still runs. */
export function isAlive(process) {
  return process !== undefined && mark(process.pid)?.startTime === process.startTime
}

/** The processes that were confined to a folder below `folder` which has been removed under them. */
export function strandedIn(folder) {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))
  return pids.filter((pid) => isStranded(pid, folder)).flatMap((pid) => mark(Number(pid)) ?? [])
}

function isStranded(pid, folder) {
  try {
    // proc(5): the root of a process whose root was removed reads as its path and " (deleted)".
    const root = readlinkSync(`/proc/${pid}/root`)
    return root.startsWith(`${folder}/`) && root.endsWith(' (deleted)')
  } catch {
    return false
  }
}

/** Ends a marked process and its group, kindly first; resolves when it is gone. */
export async function end(marked, patienceMs = 3000) {
  for (const signal of ['SIGCONT', 'SIGTERM', 'SIGKILL']) {
    signalGroup(marked, signal)
    if (signal === 'SIGCONT') continue
    if (await gone(marked, patienceMs)) return
  }
  throw new Error(`process ${marked.pid} survived SIGKILL`)
}

function signalGroup(marked, signal) {
  if (!isAlive(marked)) return
  try {
    process.kill(-marked.pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

async function gone(marked, patienceMs) {
  const deadline = performance.now() + patienceMs
  while (isAlive(marked)) {
    if (performance.now() > deadline) return false
    await pause(20)
  }
  return true
}
