import { actionTable } from './actions/table.ts'
import type { AnswerFault, AnswerFaults } from './answer-faults.ts'
import type { ActionScript } from './options.ts'
import type { Pbx } from './pbx.ts'
import type { SimulatedRequest } from './request.ts'
import type { SimulatedSession } from './session.ts'

/** Actions that work before a login. */
const PUBLIC = new Set(['login', 'challenge', 'logoff'])

/** Actions of modules that load late in a boot. */
const LOADED_LATE = /^queue/

/** Finds what a request asks for, checks that it may, and runs it. */
export class Dispatcher {
  readonly #pbx: Pbx
  readonly #faults: AnswerFaults
  readonly #onError: (error: unknown) => void
  readonly #overrides = new Map<string, ActionScript>()

  constructor(
    pbx: Pbx,
    faults: AnswerFaults,
    actions: Readonly<Record<string, ActionScript>>,
    onError: (error: unknown) => void,
  ) {
    this.#pbx = pbx
    this.#faults = faults
    this.#onError = onError
    for (const [name, script] of Object.entries(actions)) this.override(name, script)
  }

  /** Replaces or adds what an action does. */
  override(action: string, script: ActionScript): void {
    this.#overrides.set(action.toLowerCase(), script)
  }

  /** Runs the request; a promise when the session must wait for it. Never throws, never rejects. */
  run(request: SimulatedRequest, session: SimulatedSession): void | Promise<void> {
    if (!session.alive) return
    const action = request.action
    const key = action.toLowerCase()
    if (dies(key, session)) {
      session.die()
      return
    }
    const script = this.#find(request, action, key, session)
    if (script === undefined) return
    return this.#guarded(script, this.#faults.for(key), request, session)
  }

  #find(
    request: SimulatedRequest,
    action: string,
    key: string,
    session: SimulatedSession,
  ): ActionScript | undefined {
    const refusal = this.#refusal(request, key, session)
    if (refusal !== undefined) {
      session.refuse(request, refusal)
      return undefined
    }
    const script = session.scripts.get(key) ?? this.#overrides.get(key)
    if (script !== undefined) return script
    const known = session.simulator.booting && LOADED_LATE.test(key) ? undefined : actionTable.get(key)
    if (known !== undefined && session.mayUse(known.privilege))
      return (sent, by) => known.run(sent, by, this.#pbx)
    const message = known === undefined ? unknownCommand(action) : 'Permission denied'
    session.refuse(request, message)
    return undefined
  }

  #refusal(request: SimulatedRequest, key: string, session: SimulatedSession): string | undefined {
    if (request.problem === 'line-too-long') return 'Failed to parse message: line too long'
    if (request.problem === 'too-many-lines') return 'Too many lines in message or allocation failure'
    if (key === '') return 'Missing action in request'
    return session.loggedIn || PUBLIC.has(key) ? undefined : 'Permission denied'
  }

  #guarded(
    script: ActionScript,
    fault: AnswerFault | undefined,
    request: SimulatedRequest,
    session: SimulatedSession,
  ): void | Promise<void> {
    // A login that is never answered must not have happened, or events would follow it.
    if (fault?.kind === 'swallow' && PUBLIC.has(request.action.toLowerCase())) return
    if (fault !== undefined) session.hold(true)
    const release = (): void => {
      session.release((wire) => {
        if (fault !== undefined) this.#faults.deliver(fault, session, wire)
      })
    }
    const running = this.#start(script, request, session)
    if (running === undefined) {
      if (fault !== undefined) release()
      return
    }
    session.hold(false)
    return running.catch(this.#onError).then(release)
  }

  #start(script: ActionScript, request: SimulatedRequest, session: SimulatedSession): void | Promise<void> {
    try {
      return script(request, session)
    } catch (error) {
      this.#onError(error)
    }
  }
}

function dies(key: string, session: SimulatedSession): boolean {
  const step = session.simulator.dieAt
  if (step === undefined) return false
  if (step === 'first-action') return session.loggedIn
  return (step === 'challenge' || step === 'login') && step === key
}

function unknownCommand(action: string): string {
  return `Invalid/unknown command: ${action}. Use Action: ListCommands to show available commands.`
}
