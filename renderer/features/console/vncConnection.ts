/** One connection of noVNC: from opening the bytes to the last picture. */
import type { Credentials } from '@novnc/novnc';
import type { Api } from '../../../shared/api/contract.ts';
import { appError, toErrorData, type AppError } from '../../../shared/errors.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { pressesOf, typingOf, type Key } from './keys.ts';
import type { LinkEvent } from './link.ts';
import { VncChannel } from './vncChannel.ts';

export type VncScale = 'fit' | 'oneToOne';

export interface VncConnectionOptions {
  readonly open: Api['console']['vnc'];
  readonly ref: DomainRef;
  /** Index of the `<graphics>` element. */
  readonly index: number;
  /** noVNC puts its picture into this element. */
  readonly screen: HTMLElement;
  /** Takes the last picture when the connection ends. */
  readonly lastPicture: HTMLCanvasElement;
  readonly credentials: Credentials | undefined;
  readonly scale: VncScale;
  readonly onEvent: (event: LinkEvent) => void;
  /** The picture is larger than the view and is shown in part. */
  readonly onClipping: (clipping: boolean) => void;
}

/** A server that says nothing for so long is given up. */
const handshakeMs = 20_000;

export class VncConnection {
  readonly #options: VncConnectionOptions;
  readonly #aborted = new AbortController();
  #rfb: InstanceType<typeof import('@novnc/novnc').default> | undefined;
  #handshake: ReturnType<typeof setTimeout> | undefined;
  /** Why the bytes ended: noVNC itself tells only that they did. */
  #reason: AppError | undefined;

  constructor(options: VncConnectionOptions) {
    this.#options = options;
    void this.#open();
  }

  async #open(): Promise<void> {
    const { open, ref, index, onEvent } = this.#options;
    const { signal } = this.#aborted;
    try {
      const [{ default: Rfb }, { opened, channel }] = await Promise.all([
        import('@novnc/novnc'),
        open({ ...ref, index }, { signal }),
      ]);
      if (signal.aborted) {
        channel.close();
        return;
      }
      const ends = {
        onEnd: (reason?: AppError) => this.#keepPicture(reason),
        onRefusal: (why: AppError) => this.#refused(why),
      };
      this.#start(Rfb, new VncChannel(channel, ends), opened.password);
    } catch (thrown) {
      if (!signal.aborted) onEvent({ kind: 'lost', error: toErrorData(thrown) });
    }
  }

  #start(Rfb: typeof import('@novnc/novnc').default, channel: VncChannel, password: string | undefined): void {
    const { screen, credentials, scale, onEvent, onClipping } = this.#options;
    const known = credentials ?? (password === undefined ? undefined : { password });
    const rfb = new Rfb(screen, channel, known === undefined ? {} : { credentials: known });
    this.#rfb = rfb;
    rfb.background = 'transparent';
    this.setScale(scale);
    this.#handshake = setTimeout(() => {
      this.#reason = appError('timeout', 'the VNC server did not finish the handshake', { operation: 'console.vnc' });
      rfb.disconnect();
    }, handshakeMs);
    rfb.addEventListener('connect', () => {
      clearTimeout(this.#handshake);
      screen.querySelector('canvas')?.setAttribute('data-vnc', 'screen');
      onEvent({ kind: 'opened' });
    });
    rfb.addEventListener('credentialsrequired', ({ detail }) => {
      // The user may take as long as it takes.
      clearTimeout(this.#handshake);
      onEvent({ kind: 'credentialsRequired', types: detail.types });
    });
    rfb.addEventListener('securityfailure', ({ detail }) =>
      onEvent({ kind: 'credentialsRefused', reason: detail.reason ?? `${detail.status}` }),
    );
    rfb.addEventListener('clippingviewport', ({ detail }) => onClipping(detail));
    rfb.addEventListener('disconnect', ({ detail }) => this.#ended(detail.clean));
  }

  #ended(clean: boolean): void {
    clearTimeout(this.#handshake);
    this.#rfb = undefined;
    if (this.#aborted.signal.aborted) return;
    const reason = this.#reason ?? (clean ? undefined : appError('protocolError', 'noVNC ended the connection'));
    this.#options.onEvent({ kind: 'lost', ...(reason === undefined ? {} : { error: reason.data }) });
  }

  #refused(why: AppError): void {
    this.#reason = why;
    this.#rfb?.disconnect();
  }

  #keepPicture(reason: AppError | undefined): void {
    this.#reason ??= reason ?? appError('connectionLost', 'the VNC server closed the connection');
    const { screen, lastPicture } = this.#options;
    const shown = screen.querySelector('canvas');
    if (shown === null || shown.width === 0) return;
    lastPicture.width = shown.width;
    lastPicture.height = shown.height;
    lastPicture.getContext('2d')?.drawImage(shown, 0, 0);
  }

  /** Ends the connection without telling. */
  close(): void {
    this.#aborted.abort();
    clearTimeout(this.#handshake);
    this.#rfb?.disconnect();
    this.#rfb = undefined;
  }

  sendCredentials(credentials: Credentials): void {
    this.#rfb?.sendCredentials(credentials);
  }

  /** `fit` scales the picture to the view; `oneToOne` shows it pixel by pixel, dragged where it does not fit. */
  setScale(scale: VncScale): void {
    if (this.#rfb === undefined) return;
    this.#rfb.scaleViewport = scale === 'fit';
    this.#rfb.clipViewport = scale === 'oneToOne';
  }

  /** Moves the picture with the mouse instead of telling the guest about it. */
  setDragging(dragging: boolean): void {
    if (this.#rfb !== undefined) this.#rfb.dragViewport = dragging;
  }

  focus(): void {
    this.#rfb?.focus({ preventScroll: true });
  }

  blur(): void {
    this.#rfb?.blur();
  }

  sendCombination(keys: readonly Key[]): void {
    for (const { keysym, code, down } of pressesOf(keys)) this.#rfb?.sendKey(keysym, code, down);
  }

  /** Types text as on a US keyboard. @returns the characters that it doesn't have */
  type(text: string): readonly string[] {
    const { presses, unknown } = typingOf(text);
    for (const { keysym, code, down } of presses) this.#rfb?.sendKey(keysym, code, down);
    return unknown;
  }

  /** The picture now, as PNG; null where there is none. */
  picture(): Promise<Blob | null> {
    return new Promise((resolve) => {
      if (this.#rfb === undefined) resolve(null);
      else this.#rfb.toBlob(resolve, 'image/png');
    });
  }
}
