import { beforeEach, expect, test, vi } from 'vitest';
import { hostRef } from '../../shared/model/objectRef.ts';
import { domainObject, type Domain } from '../../shared/model/domain.ts';
import type { Host } from '../../shared/model/host.ts';
import { closeDialog, useDialog } from '../store/dialogs.ts';
import { applyInventory } from '../store/inventory.ts';
import type { KeyPress } from './shortcut.ts';
import { isVerbKey, runVerbKey, verbKeyOn } from './verbKeys.ts';

const connect = vi.hoisted(() => vi.fn<(input: { readonly host: string }) => Promise<void>>(() => Promise.resolve()));
vi.mock('../backend.ts', () => ({ api: { host: { connect } }, follow: () => Promise.resolve() }));

const host = (id: string, up: boolean): Host => ({
  id,
  config: { id, name: id, uri: 'test:///default', autoconnect: true },
  status: up ? { kind: 'connected', since: 0, rttMs: 1, transport: 'unix' } : { kind: 'disconnected' },
  stale: !up,
});
const domain = (of: string, uuid: string): Domain => ({
  host: of,
  uuid,
  name: uuid,
  state: 'shutoff',
  stateReason: 0,
  persistent: true,
  autostart: false,
  managedSave: false,
});
const [web, mail, away] = [domain('up', 'web'), domain('up', 'mail'), domain('down', 'away')];
const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

beforeEach(() => {
  closeDialog();
  connect.mockClear();
  const added = { up: host('up', true), down: host('down', false) };
  const domains = Object.fromEntries([web, mail, away].map((one) => [`${one.host}/${one.uuid}`, one]));
  applyInventory(
    ['host', 'domain'],
    { host: { added, updated: {}, removed: [] }, domain: { added: domains, updated: {}, removed: [] } },
    true,
  );
});

const dialog = () => useDialog.getState().dialog;

test('the key of a verb begins it on the object', () => {
  expect(runVerbKey(press('F2'), domainObject(web))).toBe(true);
  expect(dialog()).toEqual({ kind: 'renameDomain', domain: { host: 'up', uuid: 'web' } });
});

test('a verb that can not run now does not begin, and its key is still nobody else’s', () => {
  expect(runVerbKey(press('F2'), domainObject(away))).toBe(false);
  expect(dialog()).toBeUndefined();
  expect(isVerbKey(press('F2'))).toBe(true);
  expect(isVerbKey(press('F3'))).toBe(false);
});

test('what only a host can is done to the host of the object', () => {
  expect(runVerbKey(press('F5'), domainObject(away))).toBe(true);
  expect(connect.mock.calls).toEqual([[{ host: 'down' }]]);
  expect(runVerbKey(press('F5'), domainObject(web))).toBe(false);
});

test('a verb of VMs is not done to a host', () => {
  expect(runVerbKey(press('Delete'), hostRef('up'))).toBe(false);
  expect(dialog()).toBeUndefined();
});

test('where nothing is chosen a verb for many is done to all hosts that can take it', () => {
  expect(runVerbKey(press('F5'), undefined)).toBe(true);
  expect(connect.mock.calls).toEqual([[{ host: 'down' }]]);
  expect(runVerbKey(press('Delete'), undefined)).toBe(false);
});

test('on a selection it begins for all of it, and not at all where it is for one only', () => {
  expect(verbKeyOn('domain', press('F2'), [web, mail])).toBe(true);
  expect(dialog()).toBeUndefined();
  expect(verbKeyOn('domain', press('Delete'), [web, mail])).toBe(true);
  expect(dialog()).toMatchObject({ kind: 'deleteDomains' });
  expect(verbKeyOn('domain', press('F5'), [web])).toBe(false);
});
