import { textDecoder } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'

const latin1 = (bytes: number[] | string) => Buffer.from(bytes as string).toString('latin1')

describe('pain 10 text', () => {
  it('is UTF-8', () => {
    const decode = textDecoder()
    for (const text of [
      '',
      'plain',
      'Zażółć gęślą jaźń',
      '日本 ☎',
      '📞',
      'a\0b\x7f',
      '\uFEFFwith a mark',
      '\uFEFFand \uFFFD',
      '�',
    ]) {
      expect(decode(latin1(text))).toBe(text)
    }
  })

  it.each([
    ['a single byte of Latin-1', [0x4a, 0x61, 0xbc], 'Ja\xbc'],
    ['UTF-8 that stops in the middle', [0x61, 0xc5], 'a\xc5'],
    ['an overlong form', [0xc0, 0xaf], '\xc0\xaf'],
    ['a surrogate', [0xed, 0xa0, 0x80], '\xed\xa0\x80'],
    ['a byte that UTF-8 never holds', [0xff, 0xfe], '\xff\xfe'],
    ['UTF-8 and a bad byte', [0xc5, 0x82, 0xff], '\xc5\x82\xff'],
    ['U+FFFD and a bad byte', [0xef, 0xbf, 0xbd, 0xff], '\xef\xbf\xbd\xff'],
  ])('falls back to Latin-1, byte for byte, for %s', (_what, bytes, text) => {
    expect(textDecoder()(latin1(bytes))).toBe(text)
    expect(textDecoder('latin1')(latin1(bytes))).toBe(text)
  })

  it('keeps a replacement character that was really sent', () => {
    expect(textDecoder('windows-1251')(latin1('a�b'))).toBe('a�b')
  })

  it('falls back to any encoding that Node knows, for each value on its own', () => {
    const decode = textDecoder('windows-1251')
    expect(decode(latin1([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]))).toBe('Привет')
    expect(decode(latin1('Привет'))).toBe('Привет')
    expect(decode('ascii')).toBe('ascii')
    expect(textDecoder('iso-8859-2')(latin1([0xb3, 0xf3, 0xbf, 0x6b, 0x6f]))).toBe('łóżko')
  })

  it('is not decoded by a label that Node does not know', () => {
    expect(() => textDecoder('klingon')).toThrow(RangeError)
  })
})
