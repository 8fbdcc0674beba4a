const ESC = '\x1b['
const STYLES = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33' }
const RESET = `${ESC}0m`

/**
 * A picture redrawn in place on the terminal's second screen, so that neither resizing nor scrolling tears it and
 * what stood there before comes back. Lines are lists of `[text, style]` pieces.
 */
export class Screen {
  #stream
  #colour
  #shown = false
  #restore = () => this.hide()

  constructor(stream, colour) {
    this.#stream = stream
    this.#colour = colour
  }

  get columns() {
    return this.#stream.columns ?? 80
  }

  /** From here on the cursor is hidden; it comes back however the process ends. */
  show() {
    this.#shown = true
    process.on('exit', this.#restore)
    this.#stream.write(`${ESC}?1049h${ESC}?25l${ESC}2J`)
  }

  draw(lines) {
    if (!this.#shown) return
    const { rows = 24 } = this.#stream
    const fitting = lines.slice(0, rows).map((line) => `${this.#paint(line)}${ESC}K`)
    this.#stream.write(`${ESC}H${fitting.join('\r\n')}${ESC}J`)
  }

  hide() {
    if (!this.#shown) return
    this.#shown = false
    process.off('exit', this.#restore)
    this.#stream.write(`${ESC}?25h${ESC}?1049l`)
  }

  /** Cuts a line at the right edge, where the terminal would go on in the next row, and colours it. */
  #paint(pieces) {
    let room = this.columns
    let painted = ''
    for (const [text, style] of pieces) {
      const cut = text.slice(0, room)
      room -= cut.length
      painted += this.#colour && style !== undefined ? `${ESC}${STYLES[style]}m${cut}${RESET}` : cut
    }
    return painted
  }
}
