/**
 * Events that are shed first when a queue is full: they come in masses and no call's fate depends on one of them.
 * In a recorded dialer flood they are more than half of all events (fixtures/flood).
 */
export const noiseEvents: ReadonlySet<string> = new Set(
  [
    'VarSet',
    'Newexten',
    'RTCPSent',
    'RTCPReceived',
    'TestEvent',
    'DeviceStateChange',
    'JitterBufStats',
    'ChannelTalkingStart',
    'ChannelTalkingStop',
    'MusicOnHoldStart',
    'MusicOnHoldStop',
    'ChallengeSent',
    'SuccessfulAuth',
    'SIPQualifyPeerDone',
  ].map((name) => name.toLowerCase()),
)
