/**
 * Import directions: one table, as docs and README describe the layers. `violations` finds what breaks it, cycles included, and every
 * message names the right way.
 */
import { dirname, join, normalize } from 'node:path';

/** A part of the program: a path prefix, what it may import (prefixes, itself always) and the sentence for whoever tries more. */
interface Layer {
  readonly path: string;
  readonly may: readonly string[];
  readonly instead: string;
}

/** The longest matching prefix decides. A prefix ends with / for a folder; otherwise it is a file. */
export const layers: readonly Layer[] = [
  { path: 'shared/errors.ts', may: [], instead: 'the error type stands alone' },
  {
    path: 'shared/changes.ts',
    may: ['shared/errors.ts'],
    instead: 'the changes algebra knows no noun: pass what it needs as arguments',
  },
  {
    path: 'shared/xml/',
    may: ['shared/errors.ts'],
    instead: 'the XML kit knows no noun: describe the noun in shared/model with it',
  },
  {
    path: 'shared/rpc/',
    may: ['shared/errors.ts'],
    instead: 'the call protocol knows no method: methods are data in shared/api',
  },
  {
    path: 'shared/model/',
    may: ['shared/xml/', 'shared/errors.ts'],
    instead: 'a model says what a thing is; asking for it belongs in shared/api',
  },
  {
    path: 'shared/api/',
    may: ['shared/model/', 'shared/rpc/', 'shared/changes.ts', 'shared/errors.ts'],
    instead: 'the contract is data; how it is done belongs in electron/backend',
  },
  { path: 'shared/', may: ['shared/'], instead: 'shared runs anywhere and imports nothing outside itself' },

  {
    path: 'electron/libvirt/wire/',
    may: ['shared/errors.ts'],
    instead: 'the wire knows bytes and frames; procedures are tables in electron/libvirt/protocol',
  },
  {
    path: 'electron/libvirt/protocol/',
    may: ['electron/libvirt/wire/xdr.ts', 'shared/model/', 'shared/errors.ts'],
    instead: 'a procedure is numbers and codecs; calls are made in connection.ts',
  },
  {
    path: 'electron/libvirt/transport/',
    may: ['shared/errors.ts', 'shared/model/'],
    instead: 'a transport gives a byte stream; ask the user through the Asker it is given',
  },
  {
    path: 'electron/libvirt/',
    may: ['electron/libvirt/', 'shared/errors.ts', 'shared/model/'],
    instead: 'the client could be a package of its own: of shared it takes enums and errors only',
  },
  {
    path: 'electron/store/',
    may: ['shared/'],
    instead: 'the store keeps data; what to keep is decided in electron/backend',
  },
  {
    path: 'electron/backend/',
    may: ['electron/libvirt/', 'electron/store/', 'shared/'],
    instead: 'the backend knows no shell: the shell passes in what it needs (see openBackend)',
  },
  {
    path: 'electron/shell/',
    may: ['electron/backend/', 'shared/'],
    instead: 'what both shells share knows neither of them',
  },
  {
    path: 'electron/web/',
    may: ['electron/shell/', 'electron/backend/', 'electron/store/', 'shared/'],
    instead: 'web and app are two shells that do not know each other',
  },
  {
    path: 'electron/app/',
    may: ['electron/shell/', 'electron/backend/', 'electron/store/', 'shared/'],
    instead: 'web and app are two shells that do not know each other',
  },
  { path: 'electron/preload.ts', may: ['shared/'], instead: 'preload only hands over one port' },
  {
    path: 'electron/main.ts',
    may: ['electron/app/', 'electron/shell/', 'electron/backend/', 'electron/store/', 'shared/'],
    instead: 'the desktop entry composes app and backend',
  },
  {
    path: 'electron/serve.ts',
    may: ['electron/web/', 'electron/shell/', 'electron/backend/', 'electron/store/', 'shared/'],
    instead: 'the browser entry composes web and backend, never Electron',
  },

  { path: 'renderer/backend.ts', may: ['renderer/ports/', 'shared/'], instead: 'the client knows the contract only' },
  { path: 'renderer/ports/', may: ['shared/'], instead: 'a port carries messages and knows none of them' },
  { path: 'renderer/words/', may: [], instead: 'language files are data' },
  {
    path: 'renderer/components/',
    may: ['renderer/words/'],
    instead: 'a component knows no libvirt word: pass text and data in, or make it part of a noun or feature',
  },
  {
    path: 'renderer/store/',
    may: ['renderer/backend.ts', 'renderer/words/', 'shared/'],
    instead: 'a store holds copies; what to show belongs in a feature',
  },
  {
    path: 'renderer/nouns/',
    may: ['renderer/store/', 'renderer/components/', 'renderer/words/', 'renderer/backend.ts', 'shared/'],
    instead: 'what several features share about a noun must not know any feature',
  },
  {
    path: 'renderer/features/',
    may: [
      'renderer/nouns/',
      'renderer/store/',
      'renderer/components/',
      'renderer/words/',
      'renderer/backend.ts',
      'shared/',
    ],
    instead: 'only renderer/app imports features',
  },
  {
    path: 'renderer/',
    may: ['renderer/', 'shared/'],
    instead: 'the window reaches the backend by the typed client in renderer/backend.ts',
  },
  { path: 'assets/', may: [], instead: 'assets are data' },
];

