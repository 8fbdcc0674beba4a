import { createHash } from 'node:crypto'
import { AmiAuthError, AmiConnectionError, AmiError, AmiProtocolError, AmiRejectedError } from '../errors.ts'
import type { ActionFields, AmiResponse } from '../protocol/index.ts'

/** Who logs in, and how. */
export interface Credentials {
  readonly username: string
  /** Asked anew at each login, so that secrets can rotate and need not be kept. */
  readonly secret: () => string | Promise<string>
  /** `md5` keeps the secret off the wire: only its hash with the server's challenge is sent. */
  readonly auth: 'md5' | 'plain'
}

/** Sends one of the session's own actions. */
export type Ask = (action: string, fields: ActionFields) => Promise<AmiResponse>

/**
 * Logs in.
 *
 * @param events value of the Login's `Events` header; left out when undefined.
 * @throws AmiAuthError when the server refuses; AmiConnectionError when the secret cannot be had or the server
 * is shutting down; whatever `ask` rejects with.
 */
export async function login(
  ask: Ask,
  credentials: Credentials,
  server: string,
  events?: string,
): Promise<void> {
  const { username, auth } = credentials
  try {
    const proof: ActionFields =
      auth === 'md5'
        ? { AuthType: 'MD5', Username: username, Key: await answerChallenge(ask, credentials, server) }
        : { Username: username, Secret: await secretOf(credentials, server) }
    await ask('Login', events === undefined ? proof : { ...proof, Events: events })
  } catch (error) {
    throw error instanceof AmiRejectedError ? refusal(error, username, server) : error
  }
}

async function answerChallenge(ask: Ask, credentials: Credentials, server: string): Promise<string> {
  const challenge = (await ask('Challenge', { AuthType: 'MD5' })).get('Challenge')
  if (challenge === undefined)
    throw new AmiProtocolError('the server answered Challenge without one', { server })
  // Asterisk compares byte for byte: the hash must be in lower case (main/manager.c, authenticate).
  return createHash('md5')
    .update(challenge)
    .update(await secretOf(credentials, server))
    .digest('hex')
}

async function secretOf(credentials: Credentials, server: string): Promise<string> {
  try {
    const secret: unknown = await credentials.secret()
    if (typeof secret === 'string') return secret
    throw new TypeError(`the secret function gave ${secret === null ? 'null' : typeof secret}, not a string`)
  } catch (cause) {
    if (AmiError.is(cause)) throw cause
    throw new AmiConnectionError('the secret could not be had', 'secret', { server, cause })
  }
}

function refusal(error: AmiRejectedError, username: string, server: string): AmiError {
  const said = error.response.message ?? 'Error'
  const context = { server, action: 'Login', delivery: 'answered' as const, response: error.response }
  if (/shutting down/i.test(said)) {
    return new AmiConnectionError(`the server does not take logins now: ${said}`, 'closed-by-server', context)
  }
  return new AmiAuthError(
    `login of "${username}" refused: ${said} (user, secret, and the user's permit/deny in manager.conf decide)`,
    context,
  )
}
