/** The built window as files: which file a URL's path means, and how it is to be served. */
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

export interface RendererFile {
  readonly file: string;
  readonly type: string;
  /** The build puts a digest of the content into the names under `assets/`; the page itself must always be asked for. */
  readonly cacheControl: string;
  readonly bytes: number;
}

/** Only plain names are names of files: no `..`, no hidden file, no escapes, no separator of another system. */
const plainName = /^(?!\.)[\w.@+~-]+$/;

/** The file that a path names, `/` being the page; undefined when there is none. */
export async function rendererFile(directory: string, path: string): Promise<RendererFile | undefined> {
  const names = path === '/' ? ['index.html'] : path.slice(1).split('/');
  const type = types[extname(names.at(-1) ?? '')];
  if (type === undefined || !names.every((name) => plainName.test(name))) return undefined;
  const file = join(directory, ...names);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const cacheControl =
    names[0] === 'assets'
      ? 'private, max-age=31536000, immutable'
      : names.at(-1) === 'index.html'
        ? 'no-store'
        : 'no-cache';
  return { file, type, cacheControl, bytes: found.size };
}
