/** The browser variant's door: who gets in, with what, and what is sent. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { chromium, type Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { hashPassword, passwordCheck } from '../../electron/web/password.ts';
import { openWebServer, type WebServer, type WebServerOptions } from '../../electron/web/server.ts';
import type { Port } from '../../shared/rpc/port.ts';
import { logIn } from './rpcPorts.ts';
import { temporaryFolder } from '../lab/lifeline.ts';

const folder = temporaryFolder('vd-web-');
const window = join(folder, 'renderer');
/** A page that opens its socket and shows what came back, beside an inline script that must not run. */
const page = `<!doctype html><title>VirtDeck</title><p id="out">nothing</p><script>document.title = 'inline script ran'</script>
<script type="module" src="/assets/app-1a2b3c.js"></script>`;
const script = `const socket = new WebSocket(\`ws://\${location.host}/rpc\`);
socket.onopen = () => socket.send('"ping"');
socket.onmessage = ({ data }) => { document.querySelector('#out').textContent = data + ' ' + location.hash; };
socket.onclose = () => { document.querySelector('#out').textContent = 'closed'; };\n${'// long\n'.repeat(400)}`;

const servers: WebServer[] = [];
const ports: Port[] = [];

async function open(options: Partial<WebServerOptions> = {}): Promise<WebServer> {
  const server = await openWebServer({
    listen: '127.0.0.1',
    port: 0,
    window: { directory: window },
    onPort: (port) => {
      ports.push(port);
      port.onMessage((message) => port.send([message, 'pong']));
    },
    log: (line) => {
      throw new Error(line);
    },
    ...options,
  });
  servers.push(server);
  return server;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request with exactly these headers, which fetch would not send. */
function ask(
  server: WebServer,
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
    tls = false,
  }: { method?: string; headers?: OutgoingHttpHeaders; body?: string; tls?: boolean } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port: server.port,
      path,
      method,
      headers: { 'content-length': Buffer.byteLength(body), ...headers },
    };
    const send = tls ? httpsRequest({ ...options, rejectUnauthorized: false }) : httpRequest(options);
    send.on('response', (response) => {
      text(response).then(
        (read) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: read }),
        reject,
      );
    });
    send.on('error', reject);
    send.end(body);
  });
}

const pathOf = (url: string): string => url.replace(/^https?:\/\/[^/]+/, '');
const cookieOf = (answer: Answer): string => answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';

/** How a WebSocket's opening ends: `open`, or the status that refused it. */
function socketTo(server: WebServer, headers: Record<string, string>, path = '/rpc'): Promise<'open' | number> {
  return new Promise((resolve, reject) => {
    const socket = new NodeWebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    socket.on('open', () => {
      socket.close();
      resolve('open');
    });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', reject);
  });
}

beforeAll(() => {
  mkdirSync(join(window, 'assets'), { recursive: true });
  writeFileSync(join(window, 'index.html'), page);
  writeFileSync(join(window, 'assets/app-1a2b3c.js'), script);
  writeFileSync(join(window, '.secret.json'), '{}');
  writeFileSync(join(folder, 'outside.json'), '{}');
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  rmSync(folder, { recursive: true });
});

describe('a one-time URL', () => {
  test('begins a session once; the cookie is HttpOnly and SameSite=Strict', async () => {
    const server = await open();
    const url = pathOf(server.oneTimeUrl('#/host/h1'));
    const first = await ask(server, url);
    expect(first.status).toBe(200);
    expect(first.body).toContain('content="0;url=/#/host/h1"');
    expect(first.headers['set-cookie']?.[0]).toMatch(
      /^virtdeck-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=/,
    );
    const second = await ask(server, url);
    expect(second.status).toBe(401);
    expect(second.headers['set-cookie']).toBeUndefined();
    expect(second.body).toContain('already used');
  });

  test('opened again by the browser that used it leads into its session', async () => {
    const server = await open();
    const url = pathOf(server.oneTimeUrl());
    const cookie = cookieOf(await ask(server, url));
    expect((await ask(server, url, { headers: { cookie } })).status).toBe(200);
  });

  test('is not spent by a HEAD request, and no other token opens anything', async () => {
    const server = await open();
    const url = pathOf(server.oneTimeUrl());
    expect((await ask(server, url, { method: 'HEAD' })).headers['set-cookie']).toBeUndefined();
    expect((await ask(server, '/login?token=AAAA')).headers['set-cookie']).toBeUndefined();
    expect((await ask(server, '/login?token=')).status).toBe(401);
    expect((await ask(server, url)).status).toBe(200);
  });
});

