/** The window's own pages: where they come from, and which URLs are theirs. */
import { readFile } from 'node:fs/promises';
import type { Protocol } from 'electron';
import { parseRoute } from '../../shared/model/route.ts';
import { securityHeaders } from '../shell/contentSecurity.ts';
import { rendererFile } from '../shell/rendererFiles.ts';

export const scheme = 'virtdeck';
const host = 'app';
/** The window's first page, unless it comes from a development server. */
export const indexUrl = `${scheme}://${host}/`;

/**
 * Makes `virtdeck:` a secure scheme with an origin of its own, which noVNC (secure context), storage and modules need. Has to be
 * called before the program is ready.
 */
export function registerScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }]);
}

/** Serves the built window under its scheme. */
export function servePages(protocol: Pick<Protocol, 'handle'>, directory: string): void {
  protocol.handle(scheme, (request) => pageResponse(request, directory));
}

export async function pageResponse(
  { url, method }: Pick<Request, 'url' | 'method'>,
  directory: string,
): Promise<Response> {
  const { host: named, pathname } = new URL(url);
  const found = named === host && method === 'GET' ? await rendererFile(directory, pathname) : undefined;
  if (!found) return new Response('not found', { status: 404, headers: { ...securityHeaders } });
  const headers = { ...securityHeaders, 'content-type': found.type, 'cache-control': found.cacheControl };
  return new Response(new Uint8Array(await readFile(found.file)), { headers });
}

/** Whether a URL is one of our own pages. By scheme and host, because Node gives an unknown scheme no origin. */
export function isOwnPage(url: string, index: string): boolean {
  const [page, own] = [URL.parse(url), URL.parse(index)];
  return page !== null && own !== null && page.protocol === own.protocol && page.host === own.host;
}

/** Whether a URL is a page that may be a window of its own: a console. */
export function isOwnWindow(url: string, index: string): boolean {
  return isOwnPage(url, index) && parseRoute(URL.parse(url)?.hash ?? '').page === 'console';
}
