import { describe, expect, test } from 'vitest';
import type { Domain } from '../../../shared/model/domain.ts';
import type { Host } from '../../../shared/model/host.ts';
import type { ObjectRecords } from '../../../shared/model/objects.ts';
import { findByTyping, moveInTree, treeRows, type BelowKind, type TreeParts, type TreeRow } from './rows.ts';

const host = (id: string): Host => ({
  id,
  config: { id, name: id, uri: 'test:///default', autoconnect: true },
  status: { kind: 'disconnected' },
  stale: true,
});
const domain = (of: string, name: string): Domain => ({
  host: of,
  uuid: `${of}-${name}`,
  name,
  state: 'running',
  stateReason: 0,
  persistent: true,
  autostart: false,
  managedSave: false,
});
const network = (of: string, name: string): ObjectRecords['network'] => ({
  host: of,
  uuid: `${of}-${name}`,
  name,
  active: true,
  persistent: true,
  autostart: false,
  forwardMode: 'nat',
  forwardDevices: [],
  addresses: [],
  portgroups: [],
});

type Known = { readonly [K in BelowKind]?: readonly ObjectRecords[K][] };

const domains = [domain('beta', 'mail'), domain('alpha', 'web-9'), domain('alpha', 'web-10')];
const treeOf = (known: Known, parts: Partial<TreeParts> = {}): readonly TreeRow[] =>
  treeRows({
    hosts: [host('alpha'), host('beta')],
    objectsOf: (kind) => known[kind] ?? [],
    unasked: new Set(),
    nameOf: (kind) => kind,
    closed: new Set(),
    opened: new Set(),
    filter: '',
    ...parts,
  });
const rows = (closed: readonly string[] = [], filter = ''): readonly TreeRow[] =>
  treeOf({ domain: domains }, { closed: new Set(closed), filter });
const names = (of: readonly TreeRow[]): readonly string[] => of.map((row) => (row.kind === 'fleet' ? '*' : row.name));

describe('what is in the tree', () => {
  test('hosts are open until they are closed, and what they have stands in the order of its names', () => {
    expect(names(rows())).toEqual(['*', 'alpha', 'web-9', 'web-10', 'beta', 'mail']);
    expect(names(rows(['alpha']))).toEqual(['*', 'alpha', 'beta', 'mail']);
  });

  test('a filter shows what it finds even in closed hosts, and hides hosts without any', () => {
    expect(names(rows(['alpha'], 'web-1'))).toEqual(['*', 'alpha', 'web-10']);
  });

  test('a host whose own name matches keeps all of its VMs', () => {
    expect(names(rows([], 'beta'))).toEqual(['*', 'beta', 'mail']);
  });
});

test('each row knows its place among the rows of its parent that are shown', () => {
  const places = rows([], 'web').map(({ key, position, siblings }) => [key, position, siblings]);
  expect(places).toEqual([
    ['', 1, 1],
    ['alpha', 1, 1],
    ['domain/alpha/alpha-web-9', 1, 2],
    ['domain/alpha/alpha-web-10', 2, 2],
  ]);
});

describe('what a host has besides VMs', () => {
  const known: Known = { domain: domains, network: [network('alpha', 'default'), network('alpha', 'lab')] };

  test('stands before them in groups, which are closed until they are opened', () => {
    expect(names(treeOf(known))).toEqual(['*', 'alpha', 'network', 'web-9', 'web-10', 'beta', 'mail']);
    const opened = treeOf(known, { opened: new Set(['network/alpha']) });
    expect(names(opened)).toEqual(['*', 'alpha', 'network', 'default', 'lab', 'web-9', 'web-10', 'beta', 'mail']);
    expect(opened.slice(2, 5).map(({ level, position, siblings }) => [level, position, siblings])).toEqual([
      [3, 1, 3],
      [4, 1, 2],
      [4, 2, 2],
    ]);
  });

  test('is found by the filter, which opens its group', () => {
    expect(names(treeOf(known, { filter: 'def' }))).toEqual(['*', 'alpha', 'network', 'default']);
  });

  test('has a group without a number where nobody has asked, unless the host is away or its driver has no such thing', () => {
    const up: Host = {
      ...host('alpha'),
      status: { kind: 'connected', since: 0, rttMs: 1, transport: 'unix' },
      stale: false,
    };
    const unasked = new Set(['nodeDevice'] as const);
    const [, , group] = treeOf({}, { hosts: [up], unasked });
    expect(group).toMatchObject({ kind: 'group', of: 'nodeDevice', count: undefined });
    expect(names(treeOf({}, { hosts: [{ ...up, lacks: ['nodeDevice'] }], unasked }))).toEqual(['*', 'alpha']);
    expect(names(treeOf({}, { hosts: [host('alpha')], unasked }))).toEqual(['*', 'alpha']);
  });

  test('is counted by its group, and VMs by their host', () => {
    const counts = treeOf(known).flatMap((row) => (row.kind === 'host' || row.kind === 'group' ? [row.count] : []));
    expect(counts).toEqual([2, 2, 1]);
  });

  test('is left by the left arrow for its group, and that for its host', () => {
    const opened = treeOf(known, { opened: new Set(['network/alpha']) });
    expect(moveInTree(opened, 4, 'ArrowLeft')).toEqual({ kind: 'focus', index: 2 });
    expect(moveInTree(opened, 2, 'ArrowLeft')).toEqual({ kind: 'close', row: opened[2] });
    expect(moveInTree(treeOf(known), 2, 'ArrowLeft')).toEqual({ kind: 'focus', index: 1 });
    expect(moveInTree(treeOf(known), 2, 'ArrowRight')).toMatchObject({ kind: 'open' });
  });
});

describe('keys in the tree', () => {
  test('right opens a closed host, then goes into it; left goes back to it, then closes it', () => {
    expect(moveInTree(rows(['alpha']), 1, 'ArrowRight')).toMatchObject({ kind: 'open', row: { key: 'alpha' } });
    expect(moveInTree(rows(), 1, 'ArrowRight')).toEqual({ kind: 'focus', index: 2 });
    expect(moveInTree(rows(), 3, 'ArrowLeft')).toEqual({ kind: 'focus', index: 1 });
    expect(moveInTree(rows(), 1, 'ArrowLeft')).toMatchObject({ kind: 'close', row: { key: 'alpha' } });
  });

  test('up and down stop at the ends', () => {
    expect(moveInTree(rows(), 0, 'ArrowUp')).toEqual({ kind: 'focus', index: 0 });
    expect(moveInTree(rows(), 5, 'PageDown')).toEqual({ kind: 'focus', index: 5 });
    expect(moveInTree(rows(), 5, 'x')).toBeUndefined();
  });

  test('typing finds the next name that begins so, around the end', () => {
    expect(findByTyping(rows(), 3, 'w')).toBe(2);
    expect(findByTyping(rows(), 0, 'web-1')).toBe(3);
    expect(findByTyping(rows(), 0, 'zz')).toBeUndefined();
  });
});