describe('without a session', () => {
  test('the page is a login page in the language of the browser, and nothing else is sent', async () => {
    const server = await open();
    const english = await ask(server, '/');
    expect(english.status).toBe(401);
    expect(english.body).toContain('Log in to VirtDeck');
    expect(english.body).not.toContain('<script');
    expect((await ask(server, '/', { headers: { 'accept-language': 'zh-TW,zh;q=0.9,en;q=0.8' } })).body).toContain(
      '登录',
    );
    for (const path of ['/assets/app-1a2b3c.js', '/index.html', '/rpc', '/nothing']) {
      expect((await ask(server, path)).status).toBe(401);
    }
  });

  test('no WebSocket opens', async () => {
    const server = await open();
    const origin = `http://127.0.0.1:${server.port}`;
    expect(await socketTo(server, { origin })).toBe(403);
    expect(await socketTo(server, { origin, cookie: `virtdeck-${server.port}=AAAA` })).toBe(403);
    expect(await socketTo(server, { origin, cookie: await logIn(server.oneTimeUrl()) })).toBe('open');
  });
});

describe('a request of another page', () => {
  test.each([
    ['a foreign Host (DNS rebinding)', { host: 'evil.example' }],
    ['a foreign Host that looks like ours', { host: 'localhost.evil.example' }],
    ['another address as Host', { host: '10.0.0.1' }],
    ['a malformed Host', { host: 'a b' }],
    ['a foreign Origin', { origin: 'http://evil.example' }],
    ['another program of this machine', { origin: 'http://127.0.0.1:1' }],
    ['no origin of its own (sandboxed frame)', { origin: 'null' }],
    ['our name over another scheme', { origin: 'https://127.0.0.1' }],
  ])('is refused, session or not: %s', async (_what, headers) => {
    const server = await open();
    const cookie = await logIn(server.oneTimeUrl());
    expect((await ask(server, '/', { headers: { cookie, ...headers } })).status).toBe(403);
    const origin = `http://127.0.0.1:${server.port}`;
    expect(await socketTo(server, { origin, cookie, ...headers })).toBe(403);
  });

  test('is refused a WebSocket and a login when it names no origin', async () => {
    const server = await open({ password: async () => true });
    const cookie = await logIn(server.oneTimeUrl());
    expect(await socketTo(server, { cookie })).toBe(403);
    expect((await ask(server, '/login', { method: 'POST', body: 'password=x' })).status).toBe(403);
  });

  test('through a forwarded port passes: the name is ours, whatever the port', async () => {
    const server = await open();
    const cookie = await logIn(server.oneTimeUrl());
    for (const host of ['localhost:9000', '127.0.0.1:9000', '[::1]:9000']) {
      expect(await socketTo(server, { cookie, host, origin: `http://${host}` })).toBe('open');
    }
  });
});

