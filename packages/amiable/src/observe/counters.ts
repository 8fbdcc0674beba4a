/** Everything a client counts, from its construction on. The numbers only grow, over all its sessions. */
export interface ClientCounters {
  bytesReceived: number
  bytesSent: number
  /** Every event received, wanted or not. */
  events: number
  responses: number
  /** Actions handed to a session, the client's own included. */
  actionsSent: number
  actionsAnswered: number
  actionsRejected: number
  actionsTimedOut: number
  actionsAborted: number
  /** Actions that failed because the link was lost or the client was closed. */
  actionsLost: number
  /** Answers to actions that had been given up. */
  lateResponses: number
  /** Responses with an ActionID that nobody waits for: duplicates, other clients' ids. */
  unknownResponses: number
  /** Responses without an ActionID. */
  responsesWithoutId: number
  anomalies: number
  discardedBytes: number
  /** Attempts at a connection. */
  attempts: number
  /** Attempts that came to nothing, refused logins included. */
  attemptsFailed: number
  /** Sessions that became ready. */
  sessions: number
  /** Sessions that were ready and ended unasked. */
  sessionsLost: number
  authFailures: number
  /** Events that did not fit into a subscription's queue. */
  eventsDropped: number
  /** Events that a subscription still held when its owner closed it. */
  eventsAbandoned: number
  handlerErrors: number
  /** Turns of the event loop in which the socket gave `limits.readBytesPerTurn`, and may have had more. */
  readBudgetsSpent: number
  /** Turns in which handlers and iterators used up `delivery.budgetMs` and had more to do; a fleet's are in its snapshot. */
  deliveryBudgetsSpent: number
  /** Calls that were no longer followed, though not known to be over: there were too many, or it was too long. */
  callsEvicted: number
  /** Log records that the logger refused by throwing or rejecting. */
  logFailures: number
}

/** A fresh set, all zero. */
export function zeroCounters(): ClientCounters {
  return {
    bytesReceived: 0,
    bytesSent: 0,
    events: 0,
    responses: 0,
    actionsSent: 0,
    actionsAnswered: 0,
    actionsRejected: 0,
    actionsTimedOut: 0,
    actionsAborted: 0,
    actionsLost: 0,
    lateResponses: 0,
    unknownResponses: 0,
    responsesWithoutId: 0,
    anomalies: 0,
    discardedBytes: 0,
    attempts: 0,
    attemptsFailed: 0,
    sessions: 0,
    sessionsLost: 0,
    authFailures: 0,
    eventsDropped: 0,
    eventsAbandoned: 0,
    handlerErrors: 0,
    readBudgetsSpent: 0,
    deliveryBudgetsSpent: 0,
    callsEvicted: 0,
    logFailures: 0,
  }
}
