import type { Pbx } from './pbx.ts'
import type { SimulatedRequest } from './request.ts'
import type { SimulatedSession } from './session.ts'

/** An action as the simulator knows it. */
export interface Action {
  /** As ListCommands spells it. */
  readonly name: string
  /** What ListCommands says of it. */
  readonly synopsis: string
  /** Classes of which the user needs one; none for free actions. */
  readonly privilege: readonly string[]
  readonly run: (request: SimulatedRequest, session: SimulatedSession, pbx: Pbx) => void | Promise<void>
}
