/** Whoever tells which Asterisk it is: a client, or the version itself. */
export type AsteriskTold =
  | string
  | undefined
  | {
      readonly asteriskVersion: string | undefined
      /** What it was greeted with. */
      health(): { readonly ami: string | undefined }
    }

/** A release of Asterisk, as far as it is told. @internal */
export interface AsteriskRelease {
  readonly major: number
  /** Undefined when only the major is known. */
  readonly minor: number | undefined
  /** Certified branches have more than the release they began from. */
  readonly certified: boolean
}

// `22.10.1`, `16.28.0~dfsg-0+deb11u4`, `certified/18.9-cert5`, `18.9-cert5`, `GIT-20-4f2e9ab`.
const VERSION = /^(?:certified[/-]|GIT-)?(\d+)(?:\.(\d+))?/

/** What a version says, or, where none is known, what the AMI version of the greeting says of the major. @internal */
export function releaseOf(asterisk: AsteriskTold): AsteriskRelease | undefined {
  const version = typeof asterisk === 'object' ? asterisk.asteriskVersion : asterisk
  const [, major, minor] = VERSION.exec(version ?? '') ?? []
  if (major !== undefined) {
    return {
      major: Number(major),
      minor: minor === undefined ? undefined : Number(minor),
      certified: /cert/i.test(version ?? ''),
    }
  }
  const greeted = typeof asterisk === 'object' ? majorOf(asterisk.health().ami) : undefined
  return greeted === undefined ? undefined : { major: greeted, minor: undefined, certified: false }
}

/** Whether it is of the same major as another and not older; undefined when it does not say enough. @internal */
export function isAtLeast(release: AsteriskRelease, first: AsteriskRelease): boolean | undefined {
  const least = first.minor ?? 0
  if (least === 0) return true
  if (release.minor === undefined) return undefined
  if (release.minor >= least) return true
  return release.certified ? undefined : false
}

/** From 14 on the AMI major is eleven less (include/asterisk/manager.h of each branch); 12 ended at AMI 2.5. */
function majorOf(ami: string | undefined): number | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(ami ?? '') ?? []
  if (major === undefined) return undefined
  if (Number(major) >= 3) return Number(major) + 11
  return major === '2' && Number(minor) > 5 ? 13 : 12
}
