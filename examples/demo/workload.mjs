import { leastCalls } from 'amiable'

/** What is asked all the time, how often, and how an answer is known to be the right one. Harmless on a real server. */
export const QUESTIONS = [
  { pauseMs: 5, action: 'Ping', isRight: (pong) => pong.get('Ping') === 'Pong' },
  { pauseMs: 5, action: 'Ping', isRight: (pong) => pong.get('Ping') === 'Pong' },
  { pauseMs: 5, action: 'Ping', isRight: (pong) => pong.get('Ping') === 'Pong' },
  { pauseMs: 70, action: 'CoreShowChannels', isRight: (list) => !list.truncated },
  { pauseMs: 70, action: 'QueueStatus', isRight: (list) => !list.truncated },
  {
    pauseMs: 35,
    action: 'Command',
    fields: { Command: 'core show uptime' },
    isRight: (answer) => answer.output.length > 0,
  },
]

/** Calls, for simulated servers alone: they go where the cluster has the fewest, whatever its own route says. */
export const CALLS = {
  pauseMs: 50,
  action: 'Originate',
  fields: { Channel: 'PJSIP/100', Application: 'Echo', Async: true },
  options: { route: leastCalls() },
  isRight: (queued) => queued.ok,
}
