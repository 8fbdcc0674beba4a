import { createServer } from 'node:net'
import { startSimulator, startTraffic } from '@amiable/simulator'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildPackages, type Finished, runExample, startExample } from './run-example.ts'

const LIMIT_MS = 60_000

// The examples import the built packages, so what is in src is built first.
beforeAll(buildPackages, 120_000)

/** Every number of the line that begins so: `actions: 10 sent = 8 answered + 2 cut off …` gives 10, 8, 2. */
function sumIn(output: string, line: RegExp): number[] {
  const [, sum = ''] = line.exec(output) ?? []
  return [...sum.replaceAll(/\[.*?\]/g, '').matchAll(/\d+/g)].map(Number)
}

function expectToAddUp(numbers: readonly number[]): readonly number[] {
  const [total = 0, ...parts] = numbers
  expect(total).toBeGreaterThan(0)
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total)
  return numbers
}

function expectSuccess(finished: Finished): void {
  expect(finished.stderr).toBe('')
  expect(finished).toMatchObject({ code: 0, signal: null })
}

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe.concurrent('the demo', () => {
  it(
    'kills one of three servers, sees it come back, and accounts for every action and event',
    async () => {
      const demo = await runExample('demo', { DEMO_SECONDS: '3' })
      expectSuccess(demo)
      const { stdout } = demo
      // Nothing but text in a pipe: no escape sequence at all.
      expect(stdout).not.toContain('\x1b')
      expectToAddUp(sumIn(stdout, /^actions: (.*)$/m))
      const [, ...routed] = expectToAddUp(sumIn(stdout, /^routed: (.*)$/m))
      expect(routed.every((answered) => answered > 0)).toBe(true)
      for (const name of ['north', 'east', 'west']) {
        expect(stdout).toMatch(
          new RegExp(`^\\d+\\.\\ds ${name}: \\w+.*events/s, \\d+ actions/s, p50 .* ms, .* calls`, 'm'),
        )
        expectToAddUp(sumIn(stdout, new RegExp(`^${name}: (\\d+ events sent = .*)$`, 'm')))
      }
      expect(stdout).toContain('west is killed')
      expect(stdout).toMatch(/west ready -> waiting, retry in \d+ ms/)
      expect(stdout.match(/west authenticating -> ready/g)).toHaveLength(2)
      expect(stdout).toMatch(/^west .* 1$/m)
      expect(stdout).toContain('Nothing was lost uncounted.')
    },
    LIMIT_MS,
  )

  it(
    'ends at Ctrl-C with the summary, even while a server is down',
    async () => {
      const demo = startExample('demo', { DEMO_SECONDS: '6' })
      await demo.printed('west is killed')
      demo.kill('SIGINT')
      const finished = await demo.finished
      expectSuccess(finished)
      expect(finished.stdout).toContain('Nothing was lost uncounted.')
    },
    LIMIT_MS,
  )

  it(
    'uses the server of AMI_URL, which it does not kill',
    async () => {
      await using pbx = await startSimulator()
      startTraffic(pbx, { callsPerSecond: 20 })
      const demo = await runExample('demo', { DEMO_SECONDS: '2', AMI_URL: pbx.url })
      expectSuccess(demo)
      expect(pbx.connections).toBe(1)
      expect(demo.stdout).not.toContain('killed')
      expect(pbx.received.some((request) => request.action === 'Originate')).toBe(false)
      expectToAddUp(sumIn(demo.stdout, /^actions: (.*)$/m))
      expectToAddUp(sumIn(demo.stdout, /^pbx: (\d+ events read = .*)$/m))
    },
    LIMIT_MS,
  )

  it(
    'fails when an action is not answered although nothing was announced',
    async () => {
      await using pbx = await startSimulator()
      pbx.swallow('QueueStatus')
      const demo = await runExample('demo', { DEMO_SECONDS: '1', AMI_URL: pbx.url })
      expect(demo.code).toBe(1)
      expect(demo.stdout).toMatch(/^PROBLEM .*QueueStatus on pbx AMI_TIMEOUT unknown/m)
      expect(demo.stdout).not.toContain('Nothing was lost')
    },
    LIMIT_MS,
  )

  it.each([
    ['no URL', 'pbx.example'],
    ['another scheme', 'http://admin:s3cret@127.0.0.1'],
    ['no secret', 'ami://admin@127.0.0.1'],
    ['a bad escape', 'ami://admin:s3cret%zz@127.0.0.1'],
  ])(
    'says in one line what is wrong with an AMI_URL of %s',
    async (_what, AMI_URL) => {
      const demo = await runExample('demo', { AMI_URL })
      expect(demo).toMatchObject({ code: 2, stdout: '' })
      expect(demo.stderr).toMatch(/^AMI_URL .*ami:\/\/user:secret@host:5038.*\n$/)
      expect(demo.stderr).not.toContain('s3cret')
    },
    LIMIT_MS,
  )

  it(
    'says why a server cannot be reached, and does not wait for it',
    async () => {
      const demo = await runExample('demo', { AMI_URL: `ami://admin:s@127.0.0.1:${await closedPort()}` })
      expect(demo.code).toBe(1)
      expect(demo.stderr).toMatch(/^cannot connect to 127\.0\.0\.1:\d+: ECONNREFUSED\n$/)
    },
    LIMIT_MS,
  )

  it(
    'says that a login was refused, without the secret',
    async () => {
      await using pbx = await startSimulator()
      const demo = await runExample('demo', { AMI_URL: `ami://admin:s3cret@127.0.0.1:${pbx.port}` })
      expect(demo.code).toBe(1)
      expect(demo.stderr).toMatch(/^login of "admin" refused: Authentication failed/)
      expect(demo.stderr + demo.stdout).not.toContain('s3cret')
    },
    LIMIT_MS,
  )
})

