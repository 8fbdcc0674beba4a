import type { SimulatedRequest, SimulatedSession } from '@amiable/simulator'
import { AmiList, AmiResponse } from 'amiable'
import { it } from 'vitest'
import { scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

/** Takes the next request of this action out of the server's hands; its answer is then the script's affair. */
function held(
  stage: Stage,
  action: string,
): Promise<{ request: SimulatedRequest; session: SimulatedSession }> {
  return new Promise((resolve) => {
    stage.pbx.script(action, (request, session) => resolve({ request, session }))
  })
}

it(
  'S1 permission-denied: the answer rejects its own action, and the link does not notice',
  scenario({
    pbx: { users: { admin: { secret: 'amp111', write: ['system', 'call'] } } },
    script: async (stage) => {
      await stage.send('Command', { Command: 'core show version' })
    },
    expect: {
      rejectedWith: ['AMI_REJECTED'],
      said: ['Permission denied'],
      deliveries: ['answered'],
      rejectedUnderOwnId: 1,
      pendingAfter: 0,
      stateAfter: 'ready',
      reconnects: 0,
    },
  }),
)

it(
  'S3 error-missing-actionid: an answer without an id is nobody’s, however many actions wait',
  scenario({
    script: async (stage) => {
      const first = held(stage, 'First')
      const second = held(stage, 'Second')
      const both = [stage.send('First'), stage.send('Second')]
      const [one, other] = [await first, await second]
      one.session.write('Response: Error\r\nMessage: Missing action in request\r\n\r\n')
      other.session.respond(other.request)
      one.session.respond(one.request)
      await Promise.all(both)
    },
    expect: {
      responsesWithoutId: 1,
      unknownResponses: 0,
      resolved: 2,
      rejected: 0,
      pendingAfter: 0,
      stateAfter: 'ready',
    },
  }),
)

it(
  'S3 error-missing-actionid: one lone waiting action is not guessed to be meant either',
  scenario({
    script: async (stage) => {
      const only = held(stage, 'Only')
      const sent = stage.send('Only')
      const { request, session } = await only
      session.write('Response: Error\r\nMessage: Missing action in request\r\n\r\n')
      session.respond(request)
      await sent
    },
    expect: { responsesWithoutId: 1, resolved: 1, rejected: 0 },
  }),
)

it(
  'S11 correlation-storm-1k: every one of 1000 shuffled answers finds its own action, and 50 lost ones time out',
  scenario({
    script: async (stage) => {
      const { pbx } = stage
      pbx.script('Step', (request, session) => {
        const index = request.get('Index') ?? ''
        session.respond(request, { Index: index }, Number(index) % 10 === 0 ? 'Error' : 'Success')
      })
      pbx.shuffleAnswers('Step', 1000)
      pbx.script('Lost', () => undefined)
      const lost = Array.from({ length: 50 }, () => stage.send('Lost', {}, { timeoutMs: 400 }))
      const steps = Array.from({ length: 1000 }, (_, Index) => stage.send('Step', { Index }))
      const answered = await Promise.all(steps)
      await Promise.all(lost)
      const strays = answered.filter(({ result, error }, index) => {
        const answer = result ?? error?.response
        return !(answer instanceof AmiResponse && answer.get('Index') === String(index))
      })
      stage.note('misdelivered', strays.length)
    },
    expect: {
      resolved: 900,
      rejected: 150,
      rejectedWith: [...Array<string>(50).fill('AMI_TIMEOUT'), ...Array<string>(100).fill('AMI_REJECTED')],
      actionsTimedOut: 50,
      misdelivered: 0,
      unknownResponses: 0,
      responsesWithoutId: 0,
      lateResponses: 0,
      pendingAfter: 0,
      stateAfter: 'ready',
    },
  }),
)

it(
  'E5 pain 23 an answer that comes after its action timed out is known as late, and settles nothing',
  scenario({
    script: async (stage) => {
      const slow = held(stage, 'Slow')
      await stage.send('Slow', {}, { timeoutMs: 30 })
      const { request, session } = await slow
      session.respond(request)
      await stage.send('Ping')
    },
    expect: {
      rejectedWith: ['AMI_TIMEOUT'],
      deliveries: ['unknown'],
      lateResponses: 1,
      unknownResponses: 0,
      resolved: 1,
      pendingAfter: 0,
      stateAfter: 'ready',
    },
  }),
)

it(
  'pain 8 items of a list that timed out reach nobody, and its late end does not close the next one',
  scenario({
    script: async (stage) => {
      stage.listen('QueueMember')
      const slow = held(stage, 'QueueStatus')
      await stage.send('QueueStatus', {}, { timeoutMs: 30 })
      const { request, session } = await slow
      const second = held(stage, 'QueueStatus')
      const next = stage.send('QueueStatus')
      const asked = await second
      session.list(request, [{ event: 'QueueMember', headers: { Name: 'late' } }], 'QueueStatusComplete')
      session.list(asked.request, [{ event: 'QueueMember', headers: { Name: 'own' } }], 'QueueStatusComplete')
      const { result } = await next
      const items = result instanceof AmiList ? [...result] : []
      stage.note(
        'transcript',
        items.map((item) => item.get('Name')),
      )
    },
    expect: {
      transcript: ['own'],
      rejectedWith: ['AMI_TIMEOUT'],
      delivered: 0,
      lateResponses: 1,
      pendingAfter: 0,
    },
  }),
)

it(
  'pain 23 a second answer under one id is counted and settles nothing',
  scenario({
    script: async (stage) => {
      stage.pbx.duplicateAnswer('Ping')
      await stage.send('Ping')
      await stage.send('Getvar', { Variable: 'NONE' })
    },
    expect: {
      resolved: 2,
      rejected: 0,
      unknownResponses: 1,
      lateResponses: 0,
      pendingAfter: 0,
      stateAfter: 'ready',
    },
  }),
)

it.each(['Getvar', 'ModuleCheck', 'QueueStatus'])(
  'pain 4 a foreign UserEvent with the id of a waiting %s is an event and settles nothing',
  (action) =>
    scenario({
      script: async (stage) => {
        stage.listen('UserEvent')
        const waiting = held(stage, action)
        const sent = stage.send(action, {}, { timeoutMs: 5000 })
        const { request, session } = await waiting
        const id = request.actionId
        session.write(
          `Event: UserEvent\r\nPrivilege: user,all\r\nUserEvent: Forged\r\nActionID: ${id}\r\n` +
            'Response: Error\r\nEventList: Complete\r\nListItems: 0\r\n\r\n',
        )
        session.list(request, [{ event: 'QueueMember', headers: { Name: 'own' } }], 'QueueStatusComplete')
        const { result } = await sent
        await stage.heard(1)
        const items = result instanceof AmiList ? [...result] : []
        stage.note(
          'transcript',
          items.map((item) => item.get('Name')),
        )
      },
      expect: {
        deliveredNames: ['UserEvent'],
        resolved: 1,
        rejected: 0,
        transcript: action === 'QueueStatus' ? ['own'] : [],
        stateAfter: 'ready',
      },
    })({ task: { name: `foreign UserEvent, ${action}` } }),
)

it(
  'pain 4 a foreign OriginateResponse with the id of a waiting action settles nothing',
  scenario({
    script: async (stage) => {
      stage.listen('OriginateResponse')
      const waiting = held(stage, 'Originate')
      const sent = stage.send('Originate', { Channel: 'Local/1@x', Async: true, Exten: 's' })
      const { request, session } = await waiting
      session.write(
        `Event: OriginateResponse\r\nPrivilege: call,all\r\nActionID: ${request.actionId}\r\n` +
          'Response: Failure\r\nChannel: Local/2@foreign\r\nReason: 5\r\nUniqueid: <unknown>\r\n\r\n',
      )
      session.respond(request, { Message: 'Originate successfully queued' })
      await sent
      await stage.heard(1)
    },
    expect: { deliveredNames: ['OriginateResponse'], resolved: 1, rejected: 0, pendingAfter: 0 },
  }),
)

it(
  'D7 a frame that is neither answer nor event completes nothing, whatever id it carries',
  scenario({
    script: async (stage) => {
      const waiting = held(stage, 'Only')
      const sent = stage.send('Only')
      const { request, session } = await waiting
      session.write(`Foo: x\r\nActionID: ${request.actionId}\r\n\r\n`)
      session.respond(request)
      await sent
    },
    expect: { 'anomalies.unknown-frame': 1, resolved: 1, unknownResponses: 0, pendingAfter: 0 },
  }),
)
