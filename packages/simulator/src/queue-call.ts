import { Bridge } from './bridge.ts'
import { Call, type CallSteps } from './call.ts'
import type { Channel, HeaderPairs } from './channel.ts'
import { addLocalChannel, announceLocalBridge } from './local-channel.ts'
import type { Pbx } from './pbx.ts'
import { memberEvent, type Queue, type QueueCaller, type QueueMember } from './queue.ts'

/** One call through a queue: who calls, how patient the caller is, how long things take. */
export interface QueueCallPlan {
  queue: Queue
  number: string
  name: string
  /** How long the caller waits for an agent before giving up. */
  patienceMs: number
  ringMs: number
  talkMs: number
  /** An idle member to ring, one that logs in for the purpose, or none. */
  agent: () => QueueMember | undefined
  onEnd: () => void
}

/** How often a waiting caller is offered to the agents again. */
const RETRY_MS = 100

/**
 * A call that comes in through a Local channel, waits in a queue and talks to an agent on another.
 *
 * Sends the events Asterisk 22 sends for it, and keeps channels, members and counters in step with them.
 */
export class QueueCall {
  readonly #pbx: Pbx
  readonly #plan: QueueCallPlan
  readonly #call: Call
  #caller: QueueCaller | undefined
  #member: QueueMember | undefined
  #bridge: Bridge | undefined
  #joinedAt = 0
  #connectedAt = 0
  #rangAt = 0

  constructor(pbx: Pbx, plan: QueueCallPlan) {
    this.#pbx = pbx
    this.#plan = plan
    this.#call = new Call(pbx, { onHangup: () => this.#part(), onEnd: () => plan.onEnd() })
  }

  /** Starts the call. */
  start(): void {
    this.#call.play(this.#steps())
  }

  /** Events sent so far. */
  get events(): number {
    return this.#call.events
  }

  /** Hangs the call up wherever it is. */
  hangup(): void {
    this.#call.hangup(16)
  }

  *#steps(): CallSteps {
    const customer = this.#arrive()
    this.#join(customer)
    let waitedMs = 0
    while (this.#member === undefined) {
      if (waitedMs >= this.#plan.patienceMs) {
        this.#call.hangup(16)
        return
      }
      this.#member = this.#plan.agent()
      if (this.#member === undefined) yield RETRY_MS
      waitedMs += RETRY_MS
    }
    const agent = this.#ring(customer, this.#member)
    yield this.#plan.ringMs
    this.#connect(customer, agent, this.#member)
    yield this.#plan.talkMs
    this.#call.hangup(16)
  }

