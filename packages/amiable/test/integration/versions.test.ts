import { type Simulator, startSimulator } from '@amiable/simulator'
import { AmiRejectedError } from 'amiable'
import { supports } from 'amiable/catalogue'
import { expect, it } from 'vitest'
import { reached } from '../support/reached.ts'
import { clientOf, connectedTo } from '../support/simulated-client.ts'

const VERSION = { asteriskVersion: '20.10.0' }
const CRITERIA = { action: 'Filter', parameter: 'MatchCriteria' } as const

/** A server of another version on the port of one that has stopped. */
function upgraded({ port }: Simulator): Promise<Simulator> {
  return startSimulator({ port, asteriskVersion: '22.10.1' })
}

it('pain 12 knows the version once the first action is answered, having asked by itself', async () => {
  await using pbx = await startSimulator(VERSION)
  await using ami = await connectedTo(pbx)
  await ami.send('Ping')
  expect(ami.asteriskVersion).toBe('20.10.0')
  expect(ami.health().asterisk).toBe('20.10.0')
  expect(supports(ami, CRITERIA)).toBe(false)
})

it('pain 12 learns the version of a server that was upgraded while the link was down', async () => {
  const old = await startSimulator(VERSION)
  await using ami = await connectedTo(old, { reconnect: { minMs: 5, maxMs: 20 } })
  await ami.send('Ping')
  expect(supports(ami, CRITERIA)).toBe(false)
  await old.close()
  await reached(ami, 'waiting')
  await using pbx = await upgraded(old)
  await reached(ami, 'ready')
  await ami.send('Ping')
  expect(pbx.port).toBe(old.port)
  expect(ami.asteriskVersion).toBe('22.10.1')
  expect(supports(ami, CRITERIA)).toBe(true)
})

it('is a client like any other where the login may not ask for the version', async () => {
  await using pbx = await startSimulator({
    ...VERSION,
    users: { admin: { secret: 'amp111', write: ['agent'] } },
  })
  await using ami = await connectedTo(pbx)
  await ami.send('Ping')
  expect(ami.asteriskVersion).toBeUndefined()
  expect(ami.health()).toMatchObject({ state: 'ready', status: 'ready', pendingActions: 0, failures: 0 })
  await expect(ami.send('CoreSettings')).rejects.toBeInstanceOf(AmiRejectedError)
})

it('asks for the version also where the queue is full as soon as the client is ready', async () => {
  await using pbx = await startSimulator(VERSION)
  await using ami = clientOf(pbx, { limits: { pendingActions: 1 } })
  const first: Promise<unknown>[] = []
  ami.onState(({ to }) => {
    if (to === 'ready') first.push(ami.send('Ping'))
  })
  await ami.connect()
  await Promise.all(first)
  expect(first).toHaveLength(1)
  expect((await ami.send('Ping')).ok).toBe(true)
  expect(ami.asteriskVersion).toBe('20.10.0')
})

it('pain 19 tells which actions this login may send', async () => {
  await using pbx = await startSimulator({
    users: { admin: { secret: 'amp111', write: ['agent'] }, boss: { secret: 'amp111' } },
  })
  await using agent = await connectedTo(pbx)
  await using boss = await connectedTo(pbx, { username: 'boss' })
  const may = await agent.actions()
  expect(may.has('QueuePause')).toBe(true)
  expect(may.has('Ping')).toBe(true)
  expect(may.has('Originate')).toBe(false)
  await expect(
    agent.send('Originate', { Channel: 'Local/1@x', Application: 'Wait', Data: '1' }),
  ).rejects.toThrow('Permission denied')
  const all = await boss.actions()
  expect(all.has('Originate')).toBe(true)
  expect([...may].filter((name) => !all.has(name))).toEqual([])
  for (const header of ['Response', 'ActionID', 'Message', '']) expect(all.has(header)).toBe(false)
})

it('pain 19 rejects, and harms nobody who does not look, where the list cannot be had', async () => {
  await using pbx = await startSimulator()
  await using ami = await connectedTo(pbx)
  await ami.close()
  const unwatched = ami.actions()
  await expect(ami.actions()).rejects.toMatchObject({ code: 'AMI_CLOSED', delivery: 'unsent' })
  void unwatched
})
