import type { Call } from './call.ts'
import type { Channel, HeaderPairs } from './channel.ts'

/** Two channels of a call talking to each other. */
export class Bridge {
  readonly #call: Call
  readonly #id: string
  readonly #channels: readonly [Channel, Channel]

  /** Puts the channels together, the first one first, and says so. */
  constructor(call: Call, id: string, channels: readonly [Channel, Channel]) {
    this.#call = call
    this.#id = id
    this.#channels = channels
    const [one, two] = channels
    call.emit('BridgeCreate', this.#headers(0))
    for (const [at, channel] of channels.entries()) {
      channel.bridgeId = id
      call.emit('BridgeEnter', [...this.#headers(at + 1), ...channel.snapshot()])
    }
    call.setVariable(one, 'BRIDGEPEER', two.name)
    call.setVariable(two, 'BRIDGEPEER', one.name)
  }

  /** Takes the channels apart and says so. */
  end(): void {
    for (const [at, channel] of this.#channels.entries()) {
      this.#call.setVariable(channel, 'BRIDGEPEER', '')
      channel.bridgeId = ''
      this.#call.emit('BridgeLeave', [...this.#headers(1 - at), ...channel.snapshot()])
    }
    this.#call.emit('BridgeDestroy', this.#headers(0))
  }

  #headers(channels: number): HeaderPairs {
    return [
      ['BridgeUniqueid', this.#id],
      ['BridgeType', 'basic'],
      ['BridgeTechnology', 'simple_bridge'],
      ['BridgeCreator', '<unknown>'],
      ['BridgeName', '<unknown>'],
      ['BridgeNumChannels', channels],
      ['BridgeVideoSourceMode', 'none'],
    ]
  }
}
