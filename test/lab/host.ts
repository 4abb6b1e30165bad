import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { guestImages } from './guestImages.ts';
import { guestXml, type GuestOptions } from './guestXml.ts';
import { run, until, type RunOptions } from './process.ts';

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

export interface HostPlace {
  readonly name: string;
  readonly index: number;
  /** State directory of the lab. */
  readonly state: string;
  /** First processes of the host and of the client, as seen from outside. */
  readonly pid: number;
  readonly clientPid: number;
  readonly ports: Ports;
  readonly userNamespace: boolean;
}

/** The command that runs `argv` in the namespaces of a process of the lab. */
export function enter(pid: number, userNamespace: boolean, argv: readonly string[]): [string, ...string[]] {
  return ['nsenter', '-t', String(pid), ...(userNamespace ? ['-U'] : []), '-m', '-n', '-p', '-u', '-i', '-C', ...argv];
}

/** Words before a command that move it into the host's own cgroup first: a libvirtd started so keeps its guests in there. */
const joinCgroup = [
  'bash',
  '-c',
  'for f in /sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/*/cgroup.procs; do echo $$ >$f; done 2>/dev/null; exec "$@"',
  'lab',
];

export function openHost(place: HostPlace): LabHost & { close(): void } {
  const { name, index, state, ports } = place;
  const directory = join(state, name);
  const socket = join(directory, 'run/libvirt/libvirt-sock');
  const exec: LabHost['exec'] = (argv, options) =>
    run(enter(place.pid, place.userNamespace, [...joinCgroup, ...argv]), options);
  const virsh: LabHost['virsh'] = (...words) => exec(['virsh', '-q', '-c', 'qemu:///system', ...words]);
  const serialLog = (guest: string): string => join(directory, 'serial', `${guest}.log`);
  return {
    name,
    address: `10.77.0.1${index}`,
    socket,
    directory,
    sshPort: ports.ssh,
    tcpPort: ports.tcp,
    tlsPort: ports.tls,
    sshTarget: 'root@127.0.0.1',
    sshdConfig: join(directory, 'ssh/sshd_config'),
    exec,
    virsh,
    uri: (kind, account = 'root') => uris[kind]({ socket, ports, account, key: join(state, 'id_ed25519') }),
    ...daemon(exec, directory),
    ...link(place),
    ...sshd(exec, directory),
    ...guests({ exec, virsh, directory, serialLog }),
  };
}

const uris: Record<UriKind, (to: { socket: string; ports: Ports; account: Account; key: string }) => string> = {
  unix: ({ socket }) => `qemu+unix:///system?socket=${socket}`,
  ssh: ({ ports, account, key }) => `qemu+ssh://${account}@127.0.0.1:${ports.ssh}/system?keyfile=${key}`,
  tcp: ({ ports }) => `qemu+tcp://127.0.0.1:${ports.tcp}/system`,
  tls: ({ ports }) => `qemu+tls://127.0.0.1:${ports.tls}/system`,
};

type Exec = LabHost['exec'];

function daemon(
  exec: Exec,
  directory: string,
): Pick<LabHost, 'stopDaemon' | 'startDaemon' | 'hangDaemon' | 'resumeDaemon' | 'authenticate'> {
  const configuration = join(directory, 'etc-libvirt/libvirtd.conf');
  const signal = (name: string): Promise<string> => exec(['sh', '-c', `kill -${name} "$(cat /run/libvirtd.pid)"`]);
  const stopDaemon = async (): Promise<void> => {
    await exec(['sh', '-c', 'p=$(cat /run/libvirtd.pid) && kill $p && while [ -e /proc/$p ]; do sleep .02; done']);
  };
  const startDaemon = async (): Promise<void> => {
    await exec(['libvirtd', '-d', '-l', '-p', '/run/libvirtd.pid']);
    await exec([
      'sh',
      '-c',
      'for i in $(seq 500); do [ -S /run/libvirt/libvirt-sock ] && exit 0; sleep .02; done; exit 1',
    ]);
  };
  const configure = async (key: string, value: string): Promise<void> => {
    const lines = (await readFile(configuration, 'utf8')).split('\n').filter((line) => !line.startsWith(`${key} =`));
    await writeFile(configuration, [...lines, `${key} = "${value}"`, ''].join('\n'));
  };
  return {
    stopDaemon,
    startDaemon,
    hangDaemon: async () => void (await signal('STOP')),
    resumeDaemon: async () => void (await signal('CONT')),
    authenticate: async (how, mechanism = 'scram-sha-256') => {
      await stopDaemon();
      if (how === 'sasl') await exec(['bash', '-c', saslScript, 'sasl', join(directory, 'sasl2'), mechanism]);
      if (how === 'polkit') await exec(['bash', '-c', polkitScript]);
      await configure('auth_unix_rw', how);
      await configure('unix_sock_rw_perms', how === 'none' ? '0770' : '0777');
      await startDaemon();
    },
  };
}

