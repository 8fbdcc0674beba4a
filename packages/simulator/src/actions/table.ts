import type { Action } from '../action.ts'
import type { SimulatedRequest } from '../request.ts'
import type { SimulatedSession } from '../session.ts'
import { callActions } from './call-actions.ts'
import { commandActions } from './command.ts'
import { coreActions } from './core.ts'
import { loginActions } from './login.ts'
import { queueActions } from './queue-actions.ts'
import { sessionActions } from './session-actions.ts'
import { variableActions } from './variable-actions.ts'

const listCommandsAction: Action = {
  name: 'ListCommands',
  synopsis: 'List available manager commands.',
  privilege: [],
  run: listCommands,
}

const actions: readonly Action[] = [
  ...loginActions,
  ...sessionActions,
  ...coreActions,
  ...commandActions,
  ...queueActions,
  ...callActions,
  ...variableActions,
  listCommandsAction,
]

/** Every action the simulator knows, by lower-case name. */
export const actionTable: ReadonlyMap<string, Action> = new Map(
  actions.map((action) => [action.name.toLowerCase(), action]),
)

/** Lists the actions the user may use: their names are the keys. */
function listCommands(request: SimulatedRequest, session: SimulatedSession): void {
  const usable = [...actionTable.values()]
    .filter((action) => session.mayUse(action.privilege))
    .sort((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1))
  session.respond(
    request,
    usable.map((action): [string, string] => [
      action.name,
      `${action.synopsis}  (Priv: ${privilege(action)})`,
    ]),
  )
}

function privilege(action: Action): string {
  return action.privilege.length === 0 ? '<none>' : [...action.privilege, 'all'].join(',')
}
