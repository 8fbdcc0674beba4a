// Bytes to messages
export type { Anomaly, AnomalyKind } from './anomaly.ts'
export { Decoder, type DecoderCounters, type DecoderHandlers, type DecoderOptions } from './decoder.ts'
// Actions to bytes
export { type ActionFields, encodeAction, escapeVariable, type FieldValue, type Scalar } from './encoder.ts'
export { MAX_ACTION_ID_BYTES, MAX_HEADERS, MAX_LINE_BYTES } from './limits.ts'
export { AmiList } from './list.ts'
export {
  AmiBanner,
  AmiEvent,
  AmiMessage,
  AmiResponse,
  type MessageJson,
  type MessageSource,
} from './message.ts'
export { type DecodeText, textDecoder } from './text.ts'
export type { VariableValues } from './values.ts'
