import type { Completion } from '../catalogue/completion.ts'
import { AmiArgumentError, type AmiErrorContext } from '../errors.ts'

/**
 * Why an action that Asterisk never answers is not sent: a promise for its answer could only time out, and what it
 * prints is no frame. Names the command to send instead.
 */
export function neverAnswered(action: string, how: Completion, context: AmiErrorContext): AmiArgumentError {
  const way = how.instead ? `; send Command '${how.instead}'` : ''
  return new AmiArgumentError(
    [{ path: action, message: `no Asterisk that has it answers it${way}` }],
    context,
  )
}
