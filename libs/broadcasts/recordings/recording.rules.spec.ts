import fc from 'fast-check';
import { mp3, mp4, ogg, webm } from '../../../test/factories/recordings.js';
import { pieces } from '../../../test/factories/pieces.js';
import { Recogniser } from './recording.rules.js';
import { givenRecording } from '#contract/api/message';

const text = (value: string): Buffer => Buffer.from(value, 'latin1');
const taken = async (file: Buffer, size: number): Promise<string | null> => {
  const recogniser = new Recogniser();
  for await (const piece of pieces(file, size)) if (!recogniser.take(piece)) return null;
  return recogniser.type();
};

const FILES: [string, Buffer, string | null][] = [
  ['frames of MP3', mp3(20), 'audio/mpeg'],
  ['MP3 with tags', Buffer.concat([text('ID3\x04\0\0\0\0\x02\x01'), Buffer.alloc(6000)]), 'audio/mpeg'],
  ['Ogg with Opus', ogg(), 'audio/ogg'],
  ['Ogg with Vorbis', ogg('\x01vorbis'), 'audio/ogg'],
  ['M4A', mp4('M4A ', 'soun'), 'audio/mp4'],
  ['a voice memo of a phone', mp4('isom', 'soun'), 'audio/mp4'],
  ['an MP4 video', mp4('mp42', 'vide', 9000), 'video/mp4'],
  ['a WebM video', webm(), 'video/webm'],
  ['Ogg with pictures', ogg('\x80theora'), null],
  ['WebM without pictures', webm('webm', 'A_OPUS'), null],
  ['Matroska', webm('matroska'), null],
  ['QuickTime', mp4('qt  ', 'vide'), null],
  ['AVIF', mp4('avif', 'vide'), null],
  ['WAV', Buffer.concat([text('RIFF\0\0\0\0WAVEfmt '), Buffer.alloc(5000)]), null],
  [
    'AAC without a container',
    Buffer.concat([Buffer.from([0xff, 0xf1, 0x50, 0x80]), Buffer.alloc(5000)]),
    null,
  ],
  ['MPEG audio of layer II', Buffer.concat([Buffer.from([0xff, 0xfd, 0x90, 0]), Buffer.alloc(5000)]), null],
  [
    'ID3 with a size that is none',
    Buffer.concat([text('ID3\x04\0\0\xff\xff\xff\xff'), Buffer.alloc(99)]),
    null,
  ],
  ['a page', text('<!doctype html><script>alert(1)</script>'.repeat(200)), null],
  ['an Android package', Buffer.concat([text('PK\x03\x04'), Buffer.alloc(5000)]), null],
  ['nothing', Buffer.alloc(0), null],
];

describe('a file', () => {
  it.each(FILES)('that is %s is recognised by its content, in pieces of any size', async (_, file, type) => {
    for (const size of [7, 100, 4096, 1 << 20])
      expect({ size, type: await taken(file, size) }).toEqual({ size, type });
  });

  it('of any bytes is recognised or not, without an error', () => {
    const beginnings = fc.constantFrom('', 'ID3', 'OggS\0', '\0\0\0\x20ftyp', '\x1a\x45\xdf\xa3', '\xff\xfb');
    fc.assert(
      fc.property(beginnings, fc.uint8Array({ maxLength: 300 }), (beginning, rest) => {
        const recogniser = new Recogniser();
        recogniser.take(Buffer.concat([text(beginning), rest]));
        expect([null, 'audio/mpeg', 'audio/ogg', 'audio/mp4', 'video/mp4', 'video/webm']).toContain(
          recogniser.type(),
        );
      }),
    );
  });
});

describe('the name of a recording', () => {
  const good = { sha256: 'a'.repeat(64), bytes: 1000, type: 'audio/mpeg' };
  it.each<[string, unknown, boolean]>([
    ['as the upload answers it', good, true],
    ['with a hash in capitals', { ...good, sha256: 'A'.repeat(64) }, false],
    ['with a path for a hash', { ...good, sha256: '../../etc/passwd' }, false],
    ['of no bytes', { ...good, bytes: 0 }, false],
    ['of more than 5 MB', { ...good, bytes: 5_000_001 }, false],
    ['of a video', { ...good, type: 'video/mp4' }, false],
    ['with a page for a type', { ...good, type: 'text/html' }, false],
    ['with more to it', { ...good, url: 'https://example.com' }, false],
  ])('%s: %o', (_, given, right) => {
    expect(givenRecording('audio').safeParse(given).success).toBe(right);
  });
});
