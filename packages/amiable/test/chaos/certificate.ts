/** Private key of the simulator's TLS side. Guards nothing: it is for connections of one process with itself. */
export const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgnZ8tmqk66iVZ0mxj
nXZMbkYG49dIbJAmTqr/QT9Q836hRANCAAQZ6Fhrn+oQcIXzY0bbSKUDNcbIZUaT
4d8Ei/FiXxM/t0paDNV+Yuzgs82VMK4qxZCIY+ksi0GXGsKwpHkHtg4p
-----END PRIVATE KEY-----
`

/** Its certificate, self-signed for `localhost` and 127.0.0.1, from 2020 to 2120. */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBaDCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBnoWGuf6hBwhfNj
RttIpQM1xshlRpPh3wSL8WJfEz+3SloM1X5i7OCzzZUwrirFkIhj6SyLQZcawrCk
eQe2DimjTjBMMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAPBgNVHRMBAf8E
BTADAQH/MB0GA1UdDgQWBBS6bMQzPqznnMI2FfqZ3tyjtQAlZzAKBggqhkjOPQQD
AgNJADBGAiEAjjuiq0eAi+bvZkXUykBWMsTLIl8f68U+rZwRkucdEVMCIQDNImO8
bHIqzKYziYfa9PsRsOKicYtcKaoaaIWBptu7yQ==
-----END CERTIFICATE-----
`