/** A private /etc/sasl2 and a database with the one user; the mount stays in the host's mount namespace. */
const saslScript = `
  set -e
  mkdir -p "$1"
  printf 'mech_list: %s\\nsasldb_path: /etc/libvirt/passwd.db\\n' "$2" >"$1/libvirt.conf"
  mountpoint -q /etc/sasl2 || { mkdir -p /etc/sasl2; mount --bind "$1" /etc/sasl2; }
  rm -f /etc/libvirt/passwd.db
  echo sekret | saslpasswd2 -p -c -a libvirt -f /etc/libvirt/passwd.db -u "$(hostname)" fred`;

const polkitScript = `
  [ -e /run/polkitd.pid ] && exit 0
  mkdir -p /run/dbus
  dbus-daemon --system --fork --nopidfile
  for p in /usr/lib/polkit-1/polkitd /usr/libexec/polkitd; do [ -x $p ] && break; done
  $p --no-debug >/run/polkitd.log 2>&1 </dev/null & echo $! >/run/polkitd.pid
  for i in $(seq 250); do dbus-send --system --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.freedesktop.PolicyKit1 2>/dev/null | grep -q true && exit 0; sleep .02; done
  exit 1`;

function link(place: HostPlace): Pick<LabHost, 'delay' | 'undelay' | 'cut' | 'restore'> & { close(): void } {
  const script = join(import.meta.dirname, 'scripts/delay.py');
  const setLink = async (to: 'up' | 'down'): Promise<void> => {
    await run(enter(place.clientPid, place.userNamespace, ['ip', 'link', 'set', `v${place.index}`, to]));
  };
  let line: ChildProcess | undefined;
  const undelay = async (): Promise<void> => {
    const ending = line;
    line = undefined;
    if (!ending || ending.exitCode !== null) return;
    await new Promise((resolve) => {
      ending.once('exit', resolve);
      ending.stdin?.end();
    });
  };
  return {
    undelay,
    delay: async (rttMs, { jitterMs = 0, lossPercent = 0 } = {}) => {
      await undelay();
      const words = [script, String(place.index), String(rttMs / 2), String(jitterMs), String(lossPercent)];
      const [program, ...argv] = enter(place.clientPid, place.userNamespace, ['python3', ...words]);
      line = spawn(program, argv, { stdio: ['pipe', 'pipe', 'pipe'] });
      await ready(line);
    },
    cut: () => setLink('down'),
    restore: () => setLink('up'),
    close: () => line?.stdin?.end(),
  };
}

/** Waits for the line "ready" of a helper; its words on standard error otherwise. */
async function ready(child: ChildProcess): Promise<void> {
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
  if (!child.stdout) throw new Error('no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line !== 'ready') continue;
    child.stdout.resume();
    return;
  }
  throw new Error(`the delay line did not start: ${words.trim()}`);
}

