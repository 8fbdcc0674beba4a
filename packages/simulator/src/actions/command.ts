import type { Action } from '../action.ts'
import type { Pbx } from '../pbx.ts'
import type { SimulatedRequest } from '../request.ts'
import type { SimulatedSession } from '../session.ts'

/** Command: the command line of the exchange. */
export const commandActions: readonly Action[] = [
  { name: 'Command', synopsis: 'Execute Asterisk CLI Command.', privilege: ['command'], run: command },
]

const BUILT_IN: Readonly<Record<string, (pbx: Pbx) => string>> = {
  'core show version': (pbx) =>
    `Asterisk ${pbx.options.asteriskVersion} built by nobody @ simulator on a x86_64 running Linux on 2026-01-01 00:00:00 UTC`,
  'core show channels': showChannels,
  'core show uptime': (pbx) => {
    const seconds = pbx.seconds - pbx.startedAt
    return `System uptime: ${seconds} seconds\nLast reload: ${seconds} seconds`
  },
  'dialplan reload': () => 'Dialplan reloaded.',
  'module reload': () => '',
  'queue show': (pbx) =>
    pbx.queues.map((queue) => `${queue.name} has ${queue.callers.length} calls`).join('\n'),
}

function command(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  const line = request.get('Command')
  if (line === undefined) {
    session.refuse(request, 'No command provided')
    return
  }
  const output = run(pbx, line)
  if (pbx.options.legacyCommand) {
    legacyAnswer(request, session, pbx, output ?? unknown(line))
    return
  }
  session.respond(
    request,
    [
      ['Message', 'Command output follows'],
      ...(output ?? unknown(line)).split('\n').map((text): [string, string] => ['Output', text]),
    ],
    output === undefined ? 'Error' : 'Success',
  )
}

/** Asterisk 13 and older: headers, then the raw text with its own line feeds, then the end mark. */
function legacyAnswer(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx, output: string): void {
  const eol = pbx.options.lineEnding
  const echo = request.actionIdWire === undefined ? '' : `ActionID: ${request.actionIdWire}${eol}`
  session.writeWire(`Response: Follows${eol}Privilege: Command${eol}${echo}`)
  session.write(`${output === '' ? '' : `${output}\n`}--END COMMAND--${eol}${eol}`)
}

/** What the command prints, without the last line feed; `undefined` when there is no such command. */
function run(pbx: Pbx, line: string): string | undefined {
  if (Object.hasOwn(pbx.options.commands, line)) return pbx.options.commands[line]
  return Object.hasOwn(BUILT_IN, line) ? BUILT_IN[line]?.(pbx) : undefined
}

function unknown(line: string): string {
  const prefix = line.split(' ').slice(0, -1).join(' ')
  return `No such command '${line}' (type 'core show help ${prefix}' for other possible commands)`
}

function showChannels(pbx: Pbx): string {
  const rows = [...pbx.channels.values()].map((channel) => {
    const location = `${channel.exten}@${channel.context}:${channel.priority}`
    const application = `${channel.application}(${channel.data})`
    return `${cell(channel.name)}${cell(location)}${channel.state.padEnd(8)}${application}`
  })
  const calls = new Set(pbx.calls.values()).size
  return [
    'Channel              Location             State   Application(Data)             ',
    ...rows,
    `${rows.length} active channel${rows.length === 1 ? '' : 's'}`,
    `${calls} active call${calls === 1 ? '' : 's'}`,
    `${pbx.processedCalls} call${pbx.processedCalls === 1 ? '' : 's'} processed`,
  ].join('\n')
}

function cell(text: string): string {
  return `${text.slice(0, 20).padEnd(20)} `
}