  #arrive(): Channel {
    const { number, name, queue } = this.#plan
    const [customer, far] = this.#addLocal(`${number}@inbound`, { context: 'inbound', exten: number })
    for (const channel of [customer, far]) {
      this.#call.setVariable(channel, 'CAMPAIGN', 'inbound')
      this.#call.identify(channel, number, name)
    }
    announceLocalBridge(this.#call, [customer, far], {
      context: 'inbound',
      exten: number,
      optimization: false,
    })
    this.#call.emit('DialBegin', [...customer.snapshot('Dest'), ['DialString', `${number}@inbound/n`]])
    this.#call.execute(far, 'Answer')
    this.#call.setState(far, 'Up')
    this.#call.setState(customer, 'Up')
    this.#call.emit('DialEnd', [...customer.snapshot('Dest'), ['DialStatus', 'ANSWER']])
    customer.context = 'queues'
    customer.exten = queue.name
    this.#call.execute(customer, 'Answer')
    customer.priority = 2
    this.#call.execute(customer, 'Queue', `${queue.name},tT,,,30`)
    for (const variable of ['ANSWEREDTIME', 'DIALEDTIME', 'QUEUEWAIT']) {
      this.#call.setVariable(customer, variable, '')
      this.#call.setVariable(customer, `${variable}_MS`, '')
    }
    this.#call.deviceState(customer.device, 'INUSE')
    return customer
  }

  #join(customer: Channel): void {
    const { queue } = this.#plan
    this.#joinedAt = this.#pbx.options.now()
    this.#caller = {
      channel: customer.name,
      uniqueid: customer.uniqueid,
      callerIdNum: customer.callerIdNum,
      callerIdName: customer.callerIdName,
      connectedLineNum: customer.connectedLineNum,
      connectedLineName: customer.connectedLineName,
      since: this.#pbx.seconds,
      priority: 0,
    }
    queue.callers.push(this.#caller)
    this.#call.deviceState(`Queue:${queue.name}`, 'RINGING')
    this.#call.emit('QueueCallerJoin', [
      ...customer.snapshot(),
      ['Queue', queue.name],
      ['Position', queue.callers.length],
      ['Count', queue.callers.length],
    ])
  }

  #ring(customer: Channel, member: QueueMember): Channel {
    const device = member.interface.replace(/^Local\//, '').replace(/\/n$/, '')
    const [exten = ''] = device.split('@')
    const where = { context: 'agents', exten }
    const [agent, far] = this.#addLocal(device, where, customer.linkedid)
    this.#call.identify(agent, customer.callerIdNum, customer.callerIdName)
    this.#call.execute(agent, 'AppQueue', '(Outgoing Line)')
    for (const channel of [agent, far]) this.#call.setVariable(channel, 'DIALEDPEERNUMBER', `${device}/n`)
    this.#call.identify(far, customer.callerIdNum, customer.callerIdName)
    announceLocalBridge(this.#call, [agent, far], { ...where, optimization: false })
    this.#call.execute(far, 'Ringing')
    this.#call.setState(agent, 'Ringing')
    const pair = [...customer.snapshot(), ...agent.snapshot('Dest')]
    this.#call.emit('AgentCalled', [...pair, ...this.#queueAndMember(member)])
    this.#setMember(member, 6)
    this.#call.emit('DialBegin', [...pair, ['DialString', member.interface]])
    this.#call.emit('DialState', [...pair, ['DialStatus', 'RINGING']])
    this.#rangAt = this.#pbx.options.now()
    return agent
  }

  #connect(customer: Channel, agent: Channel, member: QueueMember): void {
    const { queue } = this.#plan
    const now = this.#pbx.options.now()
    this.#connectedAt = now
    const far = this.#call.channels.at(-1) ?? agent
    this.#call.execute(far, 'Answer')
    this.#call.setState(far, 'Up')
    this.#call.setState(agent, 'Up')
    this.#call.emit('DialEnd', [...customer.snapshot(), ...agent.snapshot('Dest'), ['DialStatus', 'ANSWER']])
    for (const channel of [customer, agent]) this.#memberVariables(channel, member)
    this.#leaveQueue(customer)
    const held = Math.floor((now - this.#joinedAt) / 1000)
    this.#call.setVariable(customer, 'QUEUEPOSITION', '1')
    this.#call.setVariable(customer, 'QUEUEWAIT', String(held))
    member.inCall = true
    this.#setMember(member, 2)
    this.#call.emit('AgentConnect', [
      ...customer.snapshot(),
      ...agent.snapshot('Dest'),
      ...this.#queueAndMember(member),
      ['HoldTime', held],
      ['RingTime', Math.floor((now - this.#rangAt) / 1000)],
    ])
    this.#pbx.processedCalls += 1
    this.#bridge = new Bridge(this.#call, `bridge-${customer.uniqueid}`, [agent, customer])
    this.#call.deviceState(`Queue:${queue.name}`, queue.callers.length > 0 ? 'RINGING' : 'NOT_INUSE')
  }

  /** What the end of the call means for its queue, member and bridge; runs before its channels go. */
  #part(): void {
    const [customer, , agent] = this.#call.channels
    if (customer === undefined) return
    if (this.#caller !== undefined) this.#abandon(customer)
    if (this.#member !== undefined) this.#setMember(this.#member, 1)
    if (this.#bridge === undefined || this.#member === undefined || agent === undefined) return
    this.#complete(customer, agent, this.#member, this.#bridge)
  }

  #abandon(customer: Channel): void {
    const { queue } = this.#plan
    queue.abandoned += 1
    this.#call.emit('QueueCallerAbandon', [
      ...customer.snapshot(),
      ['Queue', queue.name],
      ['Position', 1],
      ['OriginalPosition', 1],
      ['HoldTime', Math.floor((this.#pbx.options.now() - this.#joinedAt) / 1000)],
    ])
    this.#leaveQueue(customer)
  }

  #complete(customer: Channel, agent: Channel, member: QueueMember, bridge: Bridge): void {
    const { queue } = this.#plan
    const talked = Math.floor((this.#pbx.options.now() - this.#connectedAt) / 1000)
    member.inCall = false
    member.callsTaken += 1
    member.lastCall = this.#pbx.seconds
    queue.talkTime = Math.round((queue.talkTime * queue.completed + talked) / (queue.completed + 1))
    queue.completed += 1
    this.#call.emit('AgentComplete', [
      ...customer.snapshot(),
      ...agent.snapshot('Dest'),
      ...this.#queueAndMember(member),
      ['HoldTime', Math.floor((this.#connectedAt - this.#joinedAt) / 1000)],
      ['TalkTime', talked],
      ['Reason', 'agent'],
    ])
    bridge.end()
    for (const variable of ['ANSWEREDTIME', 'DIALEDTIME']) {
      this.#call.setVariable(customer, variable, String(talked))
      this.#call.setVariable(customer, `${variable}_MS`, String(talked * 1000))
    }
  }

  #leaveQueue(customer: Channel): void {
    const { queue } = this.#plan
    const position = this.#caller === undefined ? 0 : queue.callers.indexOf(this.#caller) + 1
    if (position > 0) queue.callers.splice(position - 1, 1)
    this.#caller = undefined
    this.#call.emit('QueueCallerLeave', [
      ...customer.snapshot(),
      ['Queue', queue.name],
      ['Position', position],
      ['Count', queue.callers.length],
    ])
  }

  #setMember(member: QueueMember, status: number): void {
    member.status = status
    const device = member.stateInterface.replace(/\/n$/, '')
    this.#call.deviceState(device, status === 1 ? 'NOT_INUSE' : status === 6 ? 'RINGING' : 'INUSE')
    this.#call.emit('QueueMemberStatus', memberEvent(this.#plan.queue.name, member))
  }

  #memberVariables(channel: Channel, member: QueueMember): void {
    this.#call.setVariable(channel, 'MEMBERINTERFACE', member.interface)
    this.#call.setVariable(channel, 'MEMBERNAME', member.name)
    this.#call.setVariable(channel, 'MEMBERCALLS', String(member.callsTaken))
    this.#call.setVariable(channel, 'MEMBERLASTCALL', String(member.lastCall))
    this.#call.setVariable(channel, 'MEMBERPENALTY', String(member.penalty))
    this.#call.setVariable(channel, 'MEMBERDYNAMIC', member.membership === 'dynamic' ? '1' : '0')
    this.#call.setVariable(channel, 'MEMBERREALTIME', '0')
  }

  #queueAndMember(member: QueueMember): HeaderPairs {
    return [
      ['Queue', this.#plan.queue.name],
      ['Interface', member.interface],
      ['MemberName', member.name],
    ]
  }

  #addLocal(
    address: string,
    where: { context: string; exten: string },
    linkedid?: string,
  ): [Channel, Channel] {
    const uniqueid = this.#pbx.nextUniqueid()
    const ids = { uniqueid, otherId: this.#pbx.nextUniqueid(), linkedid: linkedid ?? uniqueid }
    return addLocalChannel(this.#call, { address, ...where, ...ids })
  }
}
