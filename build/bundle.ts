/**
 * The three bundles: the window (for a page), the program on Node (desktop and browser entries, workers), and the preload script.
 * A bundle whose sources have not changed since it was made is left alone.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, normalize, relative } from 'node:path';
import { build, type InlineConfig, type Plugin } from 'vite';
import { root } from './bootstrap.mjs';

export type BundleName = 'renderer' | 'electron' | 'preload';

interface Bundle {
  readonly name: BundleName;
  /** Folders and files that it is made of, beside its configuration and the lockfile. */
  readonly sources: readonly string[];
  /** Files that exist once it is made. */
  readonly output: string;
  make(): Promise<void>;
}

const at = (...parts: readonly string[]): string => join(root, ...parts);

/** Never bundled: Electron's own module, and native parts that ssh2 and ws try and do without. */
const external = ['electron', 'cpu-features', 'bufferutil', 'utf-8-validate', /\.node$/];

/** `electron/store/worker.ts` is the bundle's entry `store-worker`, so that every file of the bundle lies in one folder. */
export function entryName(file: string): string {
  return relative(at('electron'), file).replaceAll('\\', '/').replace(/\.ts$/, '').replaceAll('/', '-');
}

const workerUrl = /new URL\(\s*(['"])(\.{1,2}\/[^'"]*[wW]orker)\.ts\1,\s*import\.meta\.url,?\s*\)/g;

/** Lets `new Worker(new URL('./worker.ts', import.meta.url))` name the bundled worker, as it names the source file without bundling. */
export function rewriteWorkerUrls(code: string, file: string): string {
  return code.replace(workerUrl, (_all, _quote: string, target: string) => {
    const worker = normalize(join(file, '..', target));
    return `new URL('./${entryName(worker)}.js', import.meta.url)`;
  });
}

const workerUrls: Plugin = {
  name: 'virtdeck-worker-urls',
  transform: (code, id) => (code.includes('orker.ts') ? { code: rewriteWorkerUrls(code, id), map: null } : undefined),
};

function nodeBundle(input: Record<string, string>, format: 'es' | 'cjs'): InlineConfig {
  const extension = format === 'es' ? 'js' : 'cjs';
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [workerUrls],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: at('dist/electron'),
      emptyOutDir: false,
      target: 'node24',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input,
        external,
        output: {
          format,
          entryFileNames: `[name].${extension}`,
          chunkFileNames: `[name]-[hash].${extension}`,
          // ssh2 looks for pagent.exe beside its own file, by CommonJS' name.
          ...(format === 'es' && { banner: 'const __dirname = import.meta.dirname;' }),
        },
      },
    },
  };
}

const bundles: readonly Bundle[] = [
  {
    name: 'renderer',
    sources: ['renderer', 'shared', 'assets', 'build/vite.config.ts'],
    output: 'dist/renderer/index.html',
    make: async () => void (await build({ configFile: at('build/vite.config.ts'), logLevel: 'warn' })),
  },
  {
    name: 'electron',
    sources: ['electron', 'shared', 'assets', 'build/bundle.ts'],
    output: 'dist/electron/serve.js',
    make: async () => {
      for (const stale of globSync('dist/electron/*.js{,.map}', { cwd: root })) await rm(at(stale));
      const files = [
        'electron/main.ts',
        'electron/serve.ts',
        ...globSync('electron/**/{worker,*[wW]orker}.ts', { cwd: root }),
      ];
      await build(nodeBundle(Object.fromEntries(files.map((file) => [entryName(at(file)), at(file)])), 'es'));
      await mkdir(at('dist/util'), { recursive: true });
      await copyFile(at('node_modules/ssh2/util/pagent.exe'), at('dist/util/pagent.exe'));
    },
  },
  {
    name: 'preload',
    sources: ['electron/preload.ts', 'shared', 'build/bundle.ts'],
    output: 'dist/electron/preload.cjs',
    make: async () => void (await build(nodeBundle({ preload: at('electron/preload.ts') }, 'cjs'))),
  },
];

/** A digest of names, sizes and times of what a bundle is made of. */
function fingerprint(sources: readonly string[]): string {
  const hash = createHash('sha256');
  const files = [...sources, 'package-lock.json'].flatMap((source) =>
    existsSync(at(source)) && statSync(at(source)).isDirectory()
      ? globSync(`${source}/**/*`, { cwd: root }).toSorted()
      : [source],
  );
  for (const file of files) {
    const found = statSync(at(file), { throwIfNoEntry: false });
    if (found?.isFile() && !/\.test\.tsx?$/.test(file)) hash.update(`${file} ${found.size} ${found.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

export interface BuildOptions {
  /** Makes every bundle anew. */
  readonly force?: boolean;
  readonly only?: readonly BundleName[];
  /** Told before (`ms` undefined) and after a bundle is made; not told of one that is up to date. */
  readonly progress?: (name: BundleName, ms: number | undefined) => void;
}

/** Makes what is missing or out of date; answers the names of what it made. Throws what the bundler throws. */
export async function buildAll({ force = false, only, progress }: BuildOptions = {}): Promise<BundleName[]> {
  const made: BundleName[] = [];
  for (const bundle of bundles) {
    if (only && !only.includes(bundle.name)) continue;
    const stamp = at('dist', `.${bundle.name}-built`);
    const wanted = fingerprint(bundle.sources);
    if (!force && existsSync(at(bundle.output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted)
      continue;
    const start = performance.now();
    progress?.(bundle.name, undefined);
    await bundle.make();
    await writeFile(stamp, wanted);
    progress?.(bundle.name, performance.now() - start);
    made.push(bundle.name);
  }
  return made;
}
