/** The browser variant's server: logs browsers in, sends them the window, and gives each window a port. */
import { X509Certificate } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { isIPv6, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { appError, toErrorData } from '../../shared/errors.ts';
import { maxMessageBytes } from '../../shared/rpc/codec.ts';
import type { Port } from '../../shared/rpc/port.ts';
import { securityHeaders } from '../shell/contentSecurity.ts';
import { refusal } from './guard.ts';
import { goOnPage, loginPage, type LoginNote } from './loginPage.ts';
import { TryLimit, type PasswordCheck } from './password.ts';
import { WebSessions } from './session.ts';
import { webSocketPort } from './websocketPort.ts';
import { sendWindowFile, type WindowSource } from './windowFiles.ts';

export interface WebServerOptions {
  /** Address or name to listen on. */
  readonly listen: string;
  /** 0: any that is free. */
  readonly port: number;
  /** PEM. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  readonly password?: PasswordCheck;
  readonly window: WindowSource;
  /** A window has connected. */
  readonly onPort: (port: Port) => void;
  /** Told of requests that failed by a fault of ours. */
  readonly log: (line: string) => void;
}

export interface WebServer {
  readonly port: number;
  /** A URL that logs one browser in, once, within ten minutes, and opens the given page (`#/host/...`). */
  oneTimeUrl(page?: string): string;
  close(): Promise<void>;
}

const most = { windows: 256, loginFormBytes: 8192 } as const;

export const isLoopback = (address: string): boolean =>
  address === 'localhost' || address === '::1' || /^127(\.\d{1,3}){3}$/.test(address);

/**
 * Starts the server.
 * @throws AppError `notAllowed` beyond loopback without TLS and password; `conflict` when the port is taken
 */
export async function openWebServer(options: WebServerOptions): Promise<WebServer> {
  if (!isLoopback(options.listen) && (!options.tls || !options.password)) {
    throw appError(
      'notAllowed',
      `listening on ${options.listen} would offer the hosts to the network: that needs TLS (--tls-cert, --tls-key) and a password (--password-file)`,
    );
  }
  const { tls } = options;
  const server = tls
    ? createHttpsServer({ cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' })
    : createHttpServer();
  const { port } = await listening(server, options);
  const certificate = tls && new X509Certificate(tls.certificate);
  const site = new Site(options, new WebSessions({ port, secure: tls !== undefined }), certificate);
  server.on('request', (request, response) => void site.answer(request, response));
  server.on('upgrade', (request, socket, head) => site.upgrade(request, socket, head));

  const origin = `${tls ? 'https' : 'http'}://${urlHost(options.listen)}:${port}`;
  return {
    port,
    oneTimeUrl: (page) => `${origin}/login?token=${site.sessions.issueToken(page)}`,
    close: () =>
      new Promise((resolve) => {
        site.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(
  server: ReturnType<typeof createHttpServer>,
  { listen, port }: WebServerOptions,
): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const taken = 'code' in error && error.code === 'EADDRINUSE';
      const hint = taken ? ': another program has it; --port 0 takes a free one' : '';
      const raw = error.message;
      reject(appError(taken ? 'conflict' : 'notAllowed', `cannot listen on ${listen} port ${port}${hint}`, { raw }));
    });
    server.listen(port, listen, () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address);
    });
  });
}

/** A wildcard address is nothing to open: this machine's own name for itself is. */
function urlHost(listen: string): string {
  if (listen === '0.0.0.0' || listen === '::') return 'localhost';
  return isIPv6(listen) ? `[${listen}]` : listen;
}

class Site {
  readonly sessions: WebSessions;
  readonly #options: WebServerOptions;
  readonly #certificate: X509Certificate | undefined;
  readonly #tries = new TryLimit();
  readonly #windows = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: maxMessageBytes });

  constructor(options: WebServerOptions, sessions: WebSessions, certificate: X509Certificate | undefined) {
    this.#options = options;
    this.sessions = sessions;
    this.#certificate = certificate;
  }

