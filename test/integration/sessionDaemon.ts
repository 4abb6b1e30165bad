/** A libvirt daemon of one's own, as an ordinary user would start it: private directories, no namespaces, nothing shared. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

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
const START_MS = 20_000;

/** @param config lines of libvirtd.conf */
export async function startSessionDaemon(config = ''): Promise<SessionDaemon> {
  const root = process.getuid?.() === 0;
  const directory = await mkdtemp('/tmp/vds-'); // a socket's path has 107 bytes at most
  const own = async (path: string): Promise<string> => {
    await mkdir(path, { recursive: true, mode: 0o700 });
    if (root) await chown(path, NOBODY, NOBODY);
    return path;
  };
  await own(directory);
  const home = await own(join(directory, 'home'));
  const run = await own(join(directory, 'run'));
  const env = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: home,
    XDG_RUNTIME_DIR: run,
    XDG_CONFIG_HOME: await own(join(home, 'config')),
    XDG_CACHE_HOME: await own(join(home, 'cache')),
    XDG_DATA_HOME: await own(join(home, 'data')),
  };
  const configFile = join(directory, 'libvirtd.conf');
  const logFile = join(directory, 'log');
  await writeFile(configFile, `log_outputs = "3:file:${logFile}"\n${config}`);
  const daemon = spawn('libvirtd', ['-f', configFile, '-p', join(run, 'libvirtd.pid')], {
    env,
    stdio: 'ignore',
    ...(root ? { uid: NOBODY, gid: NOBODY } : {}),
  });
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
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function dial(path: string): Promise<Socket> {
  const socket = connect(path);
  await once(socket, 'connect');
  return socket;
}

async function waitForSocket(path: string, exited: Promise<unknown>, log: () => Promise<string>): Promise<void> {
  const end = performance.now() + START_MS;
  let gone = false;
  void exited.then(() => (gone = true));
  while (!gone && performance.now() < end) {
    try {
      (await dial(path)).destroy();
      return;
    } catch {
      await sleep(20); // not there yet
    }
  }
  throw new Error(`libvirtd did not start:\n${await log()}`);
}
