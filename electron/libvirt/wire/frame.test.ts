import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, FrameReader, HEADER_BYTES, MAX_FRAME_BYTES, messageTypes, type Frame } from './frame.ts';

const header = { program: 0x20008086, version: 1, procedure: 9, type: messageTypes.reply, serial: 7, status: 0 };

function frame(payload: Uint8Array, serial = 7): Buffer {
  return encodeFrame({ ...header, serial }, payload);
}

function readAll(chunks: readonly Uint8Array[]): Frame[] {
  const frames: Frame[] = [];
  const reader = new FrameReader();
  for (const chunk of chunks) reader.push(chunk, (one) => frames.push(one));
  return frames;
}

function split(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, at) => bytes.subarray(places[at], end));
}

describe('frames', () => {
  it('are the length of the whole message, six words and the payload', () => {
    const bytes = frame(Buffer.from('abcd'));
    expect(bytes.toString('hex')).toBe(
      ['00000020', '20008086', '00000001', '00000009', '00000001', '00000007', '00000000', '61626364'].join(''),
    );
  });

  it('come out the same however the bytes are cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        (payloads, cuts) => {
          const bytes = Buffer.concat(payloads.map((payload, serial) => frame(payload, serial)));
          const frames = readAll(split(bytes, cuts));
          expect(frames.map(({ serial }) => serial)).toEqual(payloads.map((_, serial) => serial));
          expect(frames.map(({ payload }) => Buffer.from(payload))).toEqual(payloads.map((each) => Buffer.from(each)));
        },
      ),
    );
  });

  it('come out the same one byte at a time', () => {
    const bytes = Buffer.concat([
      frame(Buffer.from('one'), 1),
      frame(Buffer.alloc(0), 2),
      frame(Buffer.from('three'), 3),
    ]);
    expect(readAll(Array.from(bytes, (byte) => Buffer.of(byte))).map(({ serial }) => serial)).toEqual([1, 2, 3]);
  });

  it('may be as long as 32 MiB and no longer', () => {
    const payload = Buffer.alloc(MAX_FRAME_BYTES - HEADER_BYTES, 1);
    const bytes = frame(payload);
    const chunks = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, at) =>
      bytes.subarray(at * 65_536, (at + 1) * 65_536),
    );
    expect(readAll(chunks)[0]?.payload).toHaveLength(payload.length);
    const tooLong = Buffer.alloc(4);
    tooLong.writeUInt32BE(MAX_FRAME_BYTES + 1);
    expect(() => readAll([tooLong])).toThrow(`${MAX_FRAME_BYTES + 1} bytes long`);
  });

  it.each([0, 4, 27])('of a length of %i are refused: no header fits', (length) => {
    const bytes = frame(Buffer.alloc(0));
    bytes.writeUInt32BE(length);
    expect(() => readAll([bytes])).toThrow(`${length} bytes long`);
  });

  it.each([
    ['version', 8, 2],
    ['type', 16, 9],
    ['type', 16, messageTypes.call],
    ['status', 24, 3],
  ])('with an unknown %s are refused', (what, offset, value) => {
    const bytes = frame(Buffer.alloc(0));
    bytes.writeInt32BE(value, offset);
    expect(() => readAll([bytes])).toThrow(`${what} ${value}`);
  });

  it('with descriptors are followed by one byte for each, which is swallowed', () => {
    const descriptors = encodeFrame(
      { ...header, type: messageTypes.replyWithDescriptors },
      Buffer.from('00000002abcd', 'hex'),
    );
    const bytes = Buffer.concat([descriptors, Buffer.of(0, 0), frame(Buffer.from('next'), 8)]);
    for (const chunks of [[bytes], Array.from(bytes, (byte) => Buffer.of(byte))]) {
      const [first, second] = readAll(chunks);
      expect(Buffer.from(first?.payload ?? []).toString('hex')).toBe('abcd');
      expect(second?.serial).toBe(8);
    }
  });

  it('never bring more than 32 descriptors', () => {
    const bytes = encodeFrame({ ...header, type: messageTypes.replyWithDescriptors }, Buffer.from('00000021', 'hex'));
    expect(() => readAll([bytes])).toThrow('33 descriptors');
  });
});

describe('a host that answers with text', () => {
  const answer = (...chunks: readonly (string | Buffer)[]) => {
    const reader = new FrameReader();
    for (const chunk of chunks) reader.push(Buffer.from(chunk), () => undefined);
    return reader.words;
  };

  it.each([
    ['This account is currently not available.\n', 'This account is currently not available.'],
    [
      '\r\n\tPlease login as the user "admin" rather than the user "root".\r\n',
      'Please login as the user "admin" rather than the user "root".',
    ],
    ['Willkommen, schöne Grüße\n', 'Willkommen, schöne Grüße'],
    ['欢迎\n', '欢迎'],
  ])('%j: its words are told', (text, words) => {
    expect(() => answer(text)).toThrow(
      expect.objectContaining({ code: 'answeredWithText', data: expect.objectContaining({ params: { words } }) }),
    );
  });

  it('in letters that come one by one, or too few for a message, too', () => {
    expect(() => answer('T', 'hi', 's is')).toThrow(expect.objectContaining({ code: 'answeredWithText' }));
    expect(answer('no\n')).toBe('no');
  });

  it('is none when bytes are no text, or when messages came before', () => {
    const broken = expect.objectContaining({ code: 'protocolError' });
    expect(() => answer(Buffer.from([0x7f, 0xff, 0xff, 0xff, 0]))).toThrow(broken);
    expect(() => answer(frame(Buffer.alloc(0)), 'Text and more')).toThrow(broken);
  });
});
