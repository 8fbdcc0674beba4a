import type { AmiClient, AmiError } from 'amiable'
import { minimalPrivileges, type PrivilegeClass, privileges } from 'amiable/catalogue'
import type { ActionFields } from 'amiable/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnServers, type LabVariant, labServerWith } from './lab.ts'
import { clientFor } from './real-client.ts'
import { changeUser } from './user-rights.ts'

const CALL = {
  Channel: 'Local/quick@cust/n',
  Application: 'Wait',
  Data: '1',
  Async: true,
  Variable: { STEP: 1 },
}
const MEMBER = { Queue: 'empty', Interface: 'Local/199@agents/n' }

/** Actions of all classes; whether they succeed does not matter, only whether they are allowed. */
const ACTIONS: Readonly<Record<string, ActionFields>> = {
  AGI: { Channel: 'nosuch', Command: 'NOOP' },
  AOCMessage: { Channel: 'nosuch', MsgType: 'D', ChargeType: 'FREE' },
  Command: { Command: 'core show uptime' },
  ConfbridgeListRooms: {},
  CoreSettings: {},
  DBPut: { Family: 'privileges', Key: 'a', Val: 1 },
  GetConfig: { Filename: 'queues.conf' },
  Getvar: { Variable: 'GREETING' },
  Hangup: { Channel: 'nosuch' },
  MessageSend: { To: 'nosuch:x', From: 'nosuch:y', Body: 'x' },
  Originate: { Channel: 'nosuch', Application: 'Wait' },
  QueueStatus: {},
  QueueRemove: { ...MEMBER, Queue: 'nosuch' },
  Redirect: { Channel: 'nosuch', Context: 'cust', Exten: 'quick', Priority: 1 },
  ShowDialPlan: { Context: 'hints' },
  UpdateConfig: { SrcFilename: 'nosuch.conf', DstFilename: 'nosuch.conf' },
  UserEvent: { UserEvent: 'Allowed' },
}

/** Events of most classes, each of which {@link happen} causes, or the login. */
const EVENTS = [
  'Newchannel',
  'Hangup',
  'OriginateResponse',
  'VarSet',
  'Newexten',
  'QueueMemberAdded',
  'Cdr',
  'UserEvent',
]
const AT_LOGIN = 'FullyBooted'

/** Lets everything happen that the events tell of, and resolves when somebody who may hear all has heard it. */
async function happen(admin: AmiClient): Promise<void> {
  const heard = Promise.all(EVENTS.map((name) => admin.once(name)))
  await admin.send('Originate', CALL)
  await admin.send('QueueAdd', MEMBER)
  await admin.send('QueueRemove', MEMBER)
  await admin.send('UserEvent', { UserEvent: 'Happened' })
  await heard
}

describeOnServers(
  'privileges of a real server',
  (server) => {
    let own: LabVariant
    let admin: AmiClient

    beforeAll(async () => {
      own = await labServerWith(server, [])
      admin = await clientFor(own).connect()
    })
    afterAll(async () => {
      await admin?.close()
      await own?.[Symbol.asyncDispose]()
    })

    /** What a user who has exactly these classes is refused, and does not hear of. */
    async function lacking(
      read: readonly PrivilegeClass[],
      write: readonly PrivilegeClass[],
    ): Promise<{ refused: string[]; unheard: string[] }> {
      await changeUser(own, { secret: 'first', read: read.join(','), write: write.join(',') })
      await using client = clientFor(own, { username: 'changing', secret: 'first' })
      const heard = new Set<string>()
      client.on('*', ({ name }) => heard.add(name))
      await client.connect()
      await happen(admin)
      const refused: string[] = []
      for (const [action, fields] of Object.entries(ACTIONS)) {
        const error: AmiError | undefined = await client.send(action, fields).then(
          () => undefined,
          (reason: AmiError) => reason,
        )
        if (error?.message === `${action}: Permission denied`) refused.push(action)
      }
      // The first is answered before events that wait are sent, the second after them.
      for (let pings = 0; pings < 2; pings += 1) await client.send('Ping')
      await new Promise((resolve) => setImmediate(resolve))
      return { refused, unheard: [...EVENTS, AT_LOGIN].filter((name) => !heard.has(name)) }
    }

    it('pain 19 are enough when they are the least, and each of them is needed', async () => {
      const needs = { actions: Object.keys(ACTIONS), events: [...EVENTS, AT_LOGIN] }
      const { read, write, unknown } = minimalPrivileges(needs, { asterisk: own.version })
      expect(read).toEqual(['agent', 'call', 'cdr', 'dialplan', 'system', 'user'])
      expect(write).toEqual([
        ...['agent', 'agi', 'aoc', 'call', 'command', 'config', 'message', 'originate', 'reporting'],
        ...['system', 'user'],
      ])
      expect(unknown).toEqual([])
      expect(await lacking(read, write)).toEqual({ refused: [], unheard: [] })

      const { actions, events } = privileges({ asterisk: own.version })
      for (const [index, dropped] of write.entries()) {
        const fewer = { read: read.toSpliced(index % read.length, 1), write: write.toSpliced(index, 1) }
        const refused = Object.keys(ACTIONS).filter((name) => {
          const classes = actions.get(name) ?? []
          return classes.length > 0 && !classes.some((one) => fewer.write.includes(one))
        })
        const unheard = needs.events.filter((name) =>
          events.get(name)?.some((one) => !fewer.read.includes(one)),
        )
        expect([refused.length > 0, unheard.length > 0]).toEqual([true, true])
        expect([dropped, await lacking(fewer.read, fewer.write)]).toEqual([dropped, { refused, unheard }])
      }
    })

    it('pain 19 of every action are those that the server states', async () => {
      const { fields } = await admin.send('ListCommands')
      const { actions } = privileges({ asterisk: admin })
      const stated = Object.entries(fields).filter(([name]) => name !== 'Response' && name !== 'ActionID')
      expect(stated.length).toBeGreaterThan(130)
      for (const [name, text] of stated) {
        const classes = /\(Priv: (.*)\)$/.exec(text)?.[1]?.split(',') ?? []
        const known = actions.get(name) ?? ['unknown']
        const all = known.length === 0 ? ['<none>'] : [...known, 'all']
        expect([name, classes.sort()]).toEqual([name, all.sort()])
      }
    })
  },
  'owned',
)
