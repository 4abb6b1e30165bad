/** Sends the window's files: the built ones, or, while the window is being developed, those of its development server. */
import { createReadStream } from 'node:fs';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { securityHeaders } from '../shell/contentSecurity.ts';
import { rendererFile } from '../shell/rendererFiles.ts';

export type WindowSource = { readonly directory: string } | { readonly developmentUrl: string };

/** Below this a file fits in one packet anyway. Bytes. */
const worthCompressing = 1400;
const compressible = /^text\/|^application\/json|^image\/svg/;

/** Answers a GET or HEAD of one of the window's files. */
export async function sendWindowFile(
  source: WindowSource,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if ('developmentUrl' in source) {
    await passOn(source.developmentUrl, request, response);
    return;
  }
  const found = await rendererFile(source.directory, path);
  if (!found) {
    response.writeHead(404, { ...securityHeaders, 'content-type': 'text/plain' });
    response.end(path === '/' ? 'the window is not built: npm run build\n' : 'not found\n');
    return;
  }
  const compress =
    found.bytes > worthCompressing &&
    compressible.test(found.type) &&
    /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  response.writeHead(200, {
    ...securityHeaders,
    'content-type': found.type,
    'cache-control': found.cacheControl,
    vary: 'accept-encoding',
    ...(compress ? { 'content-encoding': 'gzip' } : { 'content-length': found.bytes }),
  });
  if (request.method === 'HEAD') response.end();
  else if (compress) await pipeline(createReadStream(found.file), createGzip(), response);
  else await pipeline(createReadStream(found.file), response);
}

/** The development server adds scripts of its own to the page, so its answers go without our content policy. */
function passOn(developmentUrl: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const target = new URL(request.url ?? '/', developmentUrl);
  const headers = { ...request.headers, host: target.host, cookie: '' };
  const passed = httpRequest(target, { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    pipeline(answer, response).then(resolve, reject);
  });
  passed.on('error', reject);
  passed.end();
  return promise;
}
