import { createSocket } from 'node:dgram'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

const HOST = '127.0.0.1'
const LOWEST = 10_240

/**
 * A free port for each listener of one Asterisk, asked of the kernel one by one.
 *
 * All lie below the range outgoing connections take their own ports from: otherwise a client that reconnects
 * while the server is down could be given that very port, connect to itself, and keep the server from coming
 * back on it.
 */
export async function freePorts() {
  const taken = new Set()
  return {
    port: await freePort(tcpIsFree, taken),
    tlsPort: await freePort(tcpIsFree, taken),
    httpPort: await freePort(tcpIsFree, taken),
    sipPort: await freePort(udpIsFree, taken),
    chanSipPort: await freePort(udpIsFree, taken),
    iaxPort: await freePort(udpIsFree, taken),
  }
}

/** Whether every port an earlier run used can be used again, or can within two seconds of its end. */
export async function becomeFree(ports) {
  const deadline = performance.now() + 2000
  while (!(await areFree(ports))) {
    if (performance.now() > deadline) return false
    await pause(50)
  }
  return true
}

async function areFree(ports) {
  const tcp = [ports.port, ports.tlsPort, ports.httpPort].map(tcpIsFree)
  const udp = [ports.sipPort, ports.chanSipPort, ports.iaxPort].map(udpIsFree)
  return (await Promise.all([...tcp, ...udp])).every(Boolean)
}

async function freePort(isFree, taken) {
  const highest = firstOutgoingPort() - 1
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const port = LOWEST + Math.floor(Math.random() * (highest - LOWEST + 1))
    if (!taken.has(port) && (await isFree(port))) {
      taken.add(port)
      return port
    }
  }
  throw new Error('found no free port')
}

function firstOutgoingPort() {
  try {
    const first = Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s/)[0])
    return first > LOWEST + 1000 ? first : 32_768
  } catch {
    return 32_768
  }
}

function tcpIsFree(port) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, HOST, () => probe.close(() => resolve(true)))
  })
}

function udpIsFree(port) {
  return new Promise((resolve) => {
    const probe = createSocket('udp4')
    probe.once('error', () => probe.close(() => resolve(false)))
    probe.bind(port, HOST, () => probe.close(() => resolve(true)))
  })
}
