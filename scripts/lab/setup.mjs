import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withLock } from './lock.mjs'
import { installDebootstrap, mirrors, ownMounts } from './machine.mjs'
import { mountsBelow, unmountBelow } from './mounts.mjs'
import { LAB_DIR, SUITES, suiteFiles } from './places.mjs'
import { run } from './run.mjs'

/** Raised when what a set-up leaves behind changes, so that older folders are made anew. */
const FORMAT = 1

/** Spares a thousand fsyncs, and the pages nobody reads here. The XML documentation of Asterisk stays. */
const DPKG_OPTIONS = `force-unsafe-io
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/man/*
path-exclude=/usr/share/locale/*
`

/**
 * Makes sure a suite is unpacked with Asterisk in it. Costs nothing when it is; goes on where an interrupted
 * set-up stopped; waits for one that is under way in another process.
 */
export async function setUp(label, say) {
  if (progressOf(label) === 'ready') return
  const waiting = () => say(`Asterisk ${label}: waiting for another set-up of it to finish`)
  await withLock(`setup ${label}`, waiting, async () => {
    if (progressOf(label) === 'ready') return
    const { folder, log } = suiteFiles(label)
    mkdirSync(folder, { recursive: true })
    const machineLog = join(LAB_DIR, 'machine.log')
    await withLock(
      'machine',
      () => undefined,
      () => installDebootstrap(machineLog),
    )
    const startedAt = performance.now()
    say(`Asterisk ${label}: unpacking Debian ${SUITES[label].suite} (progress in ${log})`)
    if (progressOf(label) !== 'base') await unpackBase(label)
    await installAsterisk(label)
    say(`Asterisk ${label}: set up in ${Math.round((performance.now() - startedAt) / 1000)} s`)
  })
}

/** How far a suite's set-up is: `ready`, `base` (unpacked, Asterisk not yet in) or `nothing`. */
export function progressOf(label) {
  try {
    const { format, stage } = JSON.parse(readFileSync(suiteFiles(label).progress, 'utf8'))
    return format === FORMAT ? stage : 'nothing'
  } catch {
    return 'nothing'
  }
}

async function unpackBase(label) {
  const { downloads } = suiteFiles(label)
  mkdirSync(downloads, { recursive: true })
  const failures = []
  for (const mirror of await mirrors()) {
    try {
      await debootstrap(label, mirror)
      record(label, 'base')
      rmSync(downloads, { recursive: true, force: true })
      return
    } catch (error) {
      failures.push(error)
    }
  }
  throw failures[0]
}

async function debootstrap(label, mirror) {
  const { root, log, downloads } = suiteFiles(label)
  removeTree(root)
  writeInto(root, 'etc/dpkg/dpkg.cfg.d/lab', DPKG_OPTIONS)
  const words = [...(await ownMounts()), 'debootstrap', '--variant=minbase', `--cache-dir=${downloads}`]
  const [command, ...args] = [...words, SUITES[label].suite, root, ...(mirror === undefined ? [] : [mirror])]
  await run(command, args, log)
}

async function installAsterisk(label) {
  const { root, log } = suiteFiles(label)
  for (const file of ['/etc/resolv.conf', '/etc/hosts']) {
    if (existsSync(file)) copyFileSync(file, join(root, file))
  }
  // invoke-rc.d's question whether a package may start its service.
  writeInto(root, 'usr/sbin/policy-rc.d', '#!/bin/sh\nexit 101\n', 0o755)
  const inside = async (script) => {
    const mounts = await ownMounts()
    const proc = mounts.length === 0 ? '' : 'mount -t proc proc "$1/proc" 2>/dev/null; '
    const [command, ...args] = [
      ...mounts,
      'sh',
      '-c',
      `${proc}exec chroot "$1" sh -ec "$2"`,
      'sh',
      root,
      script,
    ]
    await run(command, args, log)
  }
  await inside('dpkg --configure -a')
  await inside(`apt-get install -y --no-install-recommends ${SUITES[label].packages.join(' ')}`)
  await inside(CERTIFICATE)
  await inside('apt-get clean; rm -rf /var/lib/apt/lists/*')
  record(label, 'ready')
}

/** A certificate of our own for both names of this machine; it is its own authority. */
const CERTIFICATE = `mkdir -p /etc/lab
openssl req -x509 -newkey rsa:2048 -nodes -keyout /etc/lab/key.pem -out /etc/lab/cert.pem -days 3650 \
  -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1
chown asterisk /etc/lab/key.pem`

function record(label, stage) {
  const { progress } = suiteFiles(label)
  writeFileSync(`${progress}.new`, `${JSON.stringify({ format: FORMAT, stage })}\n`)
  renameSync(`${progress}.new`, progress)
}

function writeInto(root, path, text, mode = 0o644) {
  const target = join(root, path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text, { mode })
}

/** Removes an unpacked suite; refuses while anything is mounted in it, for removal would reach through. */
export function removeTree(folder) {
  unmountBelow(folder)
  const left = mountsBelow(folder)
  if (left.length > 0) throw new Error(`cannot remove ${folder}: ${left.join(', ')} is still mounted`)
  rmSync(folder, { recursive: true, force: true })
}
