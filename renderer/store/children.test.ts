import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { noChanges } from '../../shared/changes.ts';
import { recordKey } from '../../shared/model/objectRef.ts';
import { refOfChild, type ChildRecords } from '../../shared/model/objects.ts';
import { applyChildren, childrenNow, failChildren, forgetChildren, useChildren } from './children.ts';

const parent = { host: 'h', id: '00000000-0000-4000-8000-000000000001' };
const other = { host: 'h', id: '00000000-0000-4000-8000-000000000002' };
const snapshot = (name: string): ChildRecords['snapshot'] => ({
  host: 'h',
  domain: parent.id,
  name,
  state: 'running',
  creationTime: 1,
  current: false,
  memory: 'no',
  disks: [],
});
const added = (...names: readonly string[]) => ({
  snapshot: {
    ...noChanges<ChildRecords['snapshot']>(),
    added: Object.fromEntries(names.map((name) => [recordKey(refOfChild.snapshot(snapshot(name))), snapshot(name)])),
  },
});
const names = (of = parent): readonly string[] => childrenNow('snapshot', of).records.map(({ name }) => name);

describe('the window’s copy of what a parent has', () => {
  test('is in the order of names, and takes a snapshot for all there is', () => {
    applyChildren('snapshot', parent, added('s10', 's2'), true);
    expect(names()).toEqual(['s2', 's10']);
    applyChildren('snapshot', parent, added('s3'), false);
    expect(names()).toEqual(['s2', 's3', 's10']);
    applyChildren('snapshot', parent, added('s1'), true);
    expect(names()).toEqual(['s1']);
  });

  test('is of that parent alone', () => {
    applyChildren('snapshot', parent, added('mine'), true);
    applyChildren('snapshot', other, added('theirs'), true);
    expect([names(), names(other)]).toEqual([['mine'], ['theirs']]);
  });

  test('is loaded once it was told of, be it that there is nothing', () => {
    forgetChildren('snapshot', parent);
    expect(childrenNow('snapshot', parent)).toEqual({ records: [], loaded: false });
    applyChildren('snapshot', parent, {}, true);
    expect(childrenNow('snapshot', parent)).toEqual({ records: [], loaded: true });
  });

  test('says why there is nothing to be had, until there is', () => {
    const error = { code: 'notSupported', message: 'no snapshots here' } as const;
    failChildren('snapshot', parent, error);
    expect(childrenNow('snapshot', parent)).toEqual({ records: [], loaded: false, error });
    applyChildren('snapshot', parent, added('s'), true);
    expect(childrenNow('snapshot', parent).error).toBeUndefined();
  });
});

test('a component without a parent, or before anything has come, has nothing and is not loaded', () => {
  const Shown = ({ of }: { readonly of: typeof parent | undefined }): string => {
    const { records, loaded } = useChildren('storageVolume', of);
    return `${records.length} ${loaded}`;
  };
  expect([undefined, parent].map((of) => renderToStaticMarkup(createElement(Shown, { of })))).toEqual([
    '0 false',
    '0 false',
  ]);
});
