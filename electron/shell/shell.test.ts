import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Api } from '../../shared/api/contract.ts';
import { appError } from '../../shared/errors.ts';
import type { Consoles } from '../../shared/model/console.ts';
import type { Domain } from '../../shared/model/domain.ts';
import type { Host } from '../../shared/model/host.ts';
import { startRoutes, type StartRequest } from './commandLine.ts';
import { preferredLanguage } from './language.ts';
import { dataDirectory, programRoot } from './paths.ts';
import { rendererFile } from './rendererFiles.ts';
import { temporaryFolder } from '../../test/lab/lifeline.ts';

const uuid = '6b3f0000-0000-4000-8000-000000000001';
const known = { id: 'h1', config: { id: 'h1', name: 'node1', uri: 'qemu+ssh://node1/system' } } as unknown as Host;
const domain = { host: 'h1', uuid, name: 'vm1', id: 7 } as unknown as Domain;
const vnc: Consoles = {
  pointer: 'absolute',
  graphics: [
    { type: 'spice', index: 0, listen: '', reachable: false, why: 'spice' },
    { type: 'vnc', index: 1, listen: '', reachable: true },
  ],
  serials: [{ alias: 'serial0', element: 'serial', index: 0, type: 'pty', openable: true }],
};

/** A backend with one known host, whose domain appears in the second change. */
function backend({ consoles = vnc, domains = [domain] }: { consoles?: Consoles; domains?: readonly Domain[] } = {}) {
  const did: string[] = [];
  const none = { added: {}, updated: {}, removed: [] };
  const api = {
    inventory: {
      async *watch(_input: object, options?: { signal?: AbortSignal }) {
        yield { host: { ...none, added: { h1: known } } };
        yield { domain: { ...none, added: Object.fromEntries(domains.map((one) => [one.uuid, one])) } };
        await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve));
        throw appError('cancelled', 'cancelled');
      },
    },
    host: {
      describeUri: async ({ uri }: { uri: string }) => {
        if (uri === 'nonsense') throw appError('uriInvalid', 'no scheme');
        return { uri, ...(uri.includes('node') && { host: 'node1' }) };
      },
      add: async ({ name, uri }: { name: string; uri: string }) => {
        did.push(`add ${name} ${uri}`);
        return 'h2';
      },
      connect: async ({ host }: { host: string }) => void did.push(`connect ${host}`),
    },
    console: { list: async () => consoles },
  } as unknown as Api;
  return { api, did };
}

async function routes(api: Api, request: StartRequest, signal = new AbortController().signal): Promise<string[]> {
  const shown: string[] = [];
  for await (const route of startRoutes(api, request, signal)) shown.push(route);
  return shown;
}

describe('--connect', () => {
  test('connects a known host and shows it', async () => {
    const { api, did } = backend();
    expect(await routes(api, { connect: 'qemu+ssh://node1/system' })).toEqual(['#/host/h1']);
    expect(did).toEqual(['connect h1']);
  });

  test('adds an unknown one under a name that is free', async () => {
    const { api, did } = backend();
    expect(await routes(api, { connect: 'qemu+ssh://root@node1/system' })).toEqual(['#/host/h2']);
    expect(await routes(api, { connect: 'qemu:///system' })).toEqual(['#/host/h2']);
    expect(did.filter((line) => line.startsWith('add'))).toEqual([
      'add node1 (2) qemu+ssh://root@node1/system',
      'add localhost qemu:///system',
    ]);
  });

  test('says what is wrong with a URI', async () => {
    await expect(routes(backend().api, { connect: 'nonsense' })).rejects.toMatchObject({ code: 'uriInvalid' });
  });
});

describe('--show-domain-console', () => {
  test.each(['vm1', uuid, uuid.toUpperCase(), '7'])('finds the domain by name, UUID or number: %s', async (wanted) => {
    expect(await routes(backend().api, { showDomainConsole: wanted })).toEqual([`#/console/h1/${uuid}/vnc:1`]);
  });

  test('shows the serial console where no graphics can be shown', async () => {
    const { api } = backend({ consoles: { ...vnc, graphics: vnc.graphics.slice(0, 1) } });
    expect(await routes(api, { showDomainConsole: 'vm1' })).toEqual([`#/console/h1/${uuid}/serial:serial0`]);
  });

  test('shows the host first, and looks only there', async () => {
    const elsewhere = { ...domain, host: 'h9' } as Domain;
    const abort = new AbortController();
    const going = startRoutes(
      backend({ domains: [elsewhere] }).api,
      { connect: known.config.uri, showDomainConsole: 'vm1' },
      abort.signal,
    );
    expect((await going.next()).value).toBe('#/host/h1');
    const next = going.next();
    setTimeout(() => abort.abort());
    await expect(next).rejects.toMatchObject({ code: 'notFound' });
  });
});

test('the data directory is where each system keeps such data, unless it is named', () => {
  expect(dataDirectory('linux', {}, '/home/a')).toBe('/home/a/.local/share/virtdeck');
  expect(dataDirectory('linux', { XDG_DATA_HOME: '/x' }, '/home/a')).toBe('/x/virtdeck');
  expect(dataDirectory('darwin', {}, '/Users/a')).toBe('/Users/a/Library/Application Support/VirtDeck');
  expect(dataDirectory('linux', { VIRTDECK_DATA_DIR: '/d' }, '/home/a')).toBe('/d');
});

test('the program is found from its sources, built and packed', () => {
  expect(programRoot('/tree/electron')).toBe('/tree');
  expect(programRoot('/tree/dist/electron')).toBe('/tree');
  expect(programRoot('/opt/virtdeck/resources/app.asar/dist/electron')).toBe('/opt/virtdeck/resources/app.asar');
});

test("the language is the first of the user's that there is", () => {
  expect(preferredLanguage(['fr-FR', 'zh-Hans-CN', 'en-US'])).toBe('zh-CN');
  expect(preferredLanguage(['en-GB', 'zh'])).toBe('en');
  expect(preferredLanguage(['fr'])).toBe('en');
  expect(preferredLanguage([])).toBe('en');
});

describe('a file of the window', () => {
  const directory = temporaryFolder('vd-files-');
  afterAll(() => rmSync(directory, { recursive: true }));
  mkdirSync(join(directory, 'assets'));
  for (const name of ['index.html', 'icon.svg', 'assets/a-12.js', 'notes']) writeFileSync(join(directory, name), 'x');

  test('is kept by browsers as long as its name stands for its content', async () => {
    const cache = async (path: string) => (await rendererFile(directory, path))?.cacheControl;
    expect(await cache('/')).toBe('no-store');
    expect(await cache('/assets/a-12.js')).toContain('immutable');
    expect(await cache('/icon.svg')).toBe('no-cache');
  });

  test('has a known type and a plain name', async () => {
    for (const path of [
      '/notes',
      '/assets',
      '/../x.js',
      '/a//b.js',
      '/.a.js',
      '/assets\\a-12.js',
      '/a%2fb.js',
      '/CON:.js',
    ]) {
      expect(await rendererFile(directory, path)).toBeUndefined();
    }
  });
});
