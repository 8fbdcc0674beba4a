import { AmiAuthError, type AmiCluster, AmiConnectionError, type AmiError } from 'amiable'
import { describe, expect, it } from 'vitest'
import { manualFleet } from '../../invariants/manual-fleet.ts'
import { type FakePbx, turns } from '../../support/fake-pbx.ts'

function refuse(pbx: FakePbx): void {
  pbx.onRequest = (request, link) => {
    if (request.action === 'Login') link.respond(request, 'Error', 'Message: Authentication failed\r\n')
    else pbx.answer(request, link)
  }
}

function dead(pbx: FakePbx): void {
  pbx.onDial = (link) => link.cut(new AmiConnectionError('refused', 'connect'))
}

/** What has become of a promise so far. */
function watch(promise: Promise<AmiCluster>): { outcome: 'pending' | 'resolved' | AmiError } {
  const seen: { outcome: 'pending' | 'resolved' | AmiError } = { outcome: 'pending' }
  promise.then(
    () => {
      seen.outcome = 'resolved'
    },
    (error: AmiError) => {
      seen.outcome = error
    },
  )
  return seen
}

describe('connecting to any', () => {
  it('I1 connects every configured server, and resolves to the cluster with the first that is ready', async () => {
    const fleet = manualFleet(['east', 'west', 'north'])
    fleet.pbx('west').onDial = () => undefined
    dead(fleet.pbx('east'))
    const connecting = fleet.cluster.connect()
    await fleet.run(100)
    await expect(connecting).resolves.toBe(fleet.cluster)
    for (const name of ['east', 'west', 'north']) expect(fleet.pbx(name).links.length).toBeGreaterThan(0)
    fleet.pbx('west').link.greet()
    await turns()
    expect(fleet.cluster.server('west').state).toBe('ready')
  })

  it('waits for servers that cannot be reached yet, and not for ever for those that refuse', async () => {
    const fleet = manualFleet(['east', 'west'])
    refuse(fleet.pbx('east'))
    dead(fleet.pbx('west'))
    const seen = watch(fleet.cluster.connect())
    await fleet.run(60_000)
    expect(seen.outcome).toBe('pending')
    refuse(fleet.pbx('west'))
    fleet.pbx('west').onDial = (link) => link.greet()
    await fleet.run(60_000)
    expect(seen.outcome).toMatchObject({ code: 'AMI_NO_SERVER' })
  })

  it('fails when every server refused, and names each and why', async () => {
    const fleet = manualFleet(['east', 'west'])
    for (const name of ['east', 'west']) refuse(fleet.pbx(name))
    const seen = watch(fleet.cluster.connect())
    await fleet.run(100)
    expect(seen.outcome).toMatchObject({
      code: 'AMI_NO_SERVER',
      message: expect.stringMatching(/^connect: no server \(east is auth-failed: .*; west is auth-failed: /),
      servers: {
        east: expect.stringContaining('Authentication failed'),
        west: expect.stringMatching(/next attempt in \d+ ms/),
      },
    })
  })

  it('fails at once without servers, and says so; those that are added then are connected', async () => {
    const fleet = manualFleet([])
    await expect(fleet.cluster.connect()).rejects.toMatchObject({
      code: 'AMI_NO_SERVER',
      message: expect.stringContaining('the fleet has none'),
      servers: {},
    })
    fleet.cluster.add('east', fleet.optionsOf('east'))
    await fleet.run(100)
    expect(fleet.cluster.server('east').state).toBe('ready')
  })

  it('may be called again, and tries refused logins again', async () => {
    const fleet = manualFleet(['east'])
    refuse(fleet.pbx('east'))
    const first = watch(fleet.cluster.connect())
    await fleet.run(100)
    expect(first.outcome).toMatchObject({ code: 'AMI_NO_SERVER' })
    fleet.pbx('east').onRequest = (request, link) => fleet.pbx('east').answer(request, link)
    const second = fleet.cluster.connect()
    await fleet.run(100)
    await expect(second).resolves.toBe(fleet.cluster)
    await expect(fleet.cluster.connect()).resolves.toBe(fleet.cluster)
  })
})

describe('connecting to all', () => {
  it('waits for the last one', async () => {
    const fleet = manualFleet(['east', 'west'])
    dead(fleet.pbx('west'))
    const seen = watch(fleet.cluster.connect({ wait: 'all' }))
    await fleet.run(10_000)
    expect(seen.outcome).toBe('pending')
    expect(fleet.cluster.server('east').state).toBe('ready')
    fleet.pbx('west').onDial = (link) => link.greet()
    await fleet.run(30_000)
    expect(seen.outcome).toBe('resolved')
  })

  it('fails with the first refused login, and the others go on', async () => {
    const fleet = manualFleet(['east', 'west'])
    refuse(fleet.pbx('west'))
    const connecting = fleet.cluster.connect({ wait: 'all' })
    const seen = watch(connecting)
    await fleet.run(100)
    await expect(connecting).rejects.toBeInstanceOf(AmiAuthError)
    expect(seen.outcome).toMatchObject({ server: 'west' })
    expect(fleet.cluster.server('east').state).toBe('ready')
  })

  it('is done at once without servers', async () => {
    await expect(manualFleet([]).cluster.connect({ wait: 'all' })).resolves.toBeDefined()
  })
})

describe.each(['any', 'all'] as const)('a wait for %s', (wait) => {
  it('is ended by its signal, while the servers go on trying', async () => {
    const fleet = manualFleet(['east', 'west'])
    for (const name of ['east', 'west']) dead(fleet.pbx(name))
    const controller = new AbortController()
    const seen = watch(fleet.cluster.connect({ wait, signal: controller.signal }))
    await fleet.run(100)
    controller.abort(new Error('enough'))
    await turns()
    expect(seen.outcome).toMatchObject({
      code: 'AMI_ABORTED',
      delivery: 'unsent',
      cause: { message: 'enough' },
    })
    for (const name of ['east', 'west']) fleet.pbx(name).onDial = (link) => link.greet()
    await fleet.run(60_000)
    expect(fleet.cluster.server('east').state).toBe('ready')
  })

  it('does not begin with a signal that has aborted', async () => {
    const fleet = manualFleet(['east'])
    const seen = watch(fleet.cluster.connect({ wait, signal: AbortSignal.abort() }))
    await fleet.run(1000)
    expect(seen.outcome).toMatchObject({ code: 'AMI_ABORTED' })
    expect(fleet.cluster.server('east').state).toBe('idle')
  })

  it('leaves nothing on its signal, and adds one listener however many servers there are', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `s${index}`)
    const fleet = manualFleet(names, { dialsPerSecond: 1000 })
    const warnings: Error[] = []
    const note = (warning: Error): void => {
      warnings.push(warning)
    }
    process.on('warning', note)
    const { signal } = new AbortController()
    let listeners = 0
    let most = 0
    const { addEventListener, removeEventListener } = signal
    signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
      listeners += 1
      most = Math.max(most, listeners)
      addEventListener.apply(signal, given)
    }
    signal.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
      listeners -= 1
      removeEventListener.apply(signal, given)
    }
    const connecting = fleet.cluster.connect({ wait, signal })
    await fleet.run(10_000)
    await connecting
    await turns()
    process.off('warning', note)
    expect([listeners, most]).toEqual([0, 1])
    expect(warnings).toEqual([])
    expect([...fleet.cluster.health().values()].every(({ status }) => status === 'ready')).toBe(true)
  })

  it('pain 24 that is over leaves nothing on the servers, however often it is repeated', async () => {
    const fleet = manualFleet(['east'])
    dead(fleet.pbx('east'))
    const { link } = fleet.cluster.server('east')
    let listeners = 0
    const onState = link.onState.bind(link)
    link.onState = (listener) => {
      const undo = onState(listener)
      listeners += 1
      return () => {
        listeners -= 1
        undo()
      }
    }
    for (let time = 0; time < 10; time += 1) {
      const controller = new AbortController()
      const connecting = fleet.cluster.connect({ wait, signal: controller.signal })
      await fleet.run(100)
      controller.abort()
      await expect(connecting).rejects.toMatchObject({ code: 'AMI_ABORTED' })
    }
    expect(listeners).toBe(0)
  })

  it('ends with AmiClosedError when the cluster is closed meanwhile, and afterwards', async () => {
    const fleet = manualFleet(['east', 'west'])
    for (const name of ['east', 'west']) dead(fleet.pbx(name))
    const seen = watch(fleet.cluster.connect({ wait }))
    await fleet.run(100)
    await fleet.cluster.close()
    await turns()
    expect(seen.outcome).toMatchObject({ code: 'AMI_CLOSED' })
    await expect(fleet.cluster.connect({ wait })).rejects.toMatchObject({ code: 'AMI_CLOSED' })
  })

  it('goes on for a server that is replaced meanwhile, and is not its failure', async () => {
    const fleet = manualFleet(['east'])
    dead(fleet.pbx('east'))
    const seen = watch(fleet.cluster.connect({ wait }))
    await fleet.run(100)
    fleet.cluster.replace('east', fleet.optionsOf('spare'))
    await turns()
    expect(seen.outcome).toBe('resolved')
    expect(fleet.cluster.server('east').state).toBe('ready')
  })

  it('counts a server that is added meanwhile', async () => {
    const fleet = manualFleet(['east'])
    dead(fleet.pbx('east'))
    const seen = watch(fleet.cluster.connect({ wait }))
    await fleet.run(100)
    fleet.cluster.add('west', fleet.optionsOf('west'))
    await fleet.run(100)
    expect(seen.outcome).toBe(wait === 'any' ? 'resolved' : 'pending')
  })

  it('waits no longer for a server that is removed meanwhile', async () => {
    const fleet = manualFleet(['east', 'west'])
    dead(fleet.pbx('west'))
    if (wait === 'any') refuse(fleet.pbx('east'))
    const seen = watch(fleet.cluster.connect({ wait }))
    await fleet.run(100)
    expect(seen.outcome).toBe('pending')
    await fleet.cluster.remove('west')
    await turns()
    if (wait === 'all') expect(seen.outcome).toBe('resolved')
    else expect(seen.outcome).toMatchObject({ code: 'AMI_NO_SERVER', servers: { east: expect.any(String) } })
  })
})

describe('F6 nobody needs to await', () => {
  it('any of it: no refused login, abort, removal or close ends the process', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown): void => {
      unhandled.push(reason)
    }
    process.on('unhandledRejection', note)
    try {
      const fleet = manualFleet(['east', 'west'])
      for (const name of ['east', 'west', 'late']) refuse(fleet.pbx(name))
      const { cluster } = fleet
      const connects = [cluster.connect(), cluster.connect({ wait: 'all' })].map(watch)
      cluster.add('late', fleet.optionsOf('late'))
      await fleet.run(1000)
      void cluster.replace('late', fleet.optionsOf('late'))
      void cluster.send('Ping')
      void cluster.once('Hangup', { signal: AbortSignal.abort() })
      void cluster.once('Hangup')
      await fleet.run(1000)
      void cluster.remove('east')
      void cluster.close()
      void cluster.send('Ping')
      await fleet.run(1000)
      expect(connects.every(({ outcome }) => typeof outcome === 'object')).toBe(true)
    } finally {
      process.off('unhandledRejection', note)
    }
    expect(unhandled).toEqual([])
  })
})
