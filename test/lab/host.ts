import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { guests } from './guests.ts';
import type { LabHost, Ports, UriKind, Account } from './labHost.ts';
import { run } from './process.ts';

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

/** Scripts that wait: the limit is theirs (wait.sh, 3 minutes), and they name what they waited for. */
const WAIT_MS = 200_000;

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
    ...daemon(exec, state, directory),
    ...link(place),
    ...sshd(exec, state, directory),
    ...guests({ exec, virsh, directory, uri: 'qemu:///system', images: '/var/lib/libvirt/images' }),
  };
}

const uris: Record<UriKind, (to: { socket: string; ports: Ports; account: Account; key: string }) => string> = {
  unix: ({ socket }) => `qemu+unix:///system?socket=${socket}`,
  ssh: ({ ports, account, key }) => `qemu+ssh://${account}@127.0.0.1:${ports.ssh}/system?keyfile=${key}`,
  tcp: ({ ports }) => `qemu+tcp://127.0.0.1:${ports.tcp}/system`,
  tls: ({ ports }) => `qemu+tls://127.0.0.1:${ports.tls}/system`,
};

type Exec = LabHost['exec'];

/** Runs scripts for bash that use `wait_for`. */
function waiting(exec: Exec, state: string): (script: string) => Promise<void> {
  return async (script) => {
    await exec(['bash', '-c', `. "$0"; ${script}`, join(state, 'wait.sh')], { timeoutMs: WAIT_MS });
  };
}

function daemon(
  exec: Exec,
  state: string,
  directory: string,
): Pick<LabHost, 'stopDaemon' | 'startDaemon' | 'hangDaemon' | 'resumeDaemon' | 'authenticate'> {
  const configuration = join(directory, 'etc-libvirt/libvirtd.conf');
  const signal = (name: string): Promise<string> => exec(['sh', '-c', `kill -${name} "$(cat /run/libvirtd.pid)"`]);
  const script = waiting(exec, state);
  const stopDaemon = async (): Promise<void> => {
    // Its PID file goes first: libvirtd crashes at its end now and then, and one that left it there would be started again (host-init.sh).
    const pid = '/run/libvirtd.pid';
    await script(`p=$(cat ${pid}) && rm -f ${pid} && kill $p && wait_for "the end of libvirtd" 0 gone $p`);
  };
  const startDaemon = async (): Promise<void> => {
    await exec(['libvirtd', '-d', '-l', '-p', '/run/libvirtd.pid']);
    await script('wait_for "the socket of libvirtd" "$(cat /run/libvirtd.pid)" [ -S /run/libvirt/libvirt-sock ]');
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
      if (how === 'polkit') await script(polkitScript);
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
  known() { dbus-send --system --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.freedesktop.PolicyKit1 | grep -q true; }
  wait_for polkitd "$(cat /run/polkitd.pid)" known || { cat /run/polkitd.log >&2; exit 1; }`;

function link(place: HostPlace): Pick<LabHost, 'delay' | 'undelay' | 'cut' | 'restore'> & { close(): void } {
  const script = join(import.meta.dirname, 'scripts/delay.py');
  const setLink = async (to: 'up' | 'down'): Promise<void> => {
    await run(enter(place.clientPid, place.userNamespace, ['ip', 'link', 'set', `v${place.index}`, to]));
  };
  let line: ChildProcess | undefined;
  const undelay = async (): Promise<void> => {
    const ending = line;
    line = undefined;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
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

function sshd(
  exec: Exec,
  state: string,
  directory: string,
): Pick<LabHost, 'hostKey' | 'changeHostKey' | 'restartSshd'> {
  const script = waiting(exec, state);
  const restartSshd = async (): Promise<void> => {
    await script(`set -e
      p=$(cat /run/sshd.pid)
      kill $p
      wait_for 'the end of sshd' 0 gone $p
      /usr/sbin/sshd -f ${directory}/ssh/sshd_config
      wait_for 'the pid file of sshd' 0 [ -s /run/sshd.pid ]
      answers() { : >/dev/tcp/127.0.0.1/22; }
      wait_for sshd "$(cat /run/sshd.pid)" answers`);
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