describe.concurrent('the example', () => {
  it(
    'hangups prints channels with their causes',
    async () => {
      const finished = await runExample('hangups')
      expectSuccess(finished)
      expect(finished.stdout.match(/^Local\/\S+ \(\d+\.\d+\): \d+ \w+/gm)).toHaveLength(20)
      expect(finished.stdout).toContain('2 channels: 17 User busy')
    },
    LIMIT_MS,
  )

  it(
    'click-to-call follows its call to the hangup',
    async () => {
      const finished = await runExample('click-to-call')
      expectSuccess(finished)
      expect(finished.stdout.match(/(?<=\d ms: )\w+$/gm)).toEqual(['dialing', 'ringing', 'answered', 'ended'])
      expect(finished.stdout).toMatch(/^outcome: answered\nhung up: 16 Normal Clearing\ntalked for \d+ ms$/m)
    },
    LIMIT_MS,
  )

  it(
    'click-to-call escapes a comma in a variable, and tells a busy number',
    async () => {
      await using pbx = await startSimulator()
      const originate = pbx.nextRequest('Originate')
      const finished = await runExample('click-to-call', { AMI_URL: pbx.url, CHANNEL: 'PJSIP/busy' }, ['300'])
      expectSuccess(finished)
      expect(finished.stdout).toContain('outcome: busy\nhung up: 17 User busy')
      expect((await originate).getAll('Variable')).toEqual([
        'LEAD_ID=4711',
        'CUSTOMER=Smith\\, John \\"Jack\\"',
      ])
    },
    LIMIT_MS,
  )

  it(
    'queue-board shows what the list said and what events changed',
    async () => {
      const finished = await runExample('queue-board')
      expectSuccess(finished)
      expect(finished.stdout).toMatch(/^1s sales: \d+ waiting, \d+ of \d+ agents talking/m)
      expect(finished.stdout).toMatch(/^3s (sales|support): .* [1-9]\d* served/m)
    },
    LIMIT_MS,
  )

  it(
    'survive shows an unknown action, an unsent one, a gap, and events that go on',
    async () => {
      const finished = await runExample('survive')
      expectSuccess(finished)
      for (const line of [
        'on its way: AMI_CONNECTION, delivery unknown',
        'while down: AMI_CONNECTION, delivery unsent',
        'gap: reconnect, 0 events dropped by us',
        'after: answered, Pong',
        'events go on: yes; sessions: 2',
        'Originates that reached the server: 1',
      ]) {
        expect(finished.stdout).toContain(`${line}\n`)
      }
    },
    LIMIT_MS,
  )

  it(
    'fleet spreads actions, drains a server, hangs up what it still has, and adds another',
    async () => {
      const finished = await runExample('fleet')
      expectSuccess(finished)
      for (const line of [
        'calls placed: north 4, east 4, west 4',
        'west is draining: north 5, east 5',
        'west is out; hung up there: 4 of 4',
        'south is in: north 4, east 4, south 4',
      ]) {
        expect(finished.stdout).toContain(`${line}\n`)
      }
      expect(finished.stdout).toMatch(/^Ping: no server \(.*; west is draining\)$/m)
      expect(finished.stdout).toMatch(/^south: ready, 0 calls, \d+ events$/m)
      expect(finished.stdout).not.toMatch(/^west: /m)
    },
    LIMIT_MS,
  )

  it(
    'route fills two servers, places nothing more, and goes on when a call has ended',
    async () => {
      const finished = await runExample('route')
      expectSuccess(finished)
      const full =
        'Originate: no server (north is ready, but the route did not pick it; east is ready, but the route did not pick it)'
      expect(finished.stdout.trimEnd().split('\n')).toEqual([
        ...['call on north', 'call on east', 'call on north', 'call on east'],
        full,
        'hung up on east',
        'call on east',
      ])
    },
    LIMIT_MS,
  )

  it.each(['hangups', 'queue-board'])(
    '%s uses the server of AMI_URL',
    async (name) => {
      await using pbx = await startSimulator()
      startTraffic(pbx, { callsPerSecond: 20, ringMs: [1, 20], talkMs: [1, 20] })
      expectSuccess(await runExample(name, { AMI_URL: pbx.url }))
      expect(pbx.connections).toBe(1)
    },
    LIMIT_MS,
  )
})