describe('files', () => {
  test('go out under a strict policy; what has a digest in its name is kept, the page never', async () => {
    const server = await open();
    const headers = { cookie: await logIn(server.oneTimeUrl()) };
    const index = await ask(server, '/', { headers });
    expect(index.body).toBe(page);
    expect(index.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(index.headers['content-security-policy']).toContain("default-src 'self'");
    expect(index.headers['content-security-policy']).not.toMatch(/script-src|unsafe-eval/);
    const asset = await ask(server, '/assets/app-1a2b3c.js', { headers });
    expect(asset.headers['cache-control']).toContain('immutable');
    expect(asset.body).toBe(script);
    const zipped = await fetch(`http://127.0.0.1:${server.port}/assets/app-1a2b3c.js`, { headers });
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(await zipped.text()).toBe(script);
  });

  test.each([
    '/../outside.json',
    '/assets/../../outside.json',
    '/%2e%2e/outside.json',
    '/..%2foutside.json',
    '/assets/..%5c..%5coutside.json',
    '//outside.json',
    '/.secret.json',
    '/assets',
    '/assets/',
    '/index.html%00.js',
  ])('outside the window are not found: %s', async (path) => {
    const server = await open();
    const answer = await ask(server, path, { headers: { cookie: await logIn(server.oneTimeUrl()) } });
    expect(answer.status).toBe(404);
  });
});

test('while the window is developed, its files come from the development server, to a session only', async () => {
  const asked: IncomingHttpHeaders[] = [];
  const vite = createServer((request, response) => {
    asked.push(request.headers);
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(`${request.method} ${request.url}`);
  }).listen(0, '127.0.0.1');
  await once(vite, 'listening');
  const { port } = vite.address() as AddressInfo;
  const server = await open({ window: { developmentUrl: `http://127.0.0.1:${port}` } });
  expect((await ask(server, '/main.tsx?t=1')).status).toBe(401);
  const answer = await ask(server, '/main.tsx?t=1', { headers: { cookie: await logIn(server.oneTimeUrl()) } });
  expect(answer).toMatchObject({ status: 200, body: 'GET /main.tsx?t=1' });
  expect(asked).toEqual([expect.objectContaining({ host: `127.0.0.1:${port}`, cookie: '' })]);
  vite.close();
});

describe('a password', () => {
  test('is kept as scrypt only and lets in who knows it', async () => {
    const line = await hashPassword('correct horse');
    expect(line).toMatch(/^scrypt:/);
    const server = await open({ password: passwordCheck(`${line}\n`) });
    const headers = { origin: `http://127.0.0.1:${server.port}` };
    const wrong = await ask(server, '/login', { method: 'POST', headers, body: 'password=correct+house' });
    expect([wrong.status, wrong.headers['set-cookie']]).toEqual([401, undefined]);
    const right = await ask(server, '/login', { method: 'POST', headers, body: 'password=correct+horse' });
    expect(right.status).toBe(200);
    expect((await ask(server, '/', { headers: { cookie: cookieOf(right) } })).body).toBe(page);
  });

  test('has to wait after five wrong ones, the right one too', async () => {
    const server = await open({ password: async (password) => password === 'right' });
    const headers = { origin: `http://127.0.0.1:${server.port}` };
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      statuses.push((await ask(server, '/login', { method: 'POST', headers, body: 'password=wrong' })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    const blocked = await ask(server, '/login', { method: 'POST', headers, body: 'password=right' });
    expect([blocked.status, blocked.headers['retry-after']]).toEqual([429, '1']);
  });

  test('file that holds something else is refused', () => {
    expect(() => passwordCheck('hunter2')).toThrow(/--set-password/);
  });
});

describe('beyond loopback', () => {
  const tls = (): { certificate: string; key: string } => {
    const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const subject = ['-subj', '/CN=deck.example', '-addext', 'subjectAltName=DNS:deck.example'];
    const files = ['-keyout', key, '-out', certificate];
    const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    execFileSync('openssl', [...kind, ...subject, ...files], { stdio: 'ignore' });
    return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
  };

  test.each(['0.0.0.0', '::', '192.0.2.1', 'deck.example'])(
    'listening is refused without TLS and password: %s',
    async (listen) => {
      const refused = expect.objectContaining({ code: 'notAllowed', message: expect.stringMatching(/TLS.*password/) });
      await expect(open({ listen })).rejects.toEqual(refused);
      await expect(open({ listen, password: async () => true })).rejects.toEqual(refused);
      await expect(open({ listen, tls: tls() })).rejects.toEqual(refused);
    },
  );

  test('with both, the names of the certificate are ours and the cookie is Secure', async () => {
    const server = await open({ listen: '0.0.0.0', tls: tls(), password: async () => true });
    const path = pathOf(server.oneTimeUrl());
    const host = `deck.example:${server.port}`;
    expect((await ask(server, path, { tls: true, headers: { host: 'evil.example' } })).status).toBe(403);
    const answer = await ask(server, path, { tls: true, headers: { host, origin: `https://${host}` } });
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^__Host-virtdeck-\d+=.*; Secure$/);
  });
});

test('a taken port is said', async () => {
  const { port } = await open();
  await expect(open({ port })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(String(port)),
  });
});

describe('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    });
  });
  afterAll(() => browser?.close());

  test('the one-time URL opens the page it is for, a reload keeps the session, another browser is not let in', async () => {
    const server = await open();
    const url = server.oneTimeUrl('#/host/h1');
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.goto(url);
    await tab.getByText('["ping","pong"] #/host/h1').waitFor();
    expect(tab.url()).toBe(`http://127.0.0.1:${server.port}/#/host/h1`);
    expect(await tab.title()).toBe('VirtDeck');
    await tab.reload();
    await tab.getByText('pong').waitFor();
    expect(await tab.evaluate(() => document.cookie)).toBe('');

    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(url);
    await stranger.getByRole('alert').waitFor();
    expect(await stranger.getByRole('heading').textContent()).toBe('Log in to VirtDeck');
  });

  test('the link works when followed from another site', async () => {
    const server = await open();
    const other = await open();
    const tab = await (await browser.newContext()).newPage();
    await tab.goto(`http://localhost:${other.port}/`);
    await tab.evaluate((href) => {
      const link = document.createElement('a');
      link.href = href;
      link.textContent = 'go';
      document.body.append(link);
    }, server.oneTimeUrl());
    await tab.getByRole('link', { name: 'go' }).click();
    await tab.getByText('pong').waitFor();
    expect(tab.url()).toBe(`http://127.0.0.1:${server.port}/`);
  });

  test('a page of another origin can neither open a socket nor read anything', async () => {
    const server = await open();
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.goto(server.oneTimeUrl());
    await tab.getByText('pong').waitFor();
    const other = await context.newPage();
    await other.route('http://evil.example/', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<p>evil</p>' }),
    );
    await other.goto('http://evil.example/');
    const got = await other.evaluate(async (port) => {
      const socket = new Promise((resolve) => {
        const made = new WebSocket(`ws://127.0.0.1:${port}/rpc`);
        made.addEventListener('open', () => resolve('open'));
        made.addEventListener('error', () => resolve('refused'));
      });
      const read = fetch(`http://127.0.0.1:${port}/`, { credentials: 'include' }).then(
        () => 'read',
        () => 'refused',
      );
      return Promise.all([socket, read]);
    }, server.port);
    expect(got).toEqual(['refused', 'refused']);
  });

  test('the end of the server closes its windows', async () => {
    const server = await open();
    const tab = await (await browser.newContext()).newPage();
    await tab.goto(server.oneTimeUrl());
    await tab.getByText('pong').waitFor();
    await server.close();
    await tab.getByText('closed').waitFor();
    await expect(tab.reload()).rejects.toThrow(/ERR_CONNECTION_REFUSED/);
  });
});
