/** The line with which Asterisk 13 and earlier end what a command printed. */
export const SENTINEL = '--END COMMAND--'

const FOLLOWS = /^response: ?follows/i
const COLON_END = 'Response:'.length
const SPACE = 0x20
const LOWER_F = 0x66
const HEAD = /^.*(\r?\n)(?:Privilege: .*\1)?(?:ActionID: .*\1)?/

/** Headers and output of a `Response: Follows`. */
export interface Follows {
  /** The header lines, ended by CRLF but for the last. */
  readonly head: string
  /** What the command printed, byte for byte, up to the sentinel. */
  readonly body: string
}

/** Whether a frame's text is a response in the form of Asterisk 13 and earlier. */
export function isFollows(text: string): boolean {
  // Nearly every response is told apart by the first letter of its status; 0x20 folds its case.
  const first = text.charCodeAt(text.charCodeAt(COLON_END) === SPACE ? COLON_END + 1 : COLON_END)
  return (first | 0x20) === LOWER_F && FOLLOWS.test(text)
}

/**
 * Takes such a response apart; `undefined` when it was cut off.
 *
 * ```
 * follows = "Response: Follows" eol [ "Privilege: " text eol ] [ "ActionID: " id eol ] output SENTINEL
 * ```
 * No more than these two headers, in Asterisk's order: the output may begin with lines that look like them.
 */
export function splitFollows(text: string): Follows | undefined {
  const [head, eol] = HEAD.exec(text) ?? []
  if (head === undefined || eol === undefined || !text.endsWith(SENTINEL)) return undefined
  return {
    head: head.slice(0, -eol.length).replaceAll(/\r?\n/g, '\r\n'),
    body: text.slice(head.length, -SENTINEL.length),
  }
}
