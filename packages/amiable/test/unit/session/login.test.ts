import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { AmiRejectedError, AmiTimeoutError } from '../../../src/errors.ts'
import type { ActionFields, AmiResponse } from '../../../src/protocol/index.ts'
import { type Credentials, login } from '../../../src/session/login.ts'
import { refusal, response } from '../../support/messages.ts'

interface Asked {
  readonly action: string
  readonly fields: ActionFields
}

/** Logs in at a server that answers as told; what was asked of it. */
async function logIn(
  credentials: Partial<Credentials>,
  answers: Readonly<Record<string, AmiResponse>>,
  events?: string,
): Promise<Asked[]> {
  const asked: Asked[] = []
  const ask = async (action: string, fields: ActionFields): Promise<AmiResponse> => {
    asked.push({ action, fields })
    const answer = answers[action] ?? response('1')
    if (answer.ok) return answer
    throw new AmiRejectedError(`${action}: ${answer.message}`, { action, response: answer })
  }
  const whole: Credentials = { username: 'dialer', secret: () => 'hunter2', auth: 'md5', ...credentials }
  await login(ask, whole, 'pbx', events)
  return asked
}

const challenge = response('1', { Challenge: '123456789' })

describe('login', () => {
  it('with md5 answers the challenge, in lower-case hex, and sends no secret', async () => {
    const asked = await logIn({}, { Challenge: challenge })
    expect(asked).toEqual([
      { action: 'Challenge', fields: { AuthType: 'MD5' } },
      {
        action: 'Login',
        fields: {
          AuthType: 'MD5',
          Username: 'dialer',
          Key: createHash('md5').update('123456789hunter2').digest('hex'),
        },
      },
    ])
    expect(JSON.stringify(asked)).not.toContain('hunter2')
  })

  it('with plain sends the secret, and asks for no challenge', async () => {
    expect(await logIn({ auth: 'plain' }, {})).toEqual([
      { action: 'Login', fields: { Username: 'dialer', Secret: 'hunter2' } },
    ])
  })

  it.each(['md5', 'plain'] as const)('with %s asks for the events that were told', async (auth) => {
    const asked = await logIn({ auth }, { Challenge: challenge }, 'call,agent')
    expect(asked.at(-1)).toMatchObject({ fields: { Events: 'call,agent' } })
  })

  it('hashes a secret that is not ASCII as the UTF-8 that manager.conf holds', async () => {
    const asked = await logIn({ secret: () => 'zażółć' }, { Challenge: challenge })
    const Key = createHash('md5').update('123456789zażółć', 'utf8').digest('hex')
    expect(asked[1]).toMatchObject({ fields: { Key } })
  })

  it('asks for the secret anew at each login, and waits for it', async () => {
    let asked = 0
    const secret = async (): Promise<string> => {
      asked += 1
      return `secret-${asked}`
    }
    const credentials: Partial<Credentials> = { auth: 'plain', secret }
    expect(await logIn(credentials, {})).toMatchObject([{ fields: { Secret: 'secret-1' } }])
    expect(await logIn(credentials, {})).toMatchObject([{ fields: { Secret: 'secret-2' } }])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('the vault is sealed')
      },
      'the vault is sealed',
    ],
    ['rejects', () => Promise.reject(new Error('the vault is far')), 'the vault is far'],
    ['gives undefined', () => undefined, 'the secret function gave undefined, not a string'],
    ['gives null', () => null, 'the secret function gave null, not a string'],
    ['gives a Buffer', () => Buffer.from('hunter2'), 'the secret function gave object, not a string'],
    ['resolves to a number', async () => 42, 'the secret function gave number, not a string'],
  ])('says that the secret could not be had when its function %s', async (_what, secret, why) => {
    for (const auth of ['md5', 'plain'] as const) {
      const attempt = logIn({ auth, secret: secret as unknown as () => string }, { Challenge: challenge })
      await expect(attempt).rejects.toMatchObject({
        code: 'AMI_CONNECTION',
        reason: 'secret',
        message: 'the secret could not be had',
        server: 'pbx',
        cause: { message: why },
      })
    }
  })

  it('pain 18 says whom the server refused, in its words, and where to look', async () => {
    const attempt = logIn({}, { Challenge: challenge, Login: refusal('1', 'Authentication failed') })
    await expect(attempt).rejects.toMatchObject({
      code: 'AMI_AUTH',
      message:
        'login of "dialer" refused: Authentication failed (user, secret, and the user\'s permit/deny in manager.conf decide)',
      server: 'pbx',
      action: 'Login',
      response: { message: 'Authentication failed' },
    })
  })

  it('pain 18 takes a refused challenge for a refused login', async () => {
    const attempt = logIn({}, { Challenge: refusal('1', 'Permission denied') })
    await expect(attempt).rejects.toMatchObject({ code: 'AMI_AUTH' })
  })

  it('says so too of a server that refuses without a word', async () => {
    const attempt = logIn({ auth: 'plain' }, { Login: response('1', {}, 'Error') })
    await expect(attempt).rejects.toMatchObject({
      code: 'AMI_AUTH',
      message: expect.stringMatching(/^login of "dialer" refused: Error \(/),
    })
  })

  it('leaves a typed error of the secret function as it is', async () => {
    const gone = new AmiTimeoutError('the vault is too slow')
    const attempt = logIn({ secret: () => Promise.reject(gone) }, { Challenge: challenge })
    await expect(attempt).rejects.toBe(gone)
  })

  it('does not take a server on its way down for a wrong secret', async () => {
    const attempt = logIn({ auth: 'plain' }, { Login: refusal('1', 'Asterisk is shutting down') })
    await expect(attempt).rejects.toMatchObject({
      code: 'AMI_CONNECTION',
      reason: 'closed-by-server',
      message: 'the server does not take logins now: Asterisk is shutting down',
    })
  })

  it('refuses an answer to the challenge that has none', async () => {
    await expect(logIn({}, { Challenge: response('1') })).rejects.toMatchObject({
      code: 'AMI_PROTOCOL',
      message: 'the server answered Challenge without one',
      server: 'pbx',
    })
  })

  it('leaves every other failure as it is', async () => {
    const timeout = new AmiTimeoutError('too slow')
    const ask = (): Promise<AmiResponse> => Promise.reject(timeout)
    const credentials: Credentials = { username: 'dialer', secret: () => 'hunter2', auth: 'md5' }
    await expect(login(ask, credentials, 'pbx')).rejects.toBe(timeout)
  })
})
