/** Longest content of one header line in bytes; with CRLF it fills the 1024 that Asterisk reads (main/manager.c). */
export const MAX_LINE_BYTES = 1022

/** Most header lines in one action, `Action` and `ActionID` included (`AST_MAX_MANHEADERS`, manager.h). */
export const MAX_HEADERS = 128

/**
 * Longest ActionID in bytes. Asterisk echoes it through fixed buffers, the smallest of 80 bytes
 * (apps/app_confbridge.c); a longer one swallows the line end behind it and glues two lines together.
 */
export const MAX_ACTION_ID_BYTES = 67
