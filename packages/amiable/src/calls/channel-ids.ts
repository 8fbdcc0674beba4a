import { randomUUID } from 'node:crypto'

/** The ids by which a call is known before it exists. */
export interface CallIds {
  readonly actionId: string
  /** `ChannelId`: the Uniqueid of the channel that is dialed, and the Linkedid of all that come of it. */
  readonly channelId: string
  /** `OtherChannelId`: the Uniqueid of the second half of a Local channel. */
  readonly otherChannelId: string
}

/**
 * Ids that nobody can guess, none of which begins another: all are equally long. Asterisk finds a channel by the
 * beginning of its id too (main/channel.c), and the id it would choose itself for a second half is the first's, and
 * more.
 */
export function callIds(): CallIds {
  const id = randomUUID()
  return { actionId: `${id}-0`, channelId: `${id}-1`, otherChannelId: `${id}-2` }
}
