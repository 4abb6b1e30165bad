import { join } from 'node:path';
import { guests } from './guests.ts';
import type { LabHost } from './labHost.ts';
import { run } from './process.ts';

/** As root, libvirtd would be the machine's own system daemon. */
const NOBODY = 65_534;

/** Whose the session daemons are where they can't be this user's. */
export interface SessionUser {
  readonly id: number;
  /** Words before a command that make it that user's. */
  readonly become: readonly [string, ...string[]];
}

/** Undefined: the session daemons are this user's. */
export function sessionUser(): SessionUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return {
    id: NOBODY,
    become: ['setpriv', '--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups', '--inh-caps=-all'],
  };
}

/** What a lab of session daemons can't do. */
export function sessionLimits(why: string): string[] {
  return [
    `${why}: the hosts are session daemons of ${sessionUser() === undefined ? 'this user' : 'the user nobody'}`,
    'no ssh, tcp and tls: reach the hosts by their unix sockets',
    'no delay and no cut-off: there is no link',
    'no virtual networks: guests have the network of QEMU itself (10.0.2.15), no leases',
    'no authentication by SASL or polkit',
  ];
}

export interface SessionPlace {
  readonly name: string;
  readonly state: string;
  /** Process of libvirtd. */
  readonly pid: number;
  readonly why: string;
}

/** A host without namespaces: libvirtd as a session daemon with directories of its own. */
export function openSessionHost({ name, state, pid, why }: SessionPlace): LabHost & { close(): void } {
  const directory = join(state, name);
  const socket = join(directory, 'run/libvirt/libvirt-sock');
  const home = join(directory, 'home');
  const unixUri = `qemu+unix:///session?socket=${socket}`;
  const env = {
    ...process.env,
    HOME: home,
    XDG_RUNTIME_DIR: join(directory, 'run'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local/share'),
  };
  let daemon = pid;
  const refuse = (): never => {
    throw new Error(`not in a lab of session daemons: ${why}`);
  };
  const refuseLater = (): Promise<never> => Promise.reject(new Error(`not in a lab of session daemons: ${why}`));
  const become = sessionUser()?.become ?? [];
  const exec: LabHost['exec'] = ([program, ...words], options) => {
    const [first, ...rest] = [...become, program, ...words];
    return run([first ?? program, ...rest], { env, ...options });
  };
  const virsh: LabHost['virsh'] = (...words) => exec(['virsh', '-q', '-c', unixUri, ...words]);
  return {
    name,
    address: '127.0.0.1',
    socket,
    directory,
    sshPort: 0,
    tcpPort: 0,
    tlsPort: 0,
    sshTarget: '',
    sshdConfig: '',
    exec,
    virsh,
    uri: (kind) => (kind === 'unix' ? unixUri : refuse()),
    stopDaemon: async () => {
      process.kill(daemon);
      const script = '. "$0"; wait_for "the end of libvirtd" 0 gone "$1"';
      await exec(['bash', '-c', script, join(state, 'wait.sh'), String(daemon)], { timeoutMs: 200_000 });
    },
    startDaemon: async () => {
      const pidFile = join(directory, 'libvirtd.pid');
      await exec(['libvirtd', '-d', '-f', join(home, '.config/libvirt/libvirtd.conf'), '-p', pidFile]);
      daemon = Number(await exec(['cat', pidFile]));
    },
    hangDaemon: async () => void process.kill(daemon, 'SIGSTOP'),
    resumeDaemon: async () => void process.kill(daemon, 'SIGCONT'),
    authenticate: refuseLater,
    delay: refuseLater,
    undelay: refuseLater,
    cut: refuseLater,
    restore: refuseLater,
    hostKey: refuseLater,
    changeHostKey: refuseLater,
    restartSshd: refuseLater,
    ...guests({ exec, virsh, directory, uri: unixUri, images: join(directory, 'images'), noNetworks: true }),
    close: () => {
      // A daemon that was started anew is no child of the script any more.
      if (daemon !== pid) process.kill(daemon, 'SIGKILL');
    },
  };
}
