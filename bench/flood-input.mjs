import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

const CAPTURE = new URL('../fixtures/flood/flood-first-50k.bin.gz', import.meta.url)
const END = '\r\n\r\n'
/** The share of frames that carry a UTF-8 caller name in the `utf8` input. */
const UTF8_SHARE = 0.6
const FRAMES_PER_STRAY_CRLF = 300
const NAME_HEADER = '\r\nCallerIDName: '
const NAMES = ['Łukasz Żółć', 'Мария Иванова', 'José Núñez', '渡辺 直美', 'Zoë Ångström', 'Δημήτρης 📞']

/** The headers whose values are compared, one by one, with what a client delivers. */
export const CHECKED_HEADERS = ['Event', 'Channel', 'Linkedid', 'ChannelState', 'CallerIDName']

/**
 * The flood as bytes, and where each frame ends.
 *
 * `plain` is the capture's events, without the banner and the login's answer that precede them. `utf8` is derived
 * from it, always the same: UTF-8 caller names in 60 % of the frames, and a stray CR LF every 300 frames.
 */
export function loadFlood(input) {
  const plain = eventsOfCapture()
  const bytes = input === 'utf8' ? withUtf8Names(plain) : plain
  return { bytes, frameEnds: frameEndsOf(bytes) }
}

/** What a faultless client delivers for the first `frames` frames: the values of `CHECKED_HEADERS`, '' where absent. */
export function expectedValues({ bytes, frameEnds }, frames) {
  const text = bytes.toString('utf8', 0, frameEnds[frames - 1])
  return text
    .split(END)
    .slice(0, frames)
    .map((frame) => {
      const lines = frame.split('\r\n')
      return CHECKED_HEADERS.map((header) => {
        const prefix = `${header}: `
        return lines.find((line) => line.startsWith(prefix))?.slice(prefix.length) ?? ''
      })
    })
}

function eventsOfCapture() {
  const bytes = gunzipSync(readFileSync(CAPTURE))
  return bytes.subarray(bytes.indexOf(`${END}Event: `) + END.length)
}

function withUtf8Names(plain) {
  const frames = plain.toString('latin1').split(END).slice(0, -1)
  const parts = []
  let named = 0
  for (const [index, frame] of frames.entries()) {
    const wanted = named < UTF8_SHARE * (index + 1) && frame.includes(NAME_HEADER)
    if (wanted) named += 1
    parts.push(wanted ? rename(frame, `${NAMES[named % NAMES.length]} ${named}`) : frame, END)
    if (index % FRAMES_PER_STRAY_CRLF === FRAMES_PER_STRAY_CRLF - 1) parts.push('\r\n')
  }
  return Buffer.from(parts.join(''))
}

function rename(frame, name) {
  const start = frame.indexOf(NAME_HEADER) + NAME_HEADER.length
  const end = frame.indexOf('\r\n', start)
  return frame.slice(0, start) + name + (end === -1 ? '' : frame.slice(end))
}

function frameEndsOf(bytes) {
  const ends = []
  for (let at = bytes.indexOf(END); at !== -1; at = bytes.indexOf(END, at)) {
    at += END.length
    ends.push(at)
  }
  return ends
}
