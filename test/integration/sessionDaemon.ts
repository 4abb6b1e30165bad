/** A libvirt daemon of one's own, as an ordinary user would start it: private directories, no namespaces, nothing shared. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { giveCapabilities, keepCapabilities } from '../lab/capabilities.ts';
import { spawnBound, temporaryFolder } from '../lab/lifeline.ts';

export interface SessionDaemon extends AsyncDisposable {
  /** Owned by the daemon's user. */
  readonly directory: string;
  readonly socket: string;
  dial(): Promise<Socket>;
  /** What it logged. */
  log(): Promise<string>;
}

/** As root, libvirtd would be the system daemon. */
const NOBODY = 65_534;
const START_MS = 120_000;

export interface SessionDaemonOptions {
  /** Lines of libvirtd.conf. */
  readonly config?: string;
  /** Makes clients authenticate by SASL, with this one account. */
  readonly sasl?: { readonly mechanisms: string; readonly user: string; readonly password: string };
}

export async function startSessionDaemon({ config = '', sasl }: SessionDaemonOptions = {}): Promise<SessionDaemon> {
  const root = process.getuid?.() === 0;
  const directory = temporaryFolder('vds-', '/tmp'); // a socket's path has 107 bytes at most
  const own = async (path: string): Promise<string> => {
    await mkdir(path, { recursive: true, mode: 0o700 });
    if (root) await chown(path, NOBODY, NOBODY);
    return path;
  };
  await own(directory);
  const home = await own(join(directory, 'home'));
  const run = await own(join(directory, 'run'));
  const saslDirectory = await own(join(directory, 'sasl'));
  const env = {
    SASL_CONF_PATH: saslDirectory,
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: home,
    XDG_RUNTIME_DIR: run,
    XDG_CONFIG_HOME: await own(join(home, 'config')),
    XDG_CACHE_HOME: await own(join(home, 'cache')),
    XDG_DATA_HOME: await own(join(home, 'data')),
  };
  const configFile = join(directory, 'libvirtd.conf');
  const logFile = join(directory, 'log');
  const authentication = sasl === undefined ? '' : 'auth_unix_rw = "sasl"\n';
  await writeFile(configFile, `log_outputs = "3:file:${logFile}"\n${authentication}${config}`);
  if (sasl !== undefined) {
    const passwords = await writeSaslAccount(saslDirectory, sasl);
    if (root) await chown(passwords, NOBODY, NOBODY);
  }
  const cache = {
    seen: ['session daemon'],
    base: await own(join(env.XDG_CACHE_HOME, 'libvirt')),
    session: true,
    ...(root && { owner: NOBODY }),
  };
  await giveCapabilities(cache);
  const words = ['-f', configFile, '-p', join(run, 'libvirtd.pid')];
  const daemon = spawnBound(['libvirtd', ...words], { env, ...(root && { uid: NOBODY }) });
  daemon.stdout.resume();
  daemon.stderr.resume();
  const socket = join(run, 'libvirt/libvirt-sock');
  const exited = once(daemon, 'exit');
  const log = (): Promise<string> => readFile(logFile, 'utf8').catch(() => '');
  await waitForSocket(socket, exited, log);
  return {
    directory,
    socket,
    dial: () => dial(socket),
    log,
    [Symbol.asyncDispose]: async () => {
      daemon.kill();
      await exited;
      await keepCapabilities(cache);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** @returns the file of passwords */
async function writeSaslAccount(
  directory: string,
  { mechanisms, user, password }: NonNullable<SessionDaemonOptions['sasl']>,
): Promise<string> {
  const passwords = join(directory, 'passwd.db');
  await writeFile(join(directory, 'libvirt.conf'), `mech_list: ${mechanisms}\nsasldb_path: ${passwords}\n`);
  const realm = hostname(); // the one libvirtd asks for
  const tool = spawn('saslpasswd2', ['-p', '-c', '-a', 'libvirt', '-f', passwords, '-u', realm, user]);
  tool.stdin.end(password);
  await once(tool, 'exit');
  return passwords;
}

async function dial(path: string): Promise<Socket> {
  const socket = connect(path);
  await once(socket, 'connect');
  return socket;
}

async function waitForSocket(path: string, exited: Promise<unknown>, log: () => Promise<string>): Promise<void> {
  const end = performance.now() + START_MS;
  while (performance.now() < end) {
    try {
      (await dial(path)).destroy();
      return;
    } catch {
      const gone = await Promise.race([exited, sleep(20)]);
      if (gone !== undefined) break;
    }
  }
  throw new Error(`libvirtd did not start:\n${await log()}`);
}
