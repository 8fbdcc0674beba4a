import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeOnServers, type LabServer, labServerWith } from './lab.ts'

/** One manager connection, spoken to in plain text: the lab is proved without the client it serves. */
class Line {
  readonly #socket: Socket
  #text = ''
  #ended = false
  #wake: () => void = () => undefined

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => {
      this.#text += chunk.toString()
      this.#wake()
    })
    // The end is what counts here; how the connection broke shows in the text that is missing.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#ended = true
      this.#wake()
    })
  }

  say(...headers: readonly string[]): void {
    this.#socket.write(`${headers.join('\r\n')}\r\n\r\n`)
  }

  /** The match of a pattern in all that was heard, as soon as it is there. */
  async hears(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.#text)
      if (match !== null) return match
      if (this.#ended) throw new Error(`the connection ended without ${pattern} in: ${this.#text}`)
      await this.#change()
    }
  }

  async ends(): Promise<void> {
    while (!this.#ended) await this.#change()
  }

  close(): void {
    this.#socket.destroy()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}

const BANNER = /^Asterisk Call Manager\/\d+\.\d+\.\d+\r\n/

function call({ host, port }: LabServer): Line {
  return new Line(connect({ host, port }))
}

async function logIn(line: Line): Promise<void> {
  line.say('Action: Login', 'Username: admin', 'Secret: amp111', 'ActionID: login')
  await line.hears(/Response: Success\r\nActionID: login\r\n/)
}

describeOnServers('a real Asterisk', (server) => {
  let line: Line

  beforeEach(() => {
    line = call(server)
  })

  afterEach(() => {
    line.close()
  })

  it('greets with its manager version', async () => {
    await line.hears(BANNER)
  })

  it('lets a user in by secret and reports the version the lab read', async () => {
    await logIn(line)
    line.say('Action: CoreSettings', 'ActionID: settings')
    const [, version] = await line.hears(/ActionID: settings\r\n(?:.*\r\n)*?AsteriskVersion: (.*)\r\n/)
    expect(version).toBe(server.version)
    expect(server.version.startsWith(`${server.label}.`)).toBe(true)
  })

  it('lets a user in by MD5 challenge', async () => {
    line.say('Action: Challenge', 'AuthType: MD5', 'ActionID: challenge')
    const [, challenge] = await line.hears(/Challenge: (\d+)\r\n/)
    const key = createHash('md5').update(`${challenge}amp111`).digest('hex')
    line.say('Action: Login', 'AuthType: MD5', 'Username: admin', `Key: ${key}`, 'ActionID: login')
    await line.hears(/Response: Success\r\nActionID: login\r\n/)
  })

  it('refuses a wrong secret and hangs up', async () => {
    line.say('Action: Login', 'Username: admin', 'Secret: wrong', 'ActionID: login')
    await line.hears(/Response: Error\r\nActionID: login\r\nMessage: Authentication failed\r\n/)
    await line.ends()
  })

  it('places a call and reports how it ended', async () => {
    await logIn(line)
    const target = ['Channel: Local/quick@cust', 'Application: Wait', 'Data: 1', 'ChannelId: lab-quick']
    line.say('Action: Originate', ...target, 'Async: true', 'ActionID: call')
    await line.hears(/Event: OriginateResponse\r\n(?:.*\r\n)*?ActionID: call\r\nResponse: Success\r\n/)
    await line.hears(/Event: Hangup\r\n(?:.+\r\n)*?Uniqueid: lab-quick\r\n(?:.+\r\n)*?Cause: 16\r\n/)
  })

  it('lists the mailboxes, which two voicemail modules at once would prevent', async () => {
    await logIn(line)
    line.say('Action: VoicemailUsersList', 'ActionID: boxes')
    await line.hears(/Event: VoicemailUserEntryComplete\r\n(?:.+\r\n)*?ListItems: 3\r\n/)
  })

  it.runIf(server.owned)('serves TLS as localhost, under a certificate the lab hands out', async () => {
    const { tlsPort: port, ca } = server
    const socket = connectTls({ host: '127.0.0.1', servername: 'localhost', port, ca })
    const secure = new Line(socket)
    await logIn(secure)
    expect(socket.authorized).toBe(true)
    secure.close()
  })

  it.runIf(server.owned)('answers on its console', async () => {
    expect(await server.cli('core show version')).toContain(`Asterisk ${server.version}`)
  })

  it.runIf(server.owned)('says nothing while it is stopped and goes on when continued', async () => {
    await logIn(line)
    server.kill('SIGSTOP')
    line.say('Action: Ping', 'ActionID: ping')
    expect(server.running).toBe(true)
    server.kill('SIGCONT')
    await line.hears(/ActionID: ping\r\nPing: Pong\r\n/)
  })

  it.runIf(server.owned)('dies by SIGKILL with its connections and comes back on the same port', async () => {
    await logIn(line)
    server.kill()
    expect(server.running).toBe(false)
    await line.ends()
    await expect(call(server).hears(BANNER)).rejects.toThrow('ended')
    await server.start()
    expect(server.running).toBe(true)
    const again = call(server)
    await logIn(again)
    again.close()
  })

  it.runIf(server.owned)('runs beside one with other settings', async () => {
    await using strict = await labServerWith(server, ['manager.conf:general:authlimit=1'])
    expect(strict.port).not.toBe(server.port)
    const first = call(strict)
    await first.hears(BANNER)
    const second = call(strict)
    await second.ends()
    await expect(second.hears(BANNER)).rejects.toThrow('ended')
    first.close()
    await line.hears(BANNER)
  })
})
