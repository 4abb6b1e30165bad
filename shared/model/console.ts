/** The ways to sit at a domain: graphics (VNC, SPICE) and character devices. */

export interface GraphicsConsole {
  readonly type: 'vnc' | 'spice' | 'other';
  /** Index of the `<graphics>` element. */
  readonly index: number;
  /** Where QEMU listens, in the words of the definition: `127.0.0.1:5900`, a socket path, or none. */
  readonly listen: string;
  /** Whether VirtDeck can show it; SPICE and `listen type='none'` can't be. */
  readonly reachable: boolean;
  readonly why?: 'spice' | 'listenNone' | 'notRunning' | 'unsupported';
}

export interface SerialConsole {
  /** libvirt's device alias (`serial0`, `console1`), the name the stream is opened by. */
  readonly alias: string;
  readonly element: 'serial' | 'console';
  readonly index: number;
  /** pty, unix, tcp, file... */
  readonly type: string;
  /** Whether libvirt gives a stream of it: of a pty or a UNIX socket only (qemuDomainOpenConsole). */
  readonly openable: boolean;
  /** Where else its bytes are, in the words of the definition: `127.0.0.1:4555`, a path. */
  readonly place?: string;
  readonly target?: string;
}

export interface Consoles {
  /** Whether the guest is told where the pointer is; else how far it went, and its own drifts away from that of the screen. */
  readonly pointer: 'absolute' | 'relative';
  readonly graphics: readonly GraphicsConsole[];
  readonly serials: readonly SerialConsole[];
}
