/** The browser variant: the backend and its window behind a web server, on plain Node. */
import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import packageJson from '../package.json' with { type: 'json' };
import { contract, type ApiHandlers } from '../shared/api/contract.ts';
import { appError, toErrorData } from '../shared/errors.ts';
import { connect } from '../shared/rpc/client.ts';
import { memoryPorts } from '../shared/rpc/memory.ts';
import type { Port } from '../shared/rpc/port.ts';
import { serve } from '../shared/rpc/server.ts';
import { openBackend } from './backend/backend.ts';
import { startOptions, startRequest, startRoutes, type StartRequest } from './shell/commandLine.ts';
import { dataDirectory, rendererDirectory } from './shell/paths.ts';
import { openAtFreePort } from './web/freePort.ts';
import { hashPassword, passwordCheck } from './web/password.ts';
import { firstOrLater, type FirstProgram, type RunningAnswer } from './web/runningProgram.ts';
import { memoryOnlySecrets } from './web/secrets.ts';
import { openWebServer, type WebServer, type WebServerOptions } from './web/server.ts';

const options = {
  ...startOptions,
  listen: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'password-file': { type: 'string' },
  'set-password': { type: 'boolean', default: false },
  'data-dir': { type: 'string', default: dataDirectory() },
  'renderer-url': { type: 'string' },
  'no-open': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const;

const help = `VirtDeck in a browser. It prints a URL that logs one browser in, once; press Enter (or send SIGUSR2) for another.
Where it runs already with the same data directory, that one gives the URL and this one ends.

  --listen ADDRESS            where to listen (127.0.0.1); beyond loopback TLS and a password are required
  --port PORT                 0 takes a free one; without it 7788, or the next one that is free
  --tls-cert FILE, --tls-key FILE   certificate chain and key, PEM
  --password-file FILE        lets who knows the password log in; write the file with --set-password
  --set-password              reads a password from standard input into --password-file, and ends
  --data-dir DIRECTORY        where known hosts, settings and history are kept (${dataDirectory()})
  -c, --connect URI           adds this host if it is not known, connects it and shows its page
  --show-domain-console NAME  shows the console of this virtual machine
  --renderer-url URL          takes the window from a development server
  --no-open                   opens no browser (the default of this command; "npm start" opens one)
  -h, --help, --version`;

const readFlags = () => parseArgs({ options, allowPositionals: false }).values;
type Values = ReturnType<typeof readFlags>;

const defaultPort = 7788;

/** How long the end may take before it is forced. Milliseconds. */
const endsWithin = 2000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const values = readFlags();
  if (values.help) say(help);
  else if (values.version) say(packageJson.version);
  else if (values['set-password']) await setPassword(values['password-file']);
  else await run(values);
}

async function setPassword(file: string | undefined): Promise<void> {
  if (file === undefined) throw appError('invalidArgument', '--set-password needs --password-file');
  if (process.stdin.isTTY) say('Password, then Enter and Ctrl+D (it will be shown):');
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (password.length < 8) throw appError('invalidArgument', 'a password needs at least 8 characters');
  await writeFile(file, `${await hashPassword(password)}\n`, { mode: 0o600 });
}

async function webOptions(values: Values): Promise<Omit<WebServerOptions, 'onPort'>> {
  const {
    'tls-cert': certificate,
    'tls-key': key,
    'password-file': passwordFile,
    'renderer-url': developmentUrl,
  } = values;
  const port = Number(values.port ?? defaultPort);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw appError('invalidArgument', `--port ${values.port} is no port`);
  if ((certificate === undefined) !== (key === undefined)) {
    throw appError('invalidArgument', '--tls-cert and --tls-key belong together');
  }
  return {
    listen: values.listen,
    port,
    log: complain,
    window: developmentUrl === undefined ? { directory: rendererDirectory(import.meta.dirname) } : { developmentUrl },
    ...(certificate !== undefined &&
      key !== undefined && {
        tls: { certificate: await readFile(certificate, 'utf8'), key: await readFile(key, 'utf8') },
      }),
    ...(passwordFile !== undefined && { password: passwordCheck(await readFile(passwordFile, 'utf8')) }),
  };
}

