import { describe, expect, test } from 'vitest';
import type { Domain } from '../../../shared/model/domain.ts';
import type { Host } from '../../../shared/model/host.ts';
import { findByTyping, moveInTree, treeRows, type TreeRow } from './rows.ts';

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
const rows = (closed: readonly string[] = [], filter = ''): readonly TreeRow[] =>
  treeRows({
    hosts: [host('alpha'), host('beta')],
    domains: [domain('alpha', 'web-10'), domain('alpha', 'web-9'), domain('beta', 'mail')],
    closed: new Set(closed),
    filter,
    compare: (a, b) => a.localeCompare(b, undefined, { numeric: true }),
  });
const names = (of: readonly TreeRow[]): readonly string[] =>
  of.map((row) => (row.kind === 'fleet' ? '*' : row.kind === 'host' ? row.record.config.name : row.record.name));

describe('what is in the tree', () => {
  test('hosts are open until they are closed, and names are ordered as people count', () => {
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
    ['alpha/alpha-web-9', 1, 2],
    ['alpha/alpha-web-10', 2, 2],
  ]);
});

describe('keys in the tree', () => {
  test('right opens a closed host, then goes into it; left goes back to it, then closes it', () => {
    expect(moveInTree(rows(['alpha']), 1, 'ArrowRight')).toEqual({ kind: 'open', key: 'alpha' });
    expect(moveInTree(rows(), 1, 'ArrowRight')).toEqual({ kind: 'focus', index: 2 });
    expect(moveInTree(rows(), 3, 'ArrowLeft')).toEqual({ kind: 'focus', index: 1 });
    expect(moveInTree(rows(), 1, 'ArrowLeft')).toEqual({ kind: 'close', key: 'alpha' });
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
