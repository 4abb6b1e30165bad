import type { GuestOptions } from './guestXml.ts';
import type { RunOptions } from './process.ts';

/** How a host of the lab is reached from outside its namespaces, where tests run. */
export type UriKind = 'unix' | 'ssh' | 'tcp' | 'tls';
export type Account = 'root' | 'alice' | 'bob' | 'jump';
export type Ports = Readonly<Record<'ssh' | 'tcp' | 'tls', number>>;

export interface DelayOptions {
  readonly jitterMs?: number;
  readonly lossPercent?: number;
}

/** One real host: libvirtd, QEMU (emulation), sshd, each in namespaces of their own. */
export interface LabHost {
  /** `h1`, `h2`, ...: also its host name. */
  readonly name: string;
  /** 10.77.0.11, .12, ...: on the lab's own LAN, seen by the other hosts and by `lab.client`, not from outside. */
  readonly address: string;
  /** libvirt's socket, usable from outside. */
  readonly socket: string;
  /** Port on 127.0.0.1 that leads to the host's sshd (22), with the delay and cuts of its link. */
  readonly sshPort: number;
  /** The same for libvirtd's TCP (16509, no authentication) and TLS (16514, `lab.pki`). */
  readonly tcpPort: number;
  readonly tlsPort: number;
  /** `root@127.0.0.1`, to be used with sshPort. */
  readonly sshTarget: string;
  /** sshd_config, for tests that change it (then `restartSshd`). */
  readonly sshdConfig: string;
  /** Private parts of this host on the machine's disk: `root/.ssh/authorized_keys`, `home/alice`, `etc-libvirt`, `var-lib`, ... */
  readonly directory: string;

  /** libvirt URI; ssh and tcp and tls by the forwarded port. */
  uri(kind: UriKind, account?: Account): string;
  /** Runs a program as root of the host; its standard output. */
  exec(argv: readonly [string, ...string[]], options?: RunOptions): Promise<string>;
  /** `virsh -q -c qemu:///system WORDS` in the host. */
  virsh(...words: string[]): Promise<string>;

  stopDaemon(): Promise<void>;
  startDaemon(): Promise<void>;
  /** SIGSTOP: the socket accepts, nobody answers. */
  hangDaemon(): Promise<void>;
  resumeDaemon(): Promise<void>;
  /** How libvirtd authenticates on its unix socket; `sasl`: user `fred`, password `sekret`, mechanism SCRAM-SHA-256 or as given. */
  authenticate(how: 'none' | 'polkit' | 'sasl', mechanism?: string): Promise<void>;

  /** Puts this round trip on the host's link; replaces an earlier delay. */
  delay(rttMs: number, options?: DelayOptions): Promise<void>;
  undelay(): Promise<void>;
  /** Pulls the host's cable. */
  cut(): Promise<void>;
  restore(): Promise<void>;
  /** The public key `ssh_host_ed25519_key` as in known_hosts: `ssh-ed25519 AAAA...`. */
  hostKey(): Promise<string>;
  /** Gives sshd new keys; connections that stand stay. */
  changeHostKey(): Promise<void>;
  restartSshd(): Promise<void>;

  /** Defines a guest, shut off; its UUID. */
  defineGuest(options: GuestOptions): Promise<string>;
  /** Defines (unless it is) and starts a guest, without waiting for its boot; its UUID. */
  startGuest(options: GuestOptions | string): Promise<string>;
  /** Waits until the guest's serial output matches (`login:` by default); the output so far. */
  waitForSerial(guest: string, pattern?: RegExp, timeoutMs?: number): Promise<string>;
  /** Waits for a DHCP lease of the guest on the default network; the address. */
  waitForLease(guest: string, timeoutMs?: number): Promise<string>;
  /** virsh's word: `running`, `shut off`, `paused`... */
  waitForState(guest: string, state: string, timeoutMs?: number): Promise<void>;
  /** Defines `count` shut-off domains `<prefix>00000`.. (about 1.5 ms each). */
  defineMany(count: number, prefix?: string): Promise<void>;
}
