import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { giveCapabilities, keepCapabilities, type CapabilityCache } from './capabilities.ts';
import { enter, openHost } from './host.ts';
import type { LabHost } from './labHost.ts';
import { whyNoNamespaces } from './namespaces.ts';
import { unpackedPackages } from './packages.ts';
import { run, type RunOptions } from './process.ts';
import { openSessionHost, sessionLimits, sessionUser } from './sessionHost.ts';

export type { LabHost } from './labHost.ts';
export { run, until } from './process.ts';
export { testDriverFile } from './testDriver.ts';

export interface LabOptions {
  /** 1 to 9; one by default. */
  readonly hosts?: number;
  /** Debian packages that the hosts have beside the machine's own, for this lab alone; with their dependencies. */
  readonly packages?: readonly string[];
}

/** Several real hosts on one machine. Everything ends with `down()`, and also when this process dies. */
export interface Lab extends AsyncDisposable {
  readonly hosts: readonly LabHost[];
  /** State directory, a short path; gone after `down()`. */
  readonly directory: string;
  /** Private key (ed25519, not encrypted) that root, alice and jump accept on every host. */
  readonly key: string;
  /** PEM files: the authority of all hosts, and a client certificate. */
  readonly pki: { readonly ca: string; readonly clientCertificate: string; readonly clientKey: string };
  /** What this lab can't do here, a sentence each with the reason; empty where everything works. */
  readonly limits: readonly string[];
  host(name: string): LabHost;
  /** Runs a program on the lab's LAN as 10.77.0.1, where the hosts are at their own addresses. */
  client(argv: readonly [string, ...string[]], options?: RunOptions): Promise<string>;
  /** known_hosts lines for the forwarded sshd port of every host, with the keys they have now. */
  knownHosts(): Promise<string>;
  down(): Promise<void>;
}

/** Starts the hosts and waits until they answer (1 s, and 1 s for each host). Throws with the log's last lines if they don't. */
export async function startLab({ hosts = 1, packages = [] }: LabOptions = {}): Promise<Lab> {
  if (hosts < 1 || hosts > 9) throw new RangeError('a lab has 1 to 9 hosts');
  const why = await whyNoNamespaces();
  const directory = await mkdtemp(join(tmpdir().length < 20 ? tmpdir() : '/tmp', 'lab-')); // libvirt's sockets: at most 107 bytes
  const script = join(import.meta.dirname, 'scripts', why === undefined ? 'run.sh' : 'session.sh');
  const extra = packages.length === 0 ? undefined : await unpackedPackages(packages);
  const env = extra === undefined ? process.env : { ...process.env, LAB_PACKAGES: extra };
  const caches = Array.from({ length: hosts }, (_, index) =>
    cacheOf(join(directory, `h${index + 1}`), why !== undefined, extra),
  );
  for (const cache of caches) {
    await mkdir(cache.base, { recursive: true });
    await giveCapabilities(cache);
  }
  const user = why === undefined ? undefined : sessionUser();
  const owner = user === undefined ? [] : [String(user.id), ...user.become];
  const runner = spawn('bash', [script, directory, String(hosts), ...owner], {
    env,
    detached: true, // its own session: Ctrl+C in the terminal must not end it before it has cleaned up
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const places = await readPlaces(runner);
  const userNamespace = process.getuid?.() !== 0;
  const opened = places.hosts.map((place, index) =>
    why === undefined
      ? openHost({ ...place, index: index + 1, state: directory, clientPid: places.client, userNamespace })
      : openSessionHost({ ...place, state: directory, why }),
  );
  const down = async (): Promise<void> => {
    for (const host of opened) host.close();
    if (caches[0]) await keepCapabilities(caches[0]); // all hosts see the same QEMU
    await tellCrashes(opened);
    await end(runner);
  };
  return {
    hosts: opened,
    directory,
    key: join(directory, 'id_ed25519'),
    pki: {
      ca: join(directory, 'pki/cacert.pem'),
      clientCertificate: join(directory, 'pki/clientcert.pem'),
      clientKey: join(directory, 'pki/clientkey.pem'),
    },
    limits: why === undefined ? await limitsOf(opened) : sessionLimits(why),
    host: (name) => {
      const found = opened.find((host) => host.name === name);
      if (!found) throw new Error(`no host ${name} in this lab of ${hosts}`);
      return found;
    },
    client: (argv, options) => run(why === undefined ? enter(places.client, userNamespace, argv) : argv, options),
    knownHosts: async () =>
      (await Promise.all(opened.map(async (host) => `[127.0.0.1]:${host.sshPort} ${await host.hostKey()}\n`))).join(''),
    down,
    [Symbol.asyncDispose]: down,
  };
}

/** A libvirtd that crashed was started again; whatever failed then did so for that. */
async function tellCrashes(hosts: readonly LabHost[]): Promise<void> {
  for (const { name, directory } of hosts) {
    const times = await readFile(join(directory, 'crashes'), 'utf8').catch(() => '');
    if (times !== '') process.stderr.write(`libvirtd of ${name} crashed at ${times.trim().replaceAll('\n', ', ')}\n`);
  }
}

function cacheOf(host: string, session: boolean, packages = ''): CapabilityCache {
  return session
    ? { seen: ['session'], base: join(host, 'home/.cache/libvirt'), session }
    : { seen: ['namespaces', packages], base: join(host, 'var-cache'), session };
}

interface Places {
  client: number;
  hosts: { name: string; pid: number; ports: { ssh: number; tcp: number; tls: number } }[];
}

/** Reads what the script says until it is ready. */
async function readPlaces(runner: ChildProcess): Promise<Places> {
  const places: Places = { client: 0, hosts: [] };
  const log: string[] = [];
  if (!runner.stdout) throw new Error('no standard output');
  for await (const line of createInterface({ input: runner.stdout })) {
    const [word, ...rest] = line.split(' ');
    const host = places.hosts.at(-1);
    if (word === 'client') places.client = Number(rest[0]);
    else if (word === 'host')
      places.hosts.push({ name: rest[0] ?? '', pid: Number(rest[1]), ports: { ssh: 0, tcp: 0, tls: 0 } });
    else if (word === 'forward' && host) Object.assign(host.ports, { [rest[1] ?? '']: Number(rest[2]) });
    else if (word === 'log') log.push(rest.join(' '));
    else if (word === 'ready') {
      runner.stdout.resume();
      return places;
    }
  }
  await end(runner);
  throw new Error(`the lab did not start: ${log.join('\n')}`);
}

function end(runner: ChildProcess): Promise<void> {
  if (runner.exitCode !== null || runner.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    runner.once('exit', () => resolve());
    runner.stdin?.end();
  });
}

async function limitsOf(hosts: readonly LabHost[]): Promise<string[]> {
  const missing = await Promise.all(
    hosts.map(async (host) => {
      const lines = await readFile(join(host.directory, 'missing'), 'utf8').catch(() => '');
      return lines
        .split('\n')
        .filter(Boolean)
        .map((line) => `${host.name}: ${line} could not be made`);
    }),
  );
  return missing.flat();
}
