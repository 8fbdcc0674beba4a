import { AmiConnectionError } from 'amiable'
import { describe, expect, it } from 'vitest'
import { type ManualFleet, manualFleet } from '../../invariants/manual-fleet.ts'
import { type FakePbx, turns } from '../../support/fake-pbx.ts'

/** Which server was dialed when, on the fleet's clock. */
function dials({ cluster, clock }: ManualFleet): { server: string; at: number }[] {
  const seen: { server: string; at: number }[] = []
  cluster.onState(({ server, to }) => {
    if (to === 'connecting') seen.push({ server, at: clock.now() })
  })
  return seen
}

function refuse(pbx: FakePbx): void {
  pbx.onRequest = (request, link) => {
    if (request.action === 'Login') link.respond(request, 'Error', 'Message: Authentication failed\r\n')
    else pbx.answer(request, link)
  }
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `s${index}`)

describe('a fleet dials', () => {
  it('H1 one at a time in turn with one place: three servers that hang have one attempt each in every round', async () => {
    const fleet = manualFleet(['a', 'b', 'c'], {
      maxConcurrentDials: 1,
      defaults: { timeouts: { connectMs: 1000 }, reconnect: { minMs: 10, maxMs: 10 } },
    })
    for (const name of ['a', 'b', 'c']) fleet.pbx(name).onDial = () => undefined
    const seen = dials(fleet)
    void fleet.cluster.connect().catch(() => undefined)
    await fleet.run(9500)
    expect(seen.map(({ server }) => server).join('')).toBe('abcabcabca')
    expect(seen.map(({ at }) => at)).toEqual(Array.from({ length: 10 }, (_, index) => index * 1000))
    await fleet.cluster.close()
    expect(fleet.clock.pending).toBe(0)
  })

  it('at most maxConcurrentDials servers at once, until each is ready', async () => {
    const fleet = manualFleet(names(10), { maxConcurrentDials: 3 })
    for (const name of names(10)) fleet.pbx(name).onDial = () => undefined
    const connected = fleet.cluster.connect({ wait: 'all' })
    await fleet.run(1000)
    const open = (): string[] =>
      names(10).filter((name) => fleet.pbx(name).open > 0 && fleet.cluster.server(name).state !== 'ready')
    for (let done = 0; done < 10; done += 1) {
      expect(open()).toEqual(names(10).slice(done, done + 3))
      expect(fleet.cluster.snapshot()).toMatchObject({
        dialing: Math.min(3, 10 - done),
        waitingToDial: Math.max(0, 7 - done),
      })
      fleet.pbx(`s${done}`).link.greet()
      await fleet.run(100)
    }
    await connected
    expect(fleet.cluster.snapshot()).toMatchObject({ dialing: 0, waitingToDial: 0 })
  })

  it('no faster than dialsPerSecond, however many were lost at once', async () => {
    const fleet = manualFleet(names(30), {
      maxConcurrentDials: 30,
      dialsPerSecond: 10,
      defaults: { reconnect: { minMs: 1, maxMs: 1 } },
    })
    await fleet.ready()
    const seen = dials(fleet)
    for (const name of names(30)) fleet.pbx(name).link.cut()
    await fleet.run(5000)
    expect(seen).toHaveLength(30)
    for (const [index, { at }] of seen.slice(10).entries()) {
      expect(at - (seen[index]?.at ?? 0)).toBeGreaterThanOrEqual(1000)
    }
    expect([...fleet.cluster.health().values()].every(({ state }) => state === 'ready')).toBe(true)
  })

  it('a server that was lost before those that stay away: these hold half of the places at most', async () => {
    const fleet = manualFleet(['east', 'dead1', 'dead2', 'dead3'], {
      maxConcurrentDials: 2,
      defaults: { timeouts: { connectMs: 10_000 }, reconnect: { minMs: 1, maxMs: 1, stableMs: 50 } },
    })
    for (const name of ['dead1', 'dead2', 'dead3']) fleet.pbx(name).onDial = () => undefined
    await Promise.all([fleet.cluster.connect(), fleet.run(200_000)])
    expect(fleet.cluster.server('dead1').health().failures).toBeGreaterThan(3)
    for (let time = 0; time < 20; time += 1) {
      fleet.pbx('east').link.cut()
      await fleet.run(100)
      expect(fleet.cluster.server('east').state).toBe('ready')
    }
  })

  it('a server as one that stays away from its third failure in a row on', async () => {
    const fleet = manualFleet(['dead1', 'dead2'], {
      maxConcurrentDials: 2,
      defaults: { timeouts: { connectMs: 1000 }, reconnect: { minMs: 1, maxMs: 1 } },
    })
    for (const name of ['dead1', 'dead2']) fleet.pbx(name).onDial = () => undefined
    void fleet.cluster.connect().catch(() => undefined)
    await fleet.run(2500)
    expect(fleet.cluster.server('dead1').health().failures).toBe(2)
    expect(fleet.cluster.snapshot()).toMatchObject({ dialing: 2, waitingToDial: 0 })
    await fleet.run(1000)
    expect(fleet.cluster.server('dead1').health().failures).toBe(3)
    expect(fleet.cluster.snapshot()).toMatchObject({ dialing: 1, waitingToDial: 1 })
  })

  it('H1 suspects too: each of many dead servers is tried again and again, however often others come and go', async () => {
    const dead = ['dead1', 'dead2', 'dead3']
    const fleet = manualFleet(['east', ...dead], {
      maxConcurrentDials: 2,
      defaults: { timeouts: { connectMs: 1000 }, reconnect: { minMs: 1, maxMs: 1, stableMs: 50 } },
    })
    for (const name of dead) fleet.pbx(name).onDial = () => undefined
    await Promise.all([fleet.cluster.connect(), fleet.run(10_000)])
    const seen = dials(fleet)
    for (let time = 0; time < 300; time += 1) {
      fleet.pbx('east').link.cut()
      await fleet.run(100)
    }
    for (const name of dead) {
      const count = seen.filter(({ server }) => server === name).length
      expect(count).toBeGreaterThanOrEqual(9)
      expect(count).toBeLessThanOrEqual(11)
    }
  })
})

