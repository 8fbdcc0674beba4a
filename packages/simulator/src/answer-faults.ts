import type { Random } from './random.ts'
import type { SimulatedSession } from './session.ts'
import type { Timers } from './timers.ts'

/** What happens to an action's answer on its way. */
export type AnswerFault =
  | { readonly kind: 'late'; readonly delayMs: number }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'swallow' }
  | { readonly kind: 'shuffle'; readonly batch: number }

/** The faults of answers, by action. An answer is everything written while the action ran. */
export class AnswerFaults {
  readonly #faults = new Map<string, AnswerFault>()
  readonly #timers: Timers
  readonly #random: Random
  #batches = new Map<AnswerFault, { session: SimulatedSession; wire: string }[]>()

  constructor(timers: Timers, random: Random) {
    this.#timers = timers
    this.#random = random
  }

  /** Sets what happens to answers of this action, `*` for every action without a fault of its own. */
  set(action: string, fault: AnswerFault): void {
    this.#faults.set(action.toLowerCase(), fault)
  }

  /** The fault for the action, in lower case. */
  for(action: string): AnswerFault | undefined {
    return this.#faults.size === 0 ? undefined : (this.#faults.get(action) ?? this.#faults.get('*'))
  }

  /** Answers normally again; batches that were still filling are sent. */
  clear(): void {
    this.#faults.clear()
    const batches = [...this.#batches.values()]
    this.#batches = new Map()
    for (const batch of batches) this.#send(batch)
  }

  /** Does to the answer what the fault says. */
  deliver(fault: AnswerFault, session: SimulatedSession, wire: string): void {
    switch (fault.kind) {
      case 'swallow':
        return
      case 'late':
        this.#timers.after(fault.delayMs, () => session.writeWire(wire))
        return
      case 'duplicate':
        session.writeWire(wire + wire)
        return
      case 'shuffle':
        this.#shuffle(fault, session, wire)
    }
  }

  #shuffle(fault: AnswerFault & { kind: 'shuffle' }, session: SimulatedSession, wire: string): void {
    const batch = this.#batches.get(fault) ?? []
    batch.push({ session, wire })
    this.#batches.set(fault, batch)
    if (batch.length < fault.batch) return
    this.#batches.delete(fault)
    this.#send(batch)
  }

  #send(batch: readonly { session: SimulatedSession; wire: string }[]): void {
    for (const { session, wire } of this.#random.shuffle(batch)) session.writeWire(wire)
  }
}
