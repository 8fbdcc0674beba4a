import { type AmiClient, AmiConnectionError } from 'amiable'
import { afterEach, expect, it } from 'vitest'
import { describeOnServers } from './lab.ts'
import { clientFor, entered } from './real-client.ts'

/** Every way in which one action can end, in words. */
async function fate(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'answered'
  } catch (error) {
    const { code, delivery } = error as { code: string; delivery: string }
    return `${code} ${delivery}`
  }
}

async function channelsOf(ami: AmiClient, count: number): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, () =>
      ami.send('Originate', { Channel: 'Local/long@cust/n', Application: 'Wait', Data: '60', Async: true }),
    ),
  )
}

describeOnServers(
  'kill -9 of a real server',
  (server) => {
    let ami: AmiClient | undefined

    afterEach(async () => {
      await ami?.close()
      if (!server.running) await server.start()
    })

    /** The server comes back: so does the client, with the same object and listeners. */
    async function found(client: AmiClient): Promise<void> {
      // It may not have noticed yet: everything on its way may have been answered before the kill.
      if (client.state === 'ready') await entered(client, 'waiting')
      const back = entered(client, 'ready')
      const shown = client.once('UserEvent', { where: (event) => event.get('UserEvent') === 'again' })
      await server.start()
      await back
      expect((await client.send('Ping')).ok).toBe(true)
      await client.send('UserEvent', { UserEvent: 'again' })
      expect((await shown).session).toBeGreaterThan(1)
      expect(client.health()).toMatchObject({ state: 'ready', pendingActions: 0 })
    }

    it('pain 1 before the first connection: the client waits for the server to appear', async () => {
      server.kill()
      ami = clientFor(server)
      const ready = ami.connect()
      // A process that was killed keeps its sockets for a moment: the first attempts may still be reset.
      await new Promise<void>((resolve) => {
        ami?.onState(({ cause }) => {
          if (cause instanceof AmiConnectionError && cause.errno === 'ECONNREFUSED') resolve()
        })
      })
      await server.start()
      await ready
      expect((await ami.send('Ping')).ok).toBe(true)
    })

    it('pain 1 A11 at the greeting: a server that is stopped accepts, says nothing, and dies', async () => {
      server.kill('SIGSTOP')
      ami = clientFor(server, { timeouts: { bannerMs: 300, connectMs: 2000 } })
      const ready = ami.connect()
      await entered(ami, 'waiting')
      expect(ami.health().lastError).toMatchObject({ reason: 'banner-timeout' })
      server.kill()
      await server.start()
      await ready
      expect((await ami.send('Ping')).ok).toBe(true)
    })

    it('pain 1 while logging in', async () => {
      ami = clientFor(server)
      const authenticating = entered(ami, 'authenticating')
      const ready = ami.connect()
      await authenticating
      server.kill()
      await server.start()
      await ready
      expect((await ami.send('Ping')).ok).toBe(true)
    })

    it('pain 5 with an action on its way: it fails with an unknown delivery and is not sent again', async () => {
      ami = await clientFor(server).connect()
      server.kill('SIGSTOP')
      const asked = fate(ami.send('Command', { Command: 'core show version' }))
      await new Promise((resolve) => setImmediate(resolve))
      server.kill()
      expect(await asked).toBe('AMI_CONNECTION unknown')
      expect(await fate(ami.send('Ping'))).toBe('AMI_CONNECTION unsent')
      const sent = ami.counters().actionsSent
      await found(ami)
      // Challenge, Login, CoreSettings, and the two that `found` sends itself.
      expect(ami.counters().actionsSent - sent).toBe(5)
    })

    it('pain 1 D10 in the middle of a frame, under load', async () => {
      ami = await clientFor(server).connect()
      const gaps: string[] = []
      ami.on('UserEvent', () => undefined, { onGap: ({ reason }) => gaps.push(reason) })
      await channelsOf(ami, 50)
      const padding = Object.fromEntries(
        Array.from({ length: 60 }, (_, index) => [`Pad${index}`, 'x'.repeat(900)]),
      )
      const flood = Array.from({ length: 60 }, () =>
        fate((ami as AmiClient).send('UserEvent', { UserEvent: 'flood', ...padding })),
      )
      await ami.once('UserEvent')
      server.kill()
      const ends = new Set(await Promise.all(flood))
      for (const end of ends) expect(['answered', 'AMI_CONNECTION unknown']).toContain(end)
      await found(ami)
      expect(ami.counters()).toMatchObject({ handlerErrors: 0 })
      expect(gaps).toContain('reconnect')
    })

    it('pain 8 in the middle of a list: what came rides on the error', async () => {
      ami = await clientFor(server).connect()
      await channelsOf(ami, 100)
      const lists = Array.from({ length: 40 }, () =>
        (ami as AmiClient).send('CoreShowChannels').catch((error: unknown) => error),
      )
      await lists[0]
      server.kill()
      const results = await Promise.all(lists)
      const failed = results.filter((result) => result instanceof Error)
      for (const error of failed) expect(error).toMatchObject({ code: 'AMI_CONNECTION', delivery: 'unknown' })
      await found(ami)
    })

    it('pain 17 H3 a server stopped for good is found dead by its silence, and found again', async () => {
      ami = await clientFor(server, {
        keepalive: { intervalMs: 200, timeoutMs: 150, misses: 2, silenceMs: 5000 },
        timeouts: { bannerMs: 300 },
      }).connect()
      const waiting = entered(ami, 'waiting')
      server.kill('SIGSTOP')
      await waiting
      expect(ami.health().lastError).toMatchObject({ reason: 'pong-timeout' })
      const back = entered(ami, 'ready')
      server.kill('SIGCONT')
      await back
      expect((await ami.send('Ping')).ok).toBe(true)
    })

    it('a restart in good order is announced, and survived', async () => {
      ami = await clientFor(server).connect()
      const shutdown = ami.once('Shutdown')
      const waiting = entered(ami, 'waiting')
      const back = waiting.then(() => entered(ami as AmiClient, 'ready'))
      await using other = await clientFor(server, { reconnect: false }).connect()
      expect(await fate(other.send('Command', { Command: 'core restart now' }))).toBe(
        'AMI_CONNECTION unknown',
      )
      expect((await shutdown).get('Restart')).toBe('True')
      await waiting
      expect(ami.health().lastError?.message).toBe('Asterisk was shut down or restarted')
      await back
      expect((await ami.send('Ping')).ok).toBe(true)
    })

    it('H14 L2 close is final: Logoff is said, and nothing is dialed again', async () => {
      const client = await clientFor(server).connect()
      await client.close()
      const { attempts } = client.counters()
      await server.restart()
      expect(client.state).toBe('closed')
      expect(client.counters().attempts).toBe(attempts)
      await expect(client.send('Ping')).rejects.toMatchObject({ code: 'AMI_CLOSED', delivery: 'unsent' })
    })
  },
  'owned',
)
