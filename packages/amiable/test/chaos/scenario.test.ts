import { expect, it } from 'vitest'
import { atLeast, atMost, type Expectations, play, type Scenario, ScenarioError } from './scenario.ts'

const quiet: Omit<Scenario, 'expect'> = { name: 'quiet', script: async () => undefined }

it('an expectation that nobody measures is an error, before anything is started', async () => {
  // @ts-expect-error not in the vocabulary
  const typo: Expectations = { pendingAfer: 0 }
  const started = { ...quiet, pbx: { port: -1 }, expect: typo }
  await expect(play(started)).rejects.toThrow(ScenarioError)
  await expect(play(started)).rejects.toThrow(/unknown expectation "pendingAfer"; known are .*pendingAfter/)
  const inherited = { ...quiet, expect: JSON.parse('{"toString":1}') }
  await expect(play(inherited)).rejects.toThrow(ScenarioError)
})

it('a scenario that expects nothing is an error', async () => {
  await expect(play({ ...quiet, expect: {} })).rejects.toThrow(new ScenarioError('quiet expects nothing'))
})

it('every expectation that does not hold is listed, with what was measured', async () => {
  const wrong = {
    ...quiet,
    expect: { stateAfter: 'closed', pendingAfter: atLeast(1), delivered: 0 },
  } as const
  await expect(play(wrong)).rejects.toThrow(
    "quiet:\n  stateAfter is 'ready', not 'closed'\n  pendingAfter is 0, not at least 1",
  )
})

it('what the script should have noted, and did not, is an error', async () => {
  await expect(play({ ...quiet, expect: { pongMs: atMost(1) } })).rejects.toThrow('never noted pongMs')
})

it('what the script throws is what the scenario fails with', async () => {
  const script = (): Promise<void> => Promise.reject(new Error('the script broke'))
  await expect(play({ name: 'broken', script, expect: { delivered: 0 } })).rejects.toThrow('the script broke')
})

it('what a script of the server throws fails the scenario', async () => {
  const pbx = {
    actions: {
      Ping: () => {
        throw new Error('the server broke')
      },
    },
  }
  const script: Scenario['script'] = async (stage) => {
    const received = stage.pbx.nextRequest('Ping')
    void stage.send('Ping')
    await received
  }
  await expect(play({ name: 'broken server', pbx, script, expect: { delivered: 0 } })).rejects.toThrow(
    'the server broke',
  )
})

it('what happens to the server beside it fails the scenario', async () => {
  const script: Scenario['script'] = async ({ bystander }) => {
    bystander.pbx.cutAll()
    await bystander.pbx.nextLogin()
  }
  await expect(play({ ...quiet, script, expect: { delivered: 0 } })).rejects.toThrow(
    /quiet:\n {2}bystander is \{.*attempts: 2, sessionsLost: 1,.*\}, not \{.*attempts: 1, sessionsLost: 0/,
  )
})

it('what was measured and holds passes', async () => {
  const script: Scenario['script'] = async (stage) => {
    stage.listen('Hangup')
    stage.pbx.event('Hangup', { Cause: 16 })
    await stage.send('Ping')
  }
  const expected: Expectations = { resolved: 1, rejectedWith: [], reconnects: 0, stateAfter: 'ready' }
  await play({ name: 'ping', script, expect: { ...expected, deliveredNames: ['Hangup'] } })
})
