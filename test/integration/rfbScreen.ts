/** A viewer of a VNC server (RFC 6143) for tests: what is on the screen, and keys. No authentication, raw pixels. */
import type { ByteChannel } from '../../shared/rpc/contract.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 0xRRGGBB, row by row. */
  readonly pixels: Uint32Array;
}

const RAW = 0;
const DESKTOP_SIZE = -223;

/** Bytes in order, as many as are asked for. */
class Reader {
  #bytes = Buffer.alloc(0);
  #wake = (): void => undefined;
  #ended = false;

  constructor(channel: ByteChannel) {
    channel.onData((bytes) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes]);
      this.#wake();
    });
    channel.onClose(() => {
      this.#ended = true;
      this.#wake();
    });
  }

  async take(count: number): Promise<Buffer> {
    while (this.#bytes.length < count) {
      if (this.#ended) throw new Error('the VNC server has closed the connection');
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const taken = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(count);
    return taken;
  }
}

export class RfbScreen {
  readonly #channel: ByteChannel;
  readonly #reader: Reader;
  #width = 0;
  #height = 0;
  #pixels = new Uint32Array();

  private constructor(channel: ByteChannel) {
    this.#channel = channel;
    this.#reader = new Reader(channel);
  }

  static async open(channel: ByteChannel): Promise<RfbScreen> {
    const screen = new RfbScreen(channel);
    await screen.#handshake();
    return screen;
  }

  async #handshake(): Promise<void> {
    await this.#reader.take(12);
    await this.#channel.send(Buffer.from('RFB 003.008\n'));
    const [types = 0] = await this.#reader.take(1);
    await this.#reader.take(types);
    await this.#channel.send(Buffer.from([1])); // no authentication
    const result = (await this.#reader.take(4)).readUInt32BE();
    if (result !== 0) throw new Error(`the VNC server refuses: ${result}`);
    await this.#channel.send(Buffer.from([1])); // others may look too
    const init = await this.#reader.take(24);
    await this.#reader.take(init.readUInt32BE(20));
    this.#resize(init.readUInt16BE(0), init.readUInt16BE(2));
    // 32 bits, depth 24, little-endian, true colour, 8 bits each at 16, 8 and 0.
    const format = [0, 0, 0, 0, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0];
    await this.#channel.send(Buffer.from(format));
    const encodings = Buffer.alloc(12);
    encodings.writeUInt8(2);
    encodings.writeUInt16BE(2, 2);
    encodings.writeInt32BE(RAW, 4);
    encodings.writeInt32BE(DESKTOP_SIZE, 8);
    await this.#channel.send(encodings);
  }

  #resize(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    this.#pixels = new Uint32Array(width * height);
  }

  /** The whole screen as it is now. */
  async picture(): Promise<Picture> {
    while (!(await this.#update()));
    return { width: this.#width, height: this.#height, pixels: this.#pixels.slice() };
  }

  /** @returns false where the screen has another size now */
  async #update(): Promise<boolean> {
    const request = Buffer.alloc(10);
    request.writeUInt8(3);
    request.writeUInt16BE(this.#width, 6);
    request.writeUInt16BE(this.#height, 8);
    await this.#channel.send(request);
    for (;;) {
      const [type] = await this.#reader.take(1);
      if (type === 0) break;
      if (type === 3) await this.#reader.take((await this.#reader.take(7)).readUInt32BE(3)); // cut text
      else if (type !== 2) throw new Error(`the VNC server sends a message of type ${type}`);
    }
    const rectangles = (await this.#reader.take(3)).readUInt16BE(1);
    let whole = true;
    for (let at = 0; at < rectangles; at++) whole = (await this.#rectangle()) && whole;
    return whole;
  }

  async #rectangle(): Promise<boolean> {
    const head = await this.#reader.take(12);
    const [x, y, width, height] = [0, 2, 4, 6].map((at) => head.readUInt16BE(at));
    if (x === undefined || y === undefined || width === undefined || height === undefined) return false;
    if (head.readInt32BE(8) === DESKTOP_SIZE) {
      this.#resize(width, height);
      return false;
    }
    const bytes = await this.#reader.take(width * height * 4);
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++)
        this.#pixels[(y + row) * this.#width + x + column] = bytes.readUInt32LE((row * width + column) * 4) & 0xffffff;
    return true;
  }

  /** Presses and lets go. @param keysym X11's number of the key */
  async key(keysym: number): Promise<void> {
    for (const down of [1, 0]) {
      const event = Buffer.alloc(8);
      event.writeUInt8(4);
      event.writeUInt8(down, 1);
      event.writeUInt32BE(keysym, 4);
      await this.#channel.send(event);
    }
  }

  close(): void {
    this.#channel.close();
  }
}

/** How much of the picture has this colour, from 0 to 1. */
export const shareOf = ({ pixels }: Picture, colour: number): number =>
  pixels.reduce((sum, pixel) => sum + (pixel === colour ? 1 : 0), 0) / Math.max(pixels.length, 1);

/** How many pixels differ; all of them where the sizes do. */
export const changed = (one: Picture, other: Picture): number =>
  one.pixels.length === other.pixels.length
    ? one.pixels.reduce((sum, pixel, at) => sum + (pixel === other.pixels[at] ? 0 : 1), 0)
    : Math.max(one.pixels.length, other.pixels.length);
