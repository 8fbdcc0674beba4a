import { createHash } from 'node:crypto'
import type { Action } from '../action.ts'
import { grantedBits, parseEventMask, privilegeBits } from '../event-class.ts'
import type { SimulatedUser } from '../options.ts'
import type { Pbx } from '../pbx.ts'
import type { SimulatedRequest } from '../request.ts'
import type { SimulatedSession } from '../session.ts'

/** Challenge, Login and Logoff: what works before a login. */
export const loginActions: readonly Action[] = [
  { name: 'Challenge', synopsis: 'Generate Challenge for MD5 Auth.', privilege: [], run: challenge },
  { name: 'Login', synopsis: 'Login Manager.', privilege: [], run: login },
  { name: 'Logoff', synopsis: 'Logoff Manager.', privilege: [], run: logoff },
]

function challenge(request: SimulatedRequest, session: SimulatedSession): void {
  if (request.get('AuthType')?.toUpperCase() !== 'MD5') {
    session.refuse(request, 'Must specify AuthType')
    return
  }
  session.challenge ??= session.simulator.newChallenge()
  session.respond(request, { Challenge: session.challenge })
}

function login(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void | Promise<void> {
  if (session.loggedIn) {
    session.respond(request, { Message: 'Already authenticated' })
    return
  }
  const found = findUser(pbx, request.get('Username') ?? '')
  const good =
    found !== undefined && !session.simulator.refusesLogins && authenticates(request, session, found.user)
  const delayMs = good ? pbx.options.loginDelayMs : pbx.options.authDelayMs
  const finish = (): void => (good ? accept(request, session, pbx, found) : refuse(request, session))
  return delayMs === 0 ? finish() : later(pbx, delayMs, finish)
}

function refuse(request: SimulatedRequest, session: SimulatedSession): void {
  session.refuse(request, 'Authentication failed')
  session.end()
}

function accept(
  request: SimulatedRequest,
  session: SimulatedSession,
  pbx: Pbx,
  { name, user }: { name: string; user: SimulatedUser },
): void {
  session.respond(request, { Message: 'Authentication accepted' })
  session.user = name
  session.readBits = grantedBits(user.read)
  session.writeBits = grantedBits(user.write)
  const mask = parseEventMask(request.get('Events'))
  if (mask !== undefined) session.eventMask = mask
  if (!session.simulator.booting && session.wantsClass(privilegeBits('system'))) {
    const uptime = pbx.seconds - pbx.startedAt
    session.event('FullyBooted', { Uptime: uptime, LastReload: uptime, Status: 'Fully Booted' })
  }
  session.simulator.announceLogin(session)
}

/** The answer to an MD5 challenge is the lower-case hex digest; Asterisk compares it as text. */
function authenticates(request: SimulatedRequest, session: SimulatedSession, user: SimulatedUser): boolean {
  if (request.get('AuthType')?.toUpperCase() !== 'MD5') return request.get('Secret') === user.secret
  if (session.challenge === undefined) return false
  return request.get('Key') === createHash('md5').update(`${session.challenge}${user.secret}`).digest('hex')
}

function findUser(pbx: Pbx, name: string): { name: string; user: SimulatedUser } | undefined {
  const wanted = name.toLowerCase()
  for (const [known, user] of Object.entries(pbx.options.users)) {
    if (known.toLowerCase() === wanted) return { name: known, user }
  }
  return undefined
}

function logoff(request: SimulatedRequest, session: SimulatedSession): void {
  session.respond(request, { Message: 'Thanks for all the fish.' }, 'Goodbye')
  session.end()
}

function later(pbx: Pbx, delayMs: number, run: () => void): Promise<void> {
  return new Promise((resolve) => {
    pbx.timers.after(delayMs, () => {
      run()
      resolve()
    })
  })
}