function sshd(exec: Exec, directory: string): Pick<LabHost, 'hostKey' | 'changeHostKey' | 'restartSshd'> {
  const restartSshd = async (): Promise<void> => {
    const start = `/usr/sbin/sshd -f ${directory}/ssh/sshd_config`;
    await exec([
      'bash',
      '-c',
      `p=$(cat /run/sshd.pid) && kill $p && while [ -e /proc/$p ]; do sleep .02; done; ${start}`,
    ]);
    await exec([
      'bash',
      '-c',
      'for i in $(seq 250); do (: >/dev/tcp/127.0.0.1/22) 2>/dev/null && exit 0; sleep .02; done; exit 1',
    ]);
  };
  return {
    restartSshd,
    hostKey: async () =>
      (await readFile(join(directory, 'ssh/ssh_host_ed25519_key.pub'), 'utf8')).split(' ').slice(0, 2).join(' '),
    changeHostKey: async () => {
      for (const type of ['ed25519', 'ecdsa', 'rsa']) {
        const file = join(directory, `ssh/ssh_host_${type}_key`);
        await rm(file);
        await rm(`${file}.pub`);
        await run([
          'ssh-keygen',
          '-q',
          '-t',
          type,
          ...(type === 'rsa' ? ['-b', '2048'] : []),
          '-N',
          '',
          '-C',
          'changed',
          '-f',
          file,
        ]);
      }
      await restartSshd();
    },
  };
}

type Guests = Pick<
  LabHost,
  'defineGuest' | 'startGuest' | 'waitForSerial' | 'waitForLease' | 'waitForState' | 'defineMany'
>;

function guests({
  exec,
  virsh,
  directory,
  serialLog,
}: Pick<LabHost, 'exec' | 'virsh' | 'directory'> & { serialLog(guest: string): string }): Guests {
  const files = async (options: GuestOptions) => {
    const images = options.kernel === 'none' ? undefined : await guestImages();
    const diskPath = typeof options.disk === 'number' ? `/var/lib/libvirt/images/${options.name}.qcow2` : options.disk;
    const initrd = images?.initrd[options.kernel === 'cloud' ? 'cloud' : 'tiny'] ?? '';
    return { vmlinuz: images?.vmlinuz ?? '', initrd, serialLog: serialLog(options.name), diskPath };
  };
  const defineGuest: Guests['defineGuest'] = async (options) => {
    if (typeof options.disk === 'number') {
      await virsh('vol-create-as', 'default', `${options.name}.qcow2`, `${options.disk}MiB`, '--format', 'qcow2');
    }
    await virsh('define', await definition(options.name, guestXml(options, await files(options))));
    if (options.autostart) await virsh('autostart', options.name);
    return virsh('domuuid', options.name).then((words) => words.trim());
  };
  const definition = async (name: string, xml: string): Promise<string> => {
    const file = join(directory, `${name}.xml`);
    await writeFile(file, xml);
    return file;
  };
  return {
    defineGuest,
    startGuest: async (options) => {
      const name = typeof options === 'string' ? options : options.name;
      const uuid = typeof options === 'string' ? (await virsh('domuuid', name)).trim() : await defineGuest(options);
      await virsh('start', name);
      return uuid;
    },
    waitForSerial: (guest, pattern = /login: $/, timeoutMs = 60_000) =>
      until(
        `${pattern} on the serial port of ${guest}`,
        async () => {
          const text = await readFile(serialLog(guest), 'latin1').catch(() => '');
          return pattern.test(text) && text;
        },
        { timeoutMs },
      ),
    waitForLease: (guest, timeoutMs = 60_000) =>
      until(
        `a lease of ${guest}`,
        async () => {
          const line = (await virsh('net-dhcp-leases', 'default'))
            .split('\n')
            .find((one) => one.split(/\s+/).includes(guest));
          return line?.match(/(\d+\.\d+\.\d+\.\d+)\//)?.[1];
        },
        { timeoutMs, everyMs: 100 },
      ),
    waitForState: async (guest, wanted, timeoutMs = 60_000) => {
      await until(`${guest} to be ${wanted}`, async () => (await virsh('domstate', guest)).trim() === wanted, {
        timeoutMs,
        everyMs: 100,
      });
    },
    defineMany: async (count, prefix = 'vm-') => {
      const commands: string[] = [];
      for (let index = 0; index < count; index++) {
        const name = `${prefix}${String(index).padStart(5, '0')}`;
        const options: GuestOptions = { name, kernel: 'none', memoryMiB: 128 };
        commands.push(`define ${await definition(name, guestXml(options, await files(options)))}`);
      }
      const script = join(directory, 'define.virsh');
      await writeFile(script, `${commands.join('\n')}\n`);
      await exec(['sh', '-c', `virsh -q -c qemu:///system <${script} >/dev/null && rm ${script}`], {
        timeoutMs: 300_000,
      });
    },
  };
}
