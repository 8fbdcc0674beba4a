import { type Channel, type ChannelStart, causeText, type HeaderPairs } from './channel.ts'
import type { Pbx } from './pbx.ts'

/** The steps of a call: events are sent between the yields, each of which is a wait in milliseconds. */
export type CallSteps = Generator<number, void, void>

/** A call: its live channels, and the steps still to come. */
export class Call {
  readonly channels: Channel[] = []
  readonly pbx: Pbx
  /** Events sent so far. */
  events = 0
  readonly #onHangup: () => void
  readonly #onEnd: () => void
  #steps: CallSteps | undefined
  #ended = false

  /** `onHangup` runs before the channels are hung up, whoever did it, `onEnd` after. */
  constructor(pbx: Pbx, { onHangup, onEnd }: { onHangup?: () => void; onEnd?: () => void } = {}) {
    this.pbx = pbx
    this.#onHangup = onHangup ?? (() => undefined)
    this.#onEnd = onEnd ?? (() => undefined)
  }

  /** Adds a live channel and announces it. */
  add(start: ChannelStart): Channel {
    const channel = this.pbx.addChannel(start)
    this.channels.push(channel)
    this.pbx.calls.set(channel.name, this)
    this.emit('Newchannel', channel.snapshot())
    return channel
  }

  /** Sends an event of this call. */
  emit(name: string, headers: HeaderPairs): void {
    this.events += 1
    this.pbx.emit(name, headers)
  }

  /** Sets a channel's variable and says so. */
  setVariable(channel: Channel, name: string, value: string): void {
    this.events += 1
    this.pbx.setVariable(channel, name, value)
  }

  /** Puts a channel into a state and says so. */
  setState(channel: Channel, state: Channel['state']): void {
    channel.state = state
    this.emit('Newstate', channel.snapshot())
  }

  /** Lets a channel run an application and says so. */
  execute(channel: Channel, application: string, data: string = ''): void {
    channel.application = application
    channel.data = data
    this.emit('Newexten', [
      ...channel.snapshot(),
      ['Extension', channel.exten],
      ['Application', application],
      ['AppData', data],
    ])
  }

  /** Gives a channel a caller id and a connected line, and says so. */
  identify(channel: Channel, number: string, name: string): void {
    channel.callerIdNum = number
    channel.callerIdName = name
    this.emit('NewCallerid', [
      ...channel.snapshot(),
      ['CID-CallingPres', '0 (Presentation Allowed, Not Screened)'],
    ])
    channel.connectedLineNum = number
    channel.connectedLineName = name
    this.emit('NewConnectedLine', channel.snapshot())
  }

  /** Says that a device's state changed. */
  deviceState(device: string, state: string): void {
    this.events += 1
    this.pbx.deviceState(device, state)
  }

  /** Plays the steps from now on, waiting where they wait; `Infinity` waits for a hangup. */
  play(steps: CallSteps): void {
    this.#steps = steps
    this.#advance()
  }

  /**
   * Hangs up every channel with the cause, the last added first: it asked, the others are asked. Steps still to
   * come are dropped.
   */
  hangup(cause: number, techCause?: string): void {
    if (this.#ended) return
    this.#ended = true
    this.#steps = undefined
    this.#onHangup()
    const tech: HeaderPairs = techCause === undefined ? [] : [['TechCause', techCause]]
    const channels = [...this.channels].reverse()
    for (const [at, channel] of channels.entries()) {
      if (at === 0) this.emit('SoftHangupRequest', [...channel.snapshot(), ['Cause', 16], ...tech])
      else this.emit('HangupRequest', [...channel.snapshot(), ['Cause', cause], ...tech])
    }
    for (const channel of channels) this.#drop(channel, cause, tech)
    this.#onEnd()
  }

  #drop(channel: Channel, cause: number, tech: HeaderPairs): void {
    this.channels.splice(this.channels.indexOf(channel), 1)
    this.pbx.channels.delete(channel.name)
    this.pbx.calls.delete(channel.name)
    this.emit('Hangup', [...channel.snapshot(), ['Cause', cause], ['Cause-txt', causeText(cause)], ...tech])
    this.deviceState(channel.device, 'NOT_INUSE')
  }

  #advance(): void {
    let waitMs = 0
    while (waitMs <= 0 && !this.#ended) {
      const step = this.#steps?.next()
      if (step === undefined || step.done === true) return
      waitMs = step.value
    }
    if (Number.isFinite(waitMs) && !this.#ended) this.pbx.timers.after(waitMs, () => this.#advance())
  }
}