  /** Why this request may not pass; undefined when it may. */
  #refusal(request: IncomingMessage): string | undefined {
    return refusal(request, this.#certificate ? { certificate: this.#certificate } : {});
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const refused = this.#refusal(request);
      if (refused === undefined) await this.#route(request, response);
      else plain(response, 403, refused);
    } catch (thrown) {
      this.#options.log(`${request.method} failed: ${toErrorData(thrown).message}`);
      if (response.headersSent) response.destroy();
      else plain(response, 500, 'internal error');
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = URL.parse(`http://localhost${request.url}`);
    const reading = request.method === 'GET' || request.method === 'HEAD';
    if (!url) plain(response, 400, 'malformed URL');
    else if (url.pathname === '/login' && request.method === 'POST') await this.#logIn(request, response);
    else if (!reading) plain(response, 405, 'only GET');
    else if (url.pathname === '/login') this.#redeem(url.searchParams.get('token'), request, response);
    else if (this.sessions.has(request.headers.cookie)) {
      await sendWindowFile(this.#options.window, url.pathname, request, response);
    } else if (url.pathname === '/') this.#loginPage(request, response);
    else plain(response, 401, 'log in first');
  }

  #redeem(token: string | null, request: IncomingMessage, response: ServerResponse): void {
    const page = token === null || request.method !== 'GET' ? undefined : this.sessions.redeem(token);
    if (page !== undefined) this.#begin(page, request, response);
    else if (this.sessions.has(request.headers.cookie)) this.#goOn('', request, response);
    else this.#loginPage(request, response, token === null ? undefined : 'linkUsed');
  }

  async #logIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { password: check } = this.#options;
    if (!check || Number(request.headers['content-length'] ?? Infinity) > most.loginFormBytes) {
      plain(response, 400, 'no password login');
      return;
    }
    const password = new URLSearchParams(await text(request)).get('password') ?? '';
    const tried = await this.#tries.run(request.socket.remoteAddress ?? '', () => check(password));
    if ('wait' in tried) {
      response.setHeader('retry-after', tried.wait);
      this.#loginPage(request, response, 'wait', 429);
    } else if (tried.passed) this.#begin('', request, response);
    else this.#loginPage(request, response, 'wrongPassword');
  }

  #begin(page: string, request: IncomingMessage, response: ServerResponse): void {
    response.setHeader('set-cookie', this.sessions.begin());
    this.#goOn(page, request, response);
  }

  #goOn(page: string, request: IncomingMessage, response: ServerResponse): void {
    html(response, 200, goOnPage(request.headers['accept-language'] ?? '', page));
  }

  #loginPage(request: IncomingMessage, response: ServerResponse, note?: LoginNote, status = 401): void {
    const password = this.#options.password !== undefined;
    html(response, status, loginPage(request.headers['accept-language'] ?? '', { password, note }));
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refused =
      this.#refusal(request) ??
      (this.sessions.has(request.headers.cookie) ? undefined : 'log in first') ??
      (request.url === '/rpc' ? undefined : 'the windows talk at /rpc') ??
      (this.#windows.clients.size < most.windows ? undefined : 'too many windows');
    if (refused !== undefined) {
      socket.on('error', () => undefined);
      socket.end(`HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n${refused}\n`);
      return;
    }
    this.#windows.handleUpgrade(request, socket, head, (accepted) => this.#options.onPort(webSocketPort(accepted)));
  }

  close(): void {
    for (const window of this.#windows.clients) window.terminate();
    this.#windows.close();
  }
}

function plain(response: ServerResponse, status: number, line: string): void {
  response.writeHead(status, { ...securityHeaders, 'content-type': 'text/plain', 'cache-control': 'no-store' });
  response.end(`${line}\n`);
}

/** Pages of our own without script: nothing but their own style may load. */
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

function html(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, {
    ...securityHeaders,
    'content-security-policy': pagePolicy,
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(page);
}
