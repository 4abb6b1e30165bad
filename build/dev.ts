/**
 * npm run dev [-- FLAGS of the program]: the window from its sources with live reload, served by Vite; behind it the browser variant
 * from its sources, started again when one of them changes. Ctrl+C ends both.
 */
import { spawn } from 'node:child_process';
import { createServer as createSocket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer, type ViteDevServer } from 'vite';
import { root } from './bootstrap.mjs';
import { openPage } from './launch/browser.ts';
import { hasDisplay } from './launch/desktop.ts';
import { fail, say } from './machine/say.ts';

const flags = process.argv.slice(2);
const noOpen = flags.includes('--no-open');

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket();
    socket.once('error', reject);
    socket.listen(0, '127.0.0.1', () => {
      const address = socket.address();
      socket.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

const port = await freePort();
const backend = `http://127.0.0.1:${port}`;

/** Vite for pages; calls and the exchange of the one-time token go on to the backend, which sees the browser's own Host and Origin. */
async function startVite(loginPath: string): Promise<ViteDevServer> {
  const exact = loginPath.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const server = await createServer({
    configFile: join(root, 'build/vite.config.ts'),
    server: {
      host: '127.0.0.1',
      proxy: { '^/rpc': { target: backend, ws: true }, [`^${exact}\\?`]: { target: backend } },
    },
  });
  return server.listen();
}

const words = flags.filter((flag) => flag !== '--no-open');
const program = spawn(
  process.execPath,
  [
    '--disable-warning=ExperimentalWarning',
    '--watch',
    '--watch-preserve-output',
    join(root, 'electron/serve.ts'),
    '--no-open',
    '--port',
    String(port),
    ...words,
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => program.kill(signal));

let vite: ViteDevServer | undefined;
for await (const line of createInterface({ input: program.stdout })) {
  const url = /https?:\/\/\S+/.exec(line)?.[0];
  if (url === undefined) {
    say(line);
    continue;
  }
  const first = vite === undefined;
  vite ??= await startVite(new URL(url).pathname);
  const page = vite.resolvedUrls?.local[0] ?? fail('Vite does not say where it listens');
  const here = new URL(new URL(url).pathname + new URL(url).search + new URL(url).hash, page).href;
  say(line.replace(url, here));
  if (first && !noOpen && hasDisplay()) await openPage(here);
}
await vite?.close();
