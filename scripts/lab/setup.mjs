import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withLock } from './lock.mjs'
import { confinement, installDebootstrap, mirrors } from './machine.mjs'
import { LAB_DIR, SUITES, suiteFiles } from './places.mjs'
import { removeTree } from './remove.mjs'
import { run } from './run.mjs'
import { serverNames, stopServer } from './server.mjs'

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
  await alone(label, say, async () => {
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

/** Does something while no suite is being set up. */
export async function whileNoSetUp(say, work) {
  const guarded = Object.keys(SUITES).reduce((inner, label) => () => alone(label, say, inner), work)
  return guarded()
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

function alone(label, say, work) {
  const waiting = () => say(`Asterisk ${label}: waiting for another set-up of it to finish`)
  return withLock(`setup ${label}`, waiting, work)
}

async function unpackBase(label) {
  const { downloads } = suiteFiles(label)
  for (const name of serverNames(label)) await stopServer(label, name)
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
  await removeTree(root)
  writeInto(root, 'etc/dpkg/dpkg.cfg.d/lab', DPKG_OPTIONS)
  const words = [...(await confinement()), 'debootstrap', '--variant=minbase', `--cache-dir=${downloads}`]
  await run(
    'debootstrap',
    [...words, SUITES[label].suite, root, ...(mirror === undefined ? [] : [mirror])],
    log,
  )
}

async function installAsterisk(label) {
  const { root, log } = suiteFiles(label)
  for (const file of ['/etc/resolv.conf', '/etc/hosts']) {
    if (existsSync(file)) copyFileSync(file, join(root, file))
  }
  // invoke-rc.d's question whether a package may start its service.
  writeInto(root, 'usr/sbin/policy-rc.d', '#!/bin/sh\nexit 101\n', 0o755)
  const inside = async (script) => {
    const words = await confinement()
    const mount = words.length === 0 ? '' : 'mount -t proc proc "$1/proc" 2>/dev/null; '
    const shell = ['sh', '-c', `${mount}exec chroot "$1" sh -ec "$2"`, 'sh', root, script]
    await run(script.split('\n')[0], [...words, ...shell], log)
  }
  await inside('dpkg --configure -a')
  const install = `apt-get install -y --no-install-recommends ${SUITES[label].packages.join(' ')}`
  await inside(install).catch(async () => {
    // The suite may have moved on since its base was unpacked. Its age is no reason to refuse it.
    await inside('apt-get update -o Acquire::Check-Valid-Until=false')
    await inside(install)
  })
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