/** Listens, where no port was asked for at the next one that is free. */
async function listen(options: WebServerOptions, asked: boolean): Promise<WebServer> {
  if (asked) return await openWebServer(options);
  const server = await openAtFreePort(options.port, (port) => openWebServer({ ...options, port }));
  if (server.port !== options.port) say(`Another program has port ${options.port}: VirtDeck takes ${server.port}.`);
  return server;
}

const told = (answer: RunningAnswer): void =>
  'url' in answer ? say(`VirtDeck: ${answer.url}`) : complain(answer.complaint);

async function run(values: Values): Promise<void> {
  const web = await webOptions(values);
  // A window from its sources is another program than the one that may run.
  const alone = values['renderer-url'] !== undefined;
  const found = alone ? undefined : await firstOrLater(values['data-dir'], startRequest(values), told);
  if (found?.kind !== 'later') return await runFirst(values, web, found);
  say('VirtDeck runs already: the URL above leads to it, once, within ten minutes.');
  const has = found.answers.flatMap((answer) => ('url' in answer ? [portOf(answer.url)] : []))[0];
  if (values.port !== undefined && has !== undefined && web.port !== 0 && web.port !== has)
    say(`--port ${values.port} is not used: the running program has port ${has}.`);
}

/** A URL does not name the port that its protocol has anyway. */
function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port || (protocol === 'https:' ? 443 : 80));
}

async function runFirst(
  values: Values,
  web: Omit<WebServerOptions, 'onPort'>,
  first: FirstProgram | undefined,
): Promise<void> {
  const ended = new AbortController();
  const backend = await openBackend({
    dataDir: values['data-dir'],
    variant: 'browser',
    version: packageJson.version,
    secrets: memoryOnlySecrets,
  });
  const options = { ...web, onPort: (port: Port) => void serve(port, contract, backend.handlers) };
  const server = await listen(options, values.port !== undefined).catch(async (thrown: unknown) => {
    await backend.close();
    throw thrown;
  });

  const end = (): void => {
    if (ended.signal.aborted) return;
    ended.abort();
    first?.close();
    setTimeout(() => process.exit(1), endsWithin).unref();
    void Promise.all([server.close(), backend.close()]).then(() => process.exit(0));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);

  let explained = false;
  const tell = (url = server.oneTimeUrl()): void => {
    say(`VirtDeck: ${url}`);
    if (!explained) say(`This logs one browser in, once, within ten minutes. ${another()} Ctrl+C ends VirtDeck.`);
    explained = true;
  };
  if (process.platform !== 'win32') process.on('SIGUSR2', () => tell());
  if (process.stdin.isTTY)
    createInterface({ input: process.stdin })
      .on('line', () => tell())
      .on('SIGINT', end);
  first?.ready((asked, gone) => pages(asked, backend.handlers, server, AbortSignal.any([gone, ended.signal])));
  for await (const page of pages(startRequest(values), backend.handlers, server, ended.signal))
    if ('url' in page) tell(page.url);
    else complain(page.complaint);
}

/** How to get another URL. */
function another(): string {
  if (process.stdin.isTTY) return 'Enter gives another.';
  return process.platform === 'win32' ? '' : `"kill -USR2 ${process.pid}" gives another.`;
}

/** The URL of the first page as soon as it is known, then of each further one. What can't be shown is said, and ends nothing. */
async function* pages(
  asked: StartRequest,
  handlers: ApiHandlers,
  server: WebServer,
  signal: AbortSignal,
): AsyncGenerator<RunningAnswer> {
  let shown = asked.connect === undefined;
  if (shown) yield { url: server.oneTimeUrl() };
  const [ours, theirs] = memoryPorts();
  serve(theirs, contract, handlers);
  const { client, close } = connect(ours, contract);
  try {
    for await (const route of startRoutes(client, asked, signal)) {
      yield { url: server.oneTimeUrl(route) };
      shown = true;
    }
  } catch (thrown) {
    if (signal.aborted) return;
    yield { complaint: sentence(thrown) };
    if (!shown) yield { url: server.oneTimeUrl() };
  } finally {
    close();
  }
}

/** What went wrong, with the words of whoever said so; a stack is nothing for a terminal. */
function sentence(thrown: unknown): string {
  const { code, message, raw } = toErrorData(thrown);
  return `VirtDeck: ${message}${raw === undefined || code === 'internal' ? '' : ` (${raw})`}`;
}

main().catch((thrown: unknown) => {
  complain(sentence(thrown));
  process.exit(2);
});
