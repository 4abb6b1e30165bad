import { describe, expect, test } from 'vitest';
import { emptyDraft, withFirstDisk, withKind, withProposal, type CreationDraft, type ImageDraft } from './draft.ts';
import { firstAnswers } from './firstBoot/answers.ts';
import { proposal } from './proposal.fixture.ts';
import { imageOf, requestOf } from './request.ts';

const known = { os: 'debian12', name: 'web' };
const draft = (change: Partial<CreationDraft> = {}): CreationDraft => ({
  ...withProposal(emptyDraft(['h1']), proposal(), { before: undefined, now: undefined }),
  ...change,
});
const image: ImageDraft = { from: 'pool', path: '', url: '', remote: false, sha256: '' };

describe('what is missing is said before anything is planned', () => {
  const cases: readonly (readonly [string, CreationDraft, string])[] = [
    ['image', draft(), 'web'],
    ['file', draft({ iso: { ...image, from: 'file' } }), 'web'],
    ['url', draft({ iso: { ...image, from: 'url', url: 'htp:/x' } }), 'web'],
    ['path', draft({ iso: { ...image, from: 'path', path: ' ' } }), 'web'],
    ['tree', draft({ kind: 'tree' }), 'web'],
    ['xml', draft({ kind: 'xml', xml: '\n' }), 'web'],
    ['disk', draft({ kind: 'import' }), 'web'],
    ['host', draft({ kind: 'blank', hosts: [] }), 'web'],
    ['name', draft({ kind: 'blank' }), ' '],
    ['hardware', { ...emptyDraft(['h1']), kind: 'blank' }, 'web'],
  ];
  test.each(cases)('%s', (missing, asked, name) => {
    expect(requestOf(asked, { ...known, name })).toEqual({ kind: 'missing', missing });
  });
});

test('a complete draft is a request; texts that are empty are not in it', () => {
  const asked = requestOf(draft({ kind: 'blank', title: ' ', description: 'Serves the shop ' }), known);
  expect(asked).toMatchObject({
    kind: 'request',
    request: { name: 'web', os: 'debian12', hosts: ['h1'], description: 'Serves the shop', start: true },
  });
  expect(asked.kind === 'request' && 'title' in asked.request).toBe(false);
});

test('a value that can not be asked for is a problem of its field', () => {
  const asked = requestOf(draft({ kind: 'blank', hardware: proposal({ memoryMiB: 0 }) }), known);
  expect(asked).toEqual({
    kind: 'invalid',
    problems: [
      {
        level: 'error',
        code: 'valueInvalid',
        field: 'hardware.memoryMiB',
        params: { words: 'creation.hardware.fault.size' },
      },
    ],
  });
});

test('an answer that can not be given is called in the words that stand beside its field', () => {
  const cloudInit = {
    answers: { ...firstAnswers([]), users: [{ name: 'No Such Name', sshKeys: [], sudo: true }] },
    pool: 'default',
    removeAfterFirstBoot: true,
  };
  const source = { kind: 'cloud', cloud: { ...emptyDraft([]).cloud, from: 'path', path: '/ready.qcow2' } } as const;
  expect(requestOf(draft({ ...source, cloudInit, cloudInitSaid: true }), known)).toMatchObject({
    kind: 'invalid',
    problems: [{ field: 'cloudInit.answers.users.0.name', params: { words: 'creation.cloudInit.wrong.userName' } }],
  });
});

test('an imported disk is the one that was chosen', () => {
  const imported = withFirstDisk(withKind(draft(), 'import'), { kind: 'path', path: '/a.qcow2', format: 'qcow2' });
  expect(requestOf(imported, known)).toMatchObject({ kind: 'request', request: { source: { kind: 'import' } } });
});

describe('an image', () => {
  test('of this computer goes into the proposed pool under its own name', () => {
    const file = new File(['12345'], 'a.iso');
    expect(imageOf({ ...image, from: 'file', file: { upload: 'u', file } }, 'default')).toEqual({
      kind: 'upload',
      upload: 'u',
      pool: 'default',
      volume: 'a.iso',
      sizeBytes: 5,
    });
  });

  test('of the web is named after its address', () => {
    const url = 'https://cdimage.example/a%20b.iso?mirror=1';
    expect(imageOf({ ...image, from: 'url', url }, 'default')).toMatchObject({ kind: 'url', volume: 'a b.iso' });
  });

  test('that the hypervisor reads itself needs no pool', () => {
    const url = 'https://cdimage.example/a.iso';
    expect(imageOf({ ...image, from: 'url', url, remote: true }, undefined)).toEqual({ kind: 'remote', url });
  });

  test('that must be put somewhere needs a pool', () => {
    expect(imageOf({ ...image, from: 'url', url: 'https://x.example/a.iso' }, undefined)).toBe('pool');
  });

  test('has its checksum compared in lower case', () => {
    const sha256 = 'A'.repeat(64);
    const url = 'https://x.example/a.iso';
    expect(imageOf({ ...image, from: 'url', url, sha256 }, 'default')).toMatchObject({ sha256: 'a'.repeat(64) });
  });
});
