/** What we use of noVNC 1.7, which ships no types (docs/API.md of the package). */
declare module '@novnc/novnc' {
  /** What noVNC asks of anything that carries its bytes (core/websock.js). */
  export interface RawChannel {
    readonly protocol: string;
    readonly readyState: string;
    binaryType: string;
    onopen: (() => void) | null;
    onerror: ((event: unknown) => void) | null;
    onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null;
    onmessage: ((event: { readonly data: Uint8Array }) => void) | null;
    send(bytes: Uint8Array): void;
    close(): void;
  }

  export interface Credentials {
    readonly username?: string;
    readonly password?: string;
    readonly target?: string;
  }

  interface RfbEvents {
    readonly connect: CustomEvent<object>;
    readonly disconnect: CustomEvent<{ readonly clean: boolean }>;
    readonly credentialsrequired: CustomEvent<{ readonly types: readonly string[] }>;
    readonly securityfailure: CustomEvent<{ readonly status: number; readonly reason?: string }>;
    readonly serververification: CustomEvent<{ readonly type: string }>;
    readonly clippingviewport: CustomEvent<boolean>;
    readonly desktopname: CustomEvent<{ readonly name: string }>;
  }

  export default class RFB {
    constructor(
      target: Element,
      channel: RawChannel,
      options?: { readonly shared?: boolean; readonly credentials?: Credentials },
    );
    background: string;
    clipViewport: boolean;
    dragViewport: boolean;
    focusOnClick: boolean;
    scaleViewport: boolean;
    viewOnly: boolean;
    addEventListener<Name extends keyof RfbEvents>(name: Name, listener: (event: RfbEvents[Name]) => void): void;
    approveServer(): void;
    blur(): void;
    disconnect(): void;
    focus(options?: FocusOptions): void;
    sendCredentials(credentials: Credentials): void;
    /** Without `down`: press and release. */
    sendKey(keysym: number, code: string | null, down?: boolean): void;
    toBlob(callback: (blob: Blob | null) => void, type?: string): void;
  }
}