const featureOf = (path: string): string | undefined => /^renderer\/features\/([^/]+)\//.exec(path)?.[1];
const electronModuleIn = /^electron\/(main\.ts|preload\.ts|app\/)/;
const withoutNode = /^(shared|renderer)\//;
const nodeModules = /^(node:|(?:fs|path|os|net|tls|http|crypto|child_process|stream|util|buffer)(?:\/|$))/;

export interface Import {
  readonly from: string;
  /** A path inside the tree, or the name of a module. */
  readonly to: string;
  /** `import type`: nothing at run time. */
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const importPattern =
  /^[ \t]*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** The imports and re-exports of a source file; relative ones resolved to paths inside the tree. */
export function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(importPattern)].map((match) => {
    const target = match[2] ?? match[3] ?? '';
    const to = target.startsWith('.')
      ? normalize(join(dirname(file), target.replace(/\?.*$/, ''))).replaceAll('\\', '/')
      : target;
    return { from: file, to, typeOnly: match[1] !== undefined, line: text.slice(0, match.index).split('\n').length };
  });
}

/** Tests may import what they test with; the layers are about the program. */
export const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);

export function layerOf(file: string): Layer | undefined {
  return layers.filter(({ path }) => within(file, path)).toSorted((a, b) => b.path.length - a.path.length)[0];
}

function within(file: string, prefix: string): boolean {
  return prefix.endsWith('/') ? file.startsWith(prefix) : file === prefix;
}

function judge(one: Import): string | undefined {
  const { from, to, typeOnly } = one;
  const standIn = typeOnly && from.startsWith('test/'); // stand-ins for Electron are typed by its own definitions
  if (to === 'electron' && !electronModuleIn.test(from) && !standIn) {
    return `"electron" is imported only in electron/main.ts, preload.ts and app/: pass what you need of it in as an interface`;
  }
  if (nodeModules.test(to) && withoutNode.test(from)) {
    return `"${to}" is Node's: ${from.startsWith('shared/') ? 'shared runs anywhere' : 'pages have no Node'}; do it in electron/backend and offer it in shared/api`;
  }
  const [feature, other] = [featureOf(from), featureOf(to)];
  if (feature !== undefined && other !== undefined && feature !== other) {
    return `feature ${feature} imports feature ${other}: move what both need to renderer/nouns or renderer/components, or compose them in renderer/app`;
  }
  const layer = layerOf(from);
  if (!layer || !/^(shared|electron|renderer|build|test)\//.test(to)) return undefined;
  if (within(to, layer.path) || layer.may.some((prefix) => within(to, prefix))) return undefined;
  return `${layer.path} may not import ${to}: ${layer.instead}`;
}

/**
 * Cycles of imports, each once, as the list of its files. Type-only ones count: nothing of them is left at run time, but whoever reads
 * one of the files needs the other.
 */
export function cycles(imports: readonly Import[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) {
      found.push(path.slice(at));
      return;
    }
    if (done.has(file)) return;
    for (const next of targets.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return found;
}

/** Folders of the backend: each is a floor, and floors don't stand on one another. */
const floorOf = (path: string): string | undefined => /^(electron\/backend\/[^/]+)\//.exec(path)?.[1];

function betweenFloors(imports: readonly Import[]): Import[] {
  return imports.flatMap((one) => {
    const [from, to] = [floorOf(one.from), floorOf(one.to)];
    return from === undefined || to === undefined || from === to ? [] : [{ ...one, from, to }];
  });
}

/** All that breaks the table in these files (path inside the tree -> text). */
export function violations(files: ReadonlyMap<string, string>): Violation[] {
  const imports = [...files].filter(([file]) => !isTest(file)).flatMap(([file, text]) => importsOf(file, text));
  const wrong = imports.flatMap((one) => {
    const message = judge(one);
    return message === undefined ? [] : [{ file: one.from, line: one.line, message }];
  });
  const circles = cycles(imports).map((circle) => ({
    file: circle[0] ?? '',
    line: imports.find(({ from, to }) => from === circle[0] && to === (circle[1] ?? circle[0]))?.line ?? 1,
    message: `import cycle ${[...circle, circle[0]].join(' -> ')}: move what both sides need to a file of its own`,
  }));
  const floors = betweenFloors(imports);
  const floorCircles = cycles(floors).map((circle) => ({
    file: circle[0] ?? '',
    line: floors.find(({ from, to }) => from === circle[0] && to === (circle[1] ?? ''))?.line ?? 1,
    message: `folders import each other, ${[...circle, circle[0]].join(' -> ')}: one of them stands above; move what both need below it`,
  }));
  return [...wrong, ...circles, ...floorCircles];
}
