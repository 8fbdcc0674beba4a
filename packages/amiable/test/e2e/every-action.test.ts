import { readFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { type AmiClient, AmiError, AmiList, AmiResponse } from 'amiable'
import type { ActionFields } from 'amiable/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { completionOf } from '../../src/catalogue/completion.ts'
import { absent, itemsUnseen, runsOn } from './every-action-runs.ts'
import { type Scene, setScene } from './every-action-scene.ts'
import { describeOnServers, type LabVariant, labServerWith } from './lab.ts'
import { clientFor } from './real-client.ts'

/** One action that was run, and all that came of it. */
interface Ending {
  readonly action: string
  readonly actionId: string
  readonly result: AmiList | AmiResponse | AmiError
  /** Responses that came for nobody. */
  readonly orphans: number
}

interface ListFacts {
  readonly items: readonly string[]
  readonly complete?: string
  readonly sometimes?: boolean
}

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../../schema/${path}`, import.meta.url), 'utf8'))
const facts = read('completion.json') as {
  readonly lists: Readonly<Record<string, ListFacts>>
  readonly several: readonly string[]
}

/** What the result of a run is, in the words of the table. */
function kindOf({ result }: Ending): string {
  if (result instanceof AmiList) return 'list'
  if (result instanceof AmiResponse) return result.events.length > 0 ? 'list' : 'response'
  return result.code
}

/** The ways in which the table says that an action may end. */
function kindsFor(action: string): readonly string[] {
  const { kind } = completionOf(action)
  if (kind === 'none') return ['AMI_ARGUMENT']
  if (kind === 'list') return ['list', 'AMI_REJECTED']
  return facts.lists[action]?.sometimes ? ['response', 'list', 'AMI_REJECTED'] : ['response', 'AMI_REJECTED']
}

/** The items and the closing event of a list; of an action that is only sometimes one, the last event closed it. */
function eventsOf({ result }: Ending): { items: readonly string[]; closing: string | undefined } {
  if (AmiError.is(result)) return { items: [], closing: undefined }
  const names = result.events.map(({ name }) => name)
  return result instanceof AmiList
    ? { items: names, closing: result.closing?.name }
    : { items: names.slice(0, -1), closing: names.at(-1) }
}

describeOnServers(
  'every action of a real server',
  (server) => {
    let own: LabVariant
    let ami: AmiClient
    let scene: Scene
    let listed: readonly string[] = []
    const endings: Ending[] = []
    const strays: (readonly [string, string])[] = []

    beforeAll(async () => {
      own = await labServerWith(server, [])
      ami = await clientFor(own).connect()
      scene = await setScene(ami)
      const { fields } = await ami.send('ListCommands')
      listed = Object.keys(fields).filter((name) => name !== 'Response' && name !== 'ActionID')
      ami.on('*', (event) => {
        const id = event.get('ActionID')
        if (id?.startsWith('run-')) strays.push([id, event.name])
      })
      const { Logoff: _, ...runs } = runsOn(scene)
      for (const action of Object.keys(runs).filter((name) => listed.includes(name)))
        for (const fields of runs[action] ?? []) endings.push(await run(action, fields))
      const marked = ami.once('UserEvent', { where: (event) => event.get('UserEvent') === 'Mark' })
      await ami.send('UserEvent', { UserEvent: 'Mark' })
      await marked
    })
    afterAll(async () => {
      await ami?.close()
      await own?.[Symbol.asyncDispose]()
    })

    /** Runs an action by itself: once the ping behind it is answered, nothing more of its answer can come. */
    async function run(action: string, fields: ActionFields): Promise<Ending> {
      const actionId = `run-${endings.length}`
      const before = orphansOf(ami)
      const result = await ami.send(action, fields, { actionId }).catch((error: AmiError) => error)
      await ami.send('Ping')
      return { action, actionId, result, orphans: orphansOf(ami) - before }
    }

    it('pain 5 is run here, and those it does not have are known, with the reason', () => {
      const documented = (read(`${server.label}.json`) as { actions: readonly { name: string }[] }).actions
      const run = Object.keys(runsOn(scene))
      expect(listed.length).toBeGreaterThan(130)
      expect(listed.filter((name) => !run.includes(name))).toEqual([])
      const missing = documented.map(({ name }) => name).filter((name) => !listed.includes(name))
      expect(missing.filter((name) => absent[name] === undefined)).toEqual([])
      expect(listed.filter((name) => absent[name] !== undefined)).toEqual([])
    })

    it('pain 5 pain 8 ends as the completion table says, and none by a timeout', () => {
      const wrong = endings.filter((ending) => !kindsFor(ending.action).includes(kindOf(ending)))
      expect(wrong.map((ending) => [ending.action, kindOf(ending), String(ending.result)])).toEqual([])
      const answered = new Set(
        endings.filter(({ result }) => !AmiError.is(result)).map(({ action }) => action),
      )
      const lists = listed.filter((name) => completionOf(name).kind === 'list')
      expect(lists.length).toBeGreaterThan(35)
      expect(lists.filter((name) => !answered.has(name))).toEqual(['FAXSession'])
    })

    it('pain 8 sends as its list the events that the facts name, and closes it with theirs', () => {
      const seen = new Set<string>()
      for (const ending of endings.filter((one) => kindOf(one) === 'list')) {
        const { items, complete = `${ending.action}Complete` } = facts.lists[ending.action] ?? { items: [] }
        const events = eventsOf(ending)
        const unknown = events.items.filter((name) => !items.includes(name) && ending.action !== 'WaitEvent')
        expect([ending.action, unknown]).toEqual([ending.action, []])
        const { onlyItem = complete } = completionOf(ending.action)
        // What is answered with words instead of an empty list has no closing event.
        if (events.closing !== undefined)
          expect([ending.action, events.closing]).toEqual([ending.action, onlyItem])
        if (events.items.length > 0) seen.add(ending.action)
      }
      // What a WaitEvent lists is whatever happens meanwhile.
      const lists = listed.filter((name) => completionOf(name).kind === 'list' && name !== 'WaitEvent')
      const excused = lists.filter((name) => itemsUnseen[name] !== undefined)
      expect(lists.filter((name) => !seen.has(name))).toEqual(excused)
    })

    it('pain 23 leaves no response to nobody, but where several answer one action', () => {
      const orphaned = endings.filter(({ orphans }) => orphans > 0)
      expect(orphaned.map(({ action, orphans }) => [action, orphans])).toEqual([['ModuleLoad', 2]])
      expect(facts.several).toEqual(['ModuleLoad'])
      expect(ami.counters()).toMatchObject({ anomalies: 0, lateResponses: 0, responsesWithoutId: 0 })
    })

    it('pain 4 lets no event of an answer go astray', () => {
      const actionOf = new Map(endings.map(({ actionId, action }) => [actionId, action]))
      const names = strays.map(([id, event]) => [actionOf.get(id), event] as const)
      const unexpected = names.filter(
        ([action, event]) => event !== completionOf(action ?? '').outcome && event !== 'UserEvent',
      )
      expect(unexpected).toEqual([])
      expect(names).toContainEqual(['UserEvent', 'UserEvent'])
    })

    it('tells the outcome of an action that has one, under its ActionID', async () => {
      const outcomes: Readonly<Record<string, ActionFields>> = {
        Originate: { Channel: 'Local/quick@cust/n', Application: 'Wait', Data: '1', Async: true },
        SIPqualifypeer: { Peer: 'sipalice' },
      }
      for (const [action, fields] of Object.entries(outcomes).filter(([name]) => listed.includes(name))) {
        const actionId = `outcome-${action}`
        const { outcome = '' } = completionOf(action)
        const told = ami.once(outcome, { where: (event) => event.get('ActionID') === actionId })
        expect((await ami.send(action, fields, { actionId })).ok).toBe(true)
        expect((await told).name).toBe(outcome)
      }
    })

    it('pain 5 never answers IAXnetstats, which is why it is refused before it is sent', async () => {
      const socket = createConnection({ host: own.host, port: own.port })
      let text = ''
      const ping = 'Action: Ping\r\nActionID: behind\r\n\r\n'
      socket.write('Action: Login\r\nUsername: admin\r\nSecret: amp111\r\nEvents: off\r\n\r\n')
      socket.write(`Action: IAXnetstats\r\nActionID: asked\r\n\r\n${ping}`)
      for await (const chunk of socket) {
        text += String(chunk)
        if (text.includes('Ping: Pong')) break
      }
      expect(text).toContain('ActionID: behind')
      expect(text).not.toContain('ActionID: asked')
      expect(text.match(/^Response: /gm)).toHaveLength(2)
    })

    it('pain 8 calls an empty list an error, or a success, and it is an empty list', async () => {
      const over = ami.once('ConfbridgeEnd')
      await ami.send('Hangup', { Channel: '/./' })
      await over
      const nobody = { Context: 'default', Mailbox: 'nosuch' }
      const empty: Readonly<Record<string, ActionFields>> = {
        ConfbridgeListRooms: {},
        PJSIPShowResourceLists: {},
        VoicemailBoxSummary: nobody,
        VoicemailUserStatus: nobody,
      }
      for (const [action, fields] of Object.entries(empty).filter(([name]) => listed.includes(name))) {
        const list: unknown = await ami.send(action, fields)
        expect(list).toBeInstanceOf(AmiList)
        expect([action, list]).toMatchObject([action, { length: 0, closing: undefined, truncated: false }])
      }
    })

    it('answers Logoff before it closes the connection', async () => {
      const client = await clientFor(own, { reconnect: false }).connect()
      const goodbye = await client.send('Logoff')
      expect([goodbye.status, goodbye.ok]).toEqual(['Goodbye', true])
      await client.close()
    })
  },
  'owned',
)

function orphansOf(ami: AmiClient): number {
  const { unknownResponses, lateResponses, responsesWithoutId } = ami.counters()
  return unknownResponses + lateResponses + responsesWithoutId
}