describe('a refused login that is to be tried again', () => {
  it.each([
    ['when connect() is called', 300_000],
    ['when its own time has come, and connect() is called meanwhile', 4000],
  ])('H11 waits for its turn, %s, without being taken for refused again', async (_when, authRetryMs) => {
    const fleet = manualFleet(['refused', 'slow'], {
      maxConcurrentDials: 1,
      defaults: { reconnect: { authRetryMs }, timeouts: { connectMs: 10_000 } },
    })
    refuse(fleet.pbx('refused'))
    fleet.pbx('slow').onDial = () => undefined
    void fleet.cluster.connect()
    await fleet.run(5000)
    expect(fleet.cluster.snapshot()).toMatchObject({ dialing: 1 })
    fleet.pbx('refused').onRequest = (request, link) => fleet.pbx('refused').answer(request, link)
    const again = fleet.cluster.server('refused').connect()
    again.catch(() => undefined)
    await turns()
    expect(fleet.cluster.server('refused').state).toBe('waiting')
    expect(fleet.cluster.snapshot()).toMatchObject({ dialing: 1, waitingToDial: 1 })
    await fleet.run(6000)
    await expect(again).resolves.toBe(fleet.cluster.server('refused'))
  })
})

describe('H7 an attempt gives its place back', () => {
  const ends: Record<string, (pbx: FakePbx) => void> = {
    'when it is ready': () => undefined,
    'when the login is refused': refuse,
    'when nobody listens': (pbx) => {
      pbx.onDial = (link) => link.cut(new AmiConnectionError('refused', 'connect'))
    },
    'when no connection comes in time': (pbx) => {
      pbx.onDial = () => undefined
    },
    'when no greeting comes in time': (pbx) => {
      pbx.onDial = (link) => link.greet('')
    },
    'when the challenge is not answered in time': (pbx) => {
      pbx.silentFor.add('challenge')
    },
    'when the login is not answered in time': (pbx) => {
      pbx.silentFor.add('login')
    },
    'when the server hangs up after its greeting': (pbx) => {
      pbx.onDial = (link) => {
        link.greet()
        link.cut()
      }
    },
    'when the server hangs up at the login': (pbx) => {
      pbx.onRequest = (_request, link) => link.cut()
    },
    'when nothing can be written': (pbx) => {
      pbx.onDial = (link) => {
        link.failure = new Error('EPIPE')
        link.greet()
      }
    },
  }

  it.each(Object.entries(ends))('%s', async (_how, end) => {
    const fleet = manualFleet(['first', 'second'], { maxConcurrentDials: 1 })
    end(fleet.pbx('first'))
    void fleet.cluster.connect({ wait: 'all' }).catch(() => undefined)
    // Longer than all of its time-outs together, and shorter than any retry that could take the place again.
    await fleet.run(35_000)
    expect(fleet.cluster.server('first').counters().attempts).toBeGreaterThan(0)
    expect(fleet.cluster.server('second').state).toBe('ready')
    await fleet.cluster.close()
    expect(fleet.cluster.snapshot()).toMatchObject({ dialing: 0, waitingToDial: 0 })
    expect(fleet.clock.pending).toBe(0)
  })

  it('when dialing throws', async () => {
    const dial = (): never => {
      throw new Error('no such network')
    }
    const fleet = manualFleet(['first', 'second'], { maxConcurrentDials: 1, servers: { first: { dial } } })
    void fleet.cluster.connect().catch(() => undefined)
    await fleet.run(1000)
    expect(fleet.cluster.server('first').health().lastError?.message).toContain('no such network')
    expect(fleet.cluster.server('second').state).toBe('ready')
  })

  it.each(['removed', 'closed by name'])('when its server is %s while it is dialed', async (how) => {
    const fleet = manualFleet(['first', 'second'], { maxConcurrentDials: 1 })
    fleet.pbx('first').onDial = () => undefined
    void fleet.cluster.connect()
    await fleet.run(100)
    expect(fleet.cluster.server('second').state).toBe('waiting')
    await (how === 'removed' ? fleet.cluster.remove('first') : fleet.cluster.server('first').close())
    await fleet.run(100)
    expect(fleet.cluster.server('second').state).toBe('ready')
  })

  it('in line, when its server is removed before it was its turn', async () => {
    const fleet = manualFleet(['first', 'second', 'third'], { maxConcurrentDials: 1 })
    fleet.pbx('first').onDial = () => undefined
    void fleet.cluster.connect().catch(() => undefined)
    await fleet.run(100)
    await fleet.cluster.remove('second')
    expect(fleet.cluster.snapshot()).toMatchObject({ dialing: 1, waitingToDial: 1 })
    fleet.pbx('first').link.cut()
    await turns()
    await fleet.run(20)
    expect(fleet.pbx('second').links).toHaveLength(0)
    expect(fleet.pbx('third').links).toHaveLength(1)
  })

  it('when a listener closes its client as soon as it hears of it', async () => {
    const fleet = manualFleet(['first', 'second'], { maxConcurrentDials: 1 })
    const { cluster } = fleet
    cluster.onState(({ server, to }) => {
      if (server === 'first' && to === 'connecting') void cluster.server('first').close()
    })
    void cluster.connect()
    await fleet.run(100)
    expect(cluster.server('first').state).toBe('closed')
    expect(fleet.pbx('first').links).toHaveLength(0)
    expect(cluster.server('second').state).toBe('ready')
  })
})
