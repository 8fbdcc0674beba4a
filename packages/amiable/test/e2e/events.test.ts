import { connect as dialRaw } from 'node:net'
import type { AmiEvent } from 'amiable'
import { expect, it } from 'vitest'
import { describeOnServers, type LabServer } from './lab.ts'
import { clientFor } from './real-client.ts'

/** What a plain socket hears, cut into frames in the simplest way there is. */
class Witness {
  #text = ''
  readonly #socket

  constructor(server: LabServer) {
    this.#socket = dialRaw(server.port, server.host)
    this.#socket.on('data', (chunk) => {
      this.#text += chunk.toString('latin1')
    })
    this.#socket.write('Action: Login\r\nUsername: admin\r\nSecret: amp111\r\nActionID: w\r\n\r\n')
  }

  /** Resolves when the text has been heard. */
  async hears(text: string): Promise<void> {
    while (!this.#text.includes(text)) {
      await new Promise((resolve) => this.#socket.once('data', resolve))
    }
  }

  names(): Map<string, number> {
    const counts = new Map<string, number>()
    for (const frame of this.#text.split('\r\n\r\n')) {
      const name = /^Event: (.*)\r\n/.exec(frame)?.[1]
      if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    return counts
  }

  close(): void {
    this.#socket.destroy()
  }
}

describeOnServers('events of a real server', (server) => {
  it('pain 2 hears exactly what a plain socket beside it hears, through 100 calls', {
    timeout: 120_000,
  }, async () => {
    const witness = new Witness(server)
    await using ami = await clientFor(server).connect()
    await witness.hears('ActionID: w')
    const marker = `marker-${process.pid}-${server.label}`
    const heard: AmiEvent[] = []
    let begun = false
    const finished = new Promise<void>((resolve) => {
      ami.on('*', (event) => {
        if (event.get('UserEvent') === `${marker}-begin`) begun = true
        if (begun) heard.push(event)
        if (event.get('UserEvent') === `${marker}-end`) resolve()
      })
    })
    await ami.send('UserEvent', { UserEvent: `${marker}-begin` })
    let hangups = 0
    const allOver = new Promise<void>((resolve) => {
      ami.on('Hangup', () => {
        hangups += 1
        if (hangups === 200) resolve()
      })
    })
    await Promise.all(
      Array.from({ length: 100 }, () =>
        ami.send('Originate', { Channel: 'Local/quick@cust/n', Application: 'Echo', Async: true }),
      ),
    )
    await allOver
    // Events of other kinds may trail the last Hangup: whatever comes before the marker is compared.
    await ami.send('UserEvent', { UserEvent: `${marker}-end` })
    await finished
    await witness.hears(`${marker}-end`)
    const mine = new Map<string, number>()
    for (const { name } of heard) mine.set(name, (mine.get(name) ?? 0) + 1)
    const theirs = witness.names()
    witness.close()
    for (const name of ['Newchannel', 'Newstate', 'Hangup', 'OriginateResponse', 'DialEnd', 'Newexten']) {
      expect([name, mine.get(name)]).toEqual([name, theirs.get(name)])
    }
    expect(mine.get('Hangup')).toBe(200)
    expect(ami.counters()).toMatchObject({ eventsDropped: 0, anomalies: 0, handlerErrors: 0 })
  })

  it('pain 16 the event mask and server-side filters are in force from the login on', async () => {
    await using masked = await clientFor(server, { events: ['user'] }).connect()
    await using filtered = await clientFor(server, { filters: ['!UserEvent: hidden'] }).connect()
    const names = { masked: new Set<string>(), filtered: [] as string[] }
    masked.on('*', ({ name }) => names.masked.add(name))
    filtered.on('UserEvent', (event) => names.filtered.push(event.get('UserEvent') ?? ''))
    const ended = Promise.all(
      [masked, filtered].map((ami) =>
        ami.once('UserEvent', { where: (event) => event.get('UserEvent') === 'end' }),
      ),
    )
    const over = masked.once('UserEvent', { where: (event) => event.get('UserEvent') === 'over' })
    await using caller = await clientFor(server).connect()
    const hangup = caller.once('Hangup')
    await caller.send('Originate', { Channel: 'Local/quick@cust', Application: 'Echo', Async: true })
    await hangup
    for (const name of ['hidden', 'shown', 'end', 'over']) await caller.send('UserEvent', { UserEvent: name })
    await ended
    await over
    expect([...names.masked]).toEqual(['UserEvent'])
    expect(names.filtered.slice(0, 2)).toEqual(['shown', 'end'])
  })

  it('filters in the new syntax are set where Asterisk knows it, and refused by name where it does not', async () => {
    const warnings: string[] = []
    const note = (_context: object, message: string): void => void warnings.push(message)
    await using ami = await clientFor(server, {
      filters: [{ criteria: 'name(UserEvent)' }],
      logger: { debug: note, info: () => undefined, warn: note, error: note },
    }).connect()
    if (server.label !== '16') {
      expect(warnings).toEqual([])
      const names = new Set<string>()
      ami.on('*', ({ name }) => names.add(name))
      const end = ami.once('UserEvent')
      await using caller = await clientFor(server).connect()
      const hangup = caller.once('Hangup')
      await caller.send('Originate', { Channel: 'Local/quick@cust', Application: 'Echo', Async: true })
      await hangup
      await caller.send('UserEvent', { UserEvent: 'end' })
      await end
      expect([...names]).toEqual(['UserEvent'])
    } else {
      expect(warnings).toEqual(['a server-side filter is not in force'])
    }
  })
})
