import type { Call } from './call.ts'
import { Channel, type ChannelStart } from './channel.ts'
import type { ResolvedOptions } from './options.ts'
import { Queue } from './queue.ts'
import type { Timers } from './timers.ts'
import type { HeadersToWrite } from './wire.ts'

/** What the telephone exchange needs of the server around it. @internal */
export interface PbxParts {
  options: ResolvedOptions
  timers: Timers
  /** Sends an event to every session that wants it. */
  emit: (name: string, headers: HeadersToWrite) => void
}

/** The state of the simulated exchange: channels, calls, queues, variables. */
export class Pbx {
  readonly options: ResolvedOptions
  readonly timers: Timers
  readonly emit: PbxParts['emit']
  /** Live channels by name. */
  readonly channels: Map<string, Channel> = new Map()
  /** The call each live channel is part of, by the channel's name. */
  readonly calls: Map<string, Call> = new Map()
  readonly queues: Queue[]
  readonly globals: Map<string, string> = new Map()
  /** The AstDB: values by `/family/key`. */
  readonly database: Map<string, string> = new Map()
  readonly startedAt: number
  processedCalls = 0
  #channels = 0
  #names = 0

  constructor(parts: PbxParts) {
    this.options = parts.options
    this.timers = parts.timers
    this.emit = parts.emit
    this.startedAt = this.seconds
    this.queues = defaultQueues(this.startedAt)
  }

  /** The clock in whole seconds. */
  get seconds(): number {
    return Math.floor(this.options.now() / 1000)
  }

  /** The next unique id: seconds and a counter, as Asterisk makes them. */
  nextUniqueid(): string {
    const id = `${this.seconds}.${this.#channels}`
    this.#channels += 1
    return id
  }

  /** The hexadecimal counter that ends the name of a channel. */
  nextNameSuffix(): string {
    const suffix = this.#names.toString(16).padStart(8, '0')
    this.#names += 1
    return suffix
  }

  /** A new live channel. */
  addChannel(start: ChannelStart): Channel {
    const channel = new Channel(start, this.seconds, this.options.channelVars)
    this.channels.set(channel.name, channel)
    return channel
  }

  /** The live channel of this name or unique id, in any case. */
  findChannel(nameOrId: string): Channel | undefined {
    const exact = this.channels.get(nameOrId)
    if (exact !== undefined) return exact
    const wanted = nameOrId.toLowerCase()
    for (const channel of this.channels.values()) {
      if (channel.name.toLowerCase() === wanted || channel.uniqueid.toLowerCase() === wanted) return channel
    }
    return undefined
  }

  /** The queue of this name. */
  findQueue(name: string): Queue | undefined {
    return this.queues.find((queue) => queue.name === name)
  }

  /** Sets a variable of a channel, or a global one, and says so. */
  setVariable(channel: Channel | undefined, name: string, value: string): void {
    if (channel === undefined) {
      this.globals.set(name, value)
      this.emit('VarSet', [
        ['Channel', 'none'],
        ['Uniqueid', 'none'],
        ['Variable', name],
        ['Value', value],
      ])
      return
    }
    channel.variables.set(name, value)
    this.emit('VarSet', [...channel.snapshot(), ['Variable', name], ['Value', value]])
  }

  /** Says that a device's state changed. */
  deviceState(device: string, state: string): void {
    this.emit('DeviceStateChange', [
      ['Device', device],
      ['State', state],
    ])
  }
}

function defaultQueues(now: number): Queue[] {
  const sales = new Queue('sales', 20)
  sales.addMember('Alice Adams', 'Local/101@agents/n', now)
  sales.addMember('Bob Brown', 'Local/102@agents/n', now).penalty = 1
  sales.addMember('Alice SIP', 'PJSIP/alice', now).status = 5
  const support = new Queue('support', 60)
  support.addMember('Żaneta Ćma', 'Local/103@agents/n', now)
  support.addMember('Never Answers', 'Local/110@agents/n', now)
  return [sales, support, new Queue('empty', 0)]
}
