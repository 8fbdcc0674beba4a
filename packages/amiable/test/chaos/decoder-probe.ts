import { Decoder } from 'amiable/protocol'

/** What the decoders of this process held back at most, since the probe began. */
export interface DecoderProbe extends Disposable {
  readonly peakPendingBytes: number
}

/**
 * Looks at every decoder after each chunk it was given. The client does not show what its decoder holds, and a
 * scenario plays against the whole client, so the class itself is watched for as long as the probe lives.
 */
export function probeDecoders(): DecoderProbe {
  const { write } = Decoder.prototype
  let peakPendingBytes = 0
  Decoder.prototype.write = function (chunk: Uint8Array, receivedAt?: number): void {
    write.call(this, chunk, receivedAt)
    peakPendingBytes = Math.max(peakPendingBytes, this.pendingBytes)
  }
  return {
    get peakPendingBytes() {
      return peakPendingBytes
    },
    [Symbol.dispose]: () => {
      Decoder.prototype.write = write
    },
  }
}
