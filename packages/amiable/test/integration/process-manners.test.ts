import { execFile } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startSimulator } from '@amiable/simulator'
import { AmiClient, AmiError } from 'amiable'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { clientOf } from '../support/simulated-client.ts'
import { buildPackages } from './run-example.ts'

const run = promisify(execFile)
const here = fileURLToPath(new URL('.', import.meta.url))

/** Dials where nobody listens, and once a retry is due, tells how many timers keep the process alive. */
const waiting = `
  import { AmiClient } from 'amiable'
  const timers = process.argv[1]
  const client = new AmiClient({
    host: '127.0.0.1', port: 1, username: 'u', secret: 's', timers, reconnect: { minMs: 80_000, maxMs: 80_000 },
    random: () => 0.99,
  })
  client.onState(({ to, cause }) => {
    if (to !== 'waiting' || cause === undefined) return
    const holds = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    process.stdout.write(String(holds))
    if (timers === 'ref') process.exit()
  })
  void client.connect()
`

describe('a process', () => {
  beforeAll(buildPackages, 120_000)

  const outcomeOf = async (timers: string): Promise<string> => {
    const argv = ['--input-type=module', '--eval', waiting, timers]
    const { stdout } = await run(process.execPath, argv, { cwd: here, timeout: 30_000 })
    return stdout
  }

  it('is kept alive by a retry that is due', async () => {
    expect(await outcomeOf('ref')).toBe('1')
  })

  it('ends while a retry is due when timers are unref', async () => {
    expect(await outcomeOf('unref')).toBe('0')
  })
})

describe('two copies of the library in one process', () => {
  it('serve side by side: events, answers, errors and reports of each reach whoever asked', async () => {
    vi.resetModules()
    const copy = await import('amiable')
    expect(copy.AmiClient).not.toBe(AmiClient)
    await using pbx = await startSimulator()
    await using first = await clientOf(pbx, { server: 'first' }).connect()
    const { host, port } = pbx
    const options = { host, port, username: 'admin', secret: 'amp111', server: 'second' }
    await using second = await new copy.AmiClient(options).connect()
    const reports: string[] = []
    const note = (report: unknown): void => {
      const { server, action } = report as { server: string; action: string }
      if (action === 'Hangup') reports.push(server)
    }
    subscribe('amiable:action', note)
    const heard = [first, second].map((client) => client.once('Newchannel'))
    pbx.event('Newchannel', { Channel: 'PJSIP/100-1' })
    const events = await Promise.all(heard)
    const refusals = await Promise.all(
      [first, second].map((client) => client.send('Hangup', { Channel: 'none' }).catch((error) => error)),
    )
    unsubscribe('amiable:action', note)
    expect(events.map((event) => [event.server, event.get('Channel')])).toEqual([
      ['first', 'PJSIP/100-1'],
      ['second', 'PJSIP/100-1'],
    ])
    expect(reports.sort()).toEqual(['first', 'second'])
    // Whichever copy made it, and whichever is asked.
    for (const error of refusals) {
      expect(AmiError.is(error) && copy.AmiError.is(error)).toBe(true)
      expect(error).toMatchObject({ code: 'AMI_REJECTED', delivery: 'answered' })
    }
  })
})
