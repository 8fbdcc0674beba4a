import { MAJORS, privilegeTable } from './privilege-table.ts'
import { type AsteriskTold, releaseOf } from './release.ts'

/** A class of privileges, as the lines `read` and `write` of a user in manager.conf name it. */
export type PrivilegeClass =
  | 'agent'
  | 'agi'
  | 'aoc'
  | 'call'
  | 'cc'
  | 'cdr'
  | 'command'
  | 'config'
  | 'dialplan'
  | 'dtmf'
  | 'message'
  | 'originate'
  | 'reporting'
  | 'security'
  | 'system'
  | 'user'

/** Which Asterisk privileges are asked about. */
export interface PrivilegeOptions {
  /**
   * A major, a version as `CoreSettings` states it (`22.10.1`, `16.28.0~dfsg-0+deb11u4`), or a client. A major that the
   * facts skip is taken for the nearest older one; a version that is not told, for the default.
   *
   * @default what Asterisk develops
   */
  readonly asterisk?: number | AsteriskTold
}

/** The classes that actions and events need, by name as Asterisk spells it. */
export interface Privileges {
  /** An action needs any one of its classes, for writing; one without classes needs none. */
  readonly actions: ReadonlyMap<string, readonly PrivilegeClass[]>
  /** An event needs all of its classes, for reading; one without classes goes to the session that asked for it. */
  readonly events: ReadonlyMap<string, readonly PrivilegeClass[]>
}

const known = new Map<number, Privileges>()

/** What every action and event of an Asterisk needs. */
export function privileges(options: PrivilegeOptions = {}): Privileges {
  const major = majorOf(options.asterisk)
  const all = known.get(major) ?? {
    actions: unpack(privilegeTable.actions, major),
    events: unpack(privilegeTable.events, major),
  }
  known.set(major, all)
  return all
}

/** Of the majors that are known, the one whose facts hold. */
function majorOf(asterisk: number | AsteriskTold): number {
  const major = typeof asterisk === 'number' ? Math.floor(asterisk) : releaseOf(asterisk)?.major
  const [oldest = 0] = MAJORS
  const newest = MAJORS.at(-1) ?? oldest
  if (major === undefined || Number.isNaN(major)) return newest
  return MAJORS.findLast((one) => one <= major) ?? oldest
}

function unpack(table: Readonly<Record<string, string>>, major: number): Privileges['actions'] {
  const classesOf = new Map<string, readonly PrivilegeClass[]>()
  for (const [joined, text] of Object.entries(table)) {
    const classes = joined === '' ? [] : (joined.split(' ') as PrivilegeClass[])
    for (const word of text.trim().split(/\s+/)) {
      const [name = '', majors] = word.split(':')
      if (majors === undefined || isWithin(majors, major)) classesOf.set(name, classes)
    }
  }
  return classesOf
}

/** Whether a text such as `-16,20,22-` names a major. */
function isWithin(majors: string, major: number): boolean {
  return majors.split(',').some((run) => {
    const [from = '', to = from] = run.split('-')
    return Number(from) <= major && (to === '' || major <= Number(to))
  })
}
