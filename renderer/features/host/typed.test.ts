import { describe, expect, it } from 'vitest';
import { parseUri } from '../../../electron/libvirt/transport/uri.ts';
import {
  afterReading,
  blank,
  enteringName,
  leavingName,
  nameOf,
  typedOf,
  withForm,
  withUri,
  type Typed,
} from './typed.ts';

const read = (typed: Typed): Typed =>
  afterReading(typed, typed.uri, { ...parseUri(typed.uri), uri: typed.uri, warnings: [] });
const host = { id: '1', name: 'lab', uri: 'qemu+ssh://root@h1/system?proxy=netcat', autoconnect: false };

describe('the form and the URI', () => {
  it('follow each other', () => {
    const typed = read(withUri(blank, 'qemu+ssh://root@h1/system'));
    expect(typed.form).toMatchObject({ host: 'h1', user: 'root' });
    expect(withForm(typed, { ...typed.form, port: '2222' }, false).uri).toBe('qemu+ssh://root@h1:2222/system');
  });

  it('lose nothing when a field is changed before the URI was read', () => {
    const opened = typedOf(host);
    const edited = withForm(opened, { ...opened.form, port: '2222' }, true);
    expect(edited.uri).toBe(host.uri);
    expect(edited.form.port).toBe('2222');
    expect(read(edited).uri).toBe('qemu+ssh://root@h1:2222/system?proxy=netcat');
  });

  it('keep the form while the URI can not be read', () => {
    const typed = withUri(read(withUri(blank, 'qemu+ssh://h1/system')), 'qemu+ssh://h1:x/system');
    const after = afterReading(typed, typed.uri, undefined);
    expect(after.uri).toBe('qemu+ssh://h1:x/system');
    expect(after.form.host).toBe('h1');
  });

  it('let the form speak again once it is changed', () => {
    const typed = withUri(read(withUri(blank, 'qemu+ssh://h1/system')), 'nonsense');
    expect(withForm(typed, { ...typed.form, user: 'me' }, false).uri).toBe('qemu+ssh://me@h1/system');
  });

  it('do not follow the reading of a URI that was typed over', () => {
    const typed = withUri(blank, 'qemu+ssh://h2/system');
    expect(afterReading(typed, 'qemu+ssh://h1/system', undefined)).toBe(typed);
  });
});

describe('the name', () => {
  it('is proposed by the URI, but not to somebody who has begun to type it', () => {
    const behind = withUri(blank, 'qemu+ssh://root@h1/system');
    expect(nameOf(read(behind))).toBe('h1');
    const typing = enteringName(behind);
    expect(nameOf(read(typing))).toBe(nameOf(behind));
  });

  it('is proposed again when it was left empty or as it was proposed', () => {
    const empty = leavingName({ ...blank, name: ' ' });
    expect(nameOf(read(withUri(empty, 'qemu+ssh://root@h1/system')))).toBe('h1');
    const proposed = leavingName(enteringName(read(withUri(blank, 'qemu+ssh://root@h1/system'))));
    expect(nameOf(read(withUri(proposed, 'qemu+ssh://root@h2/system')))).toBe('h2');
  });
});
