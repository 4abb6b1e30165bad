import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readClientUris, resolveUri, type ClientPlaces } from './clientConf.ts';
import { readConf } from './conf.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vd-conf-'));
});
afterAll(() => rm(folder, { recursive: true }));

let count = 0;
async function withConf(text: string, environment: ClientPlaces['environment'] = {}): Promise<ClientPlaces> {
  const file = join(folder, `libvirt-${count++}.conf`);
  await writeFile(file, text);
  return { environment, file };
}

/** As libvirt ships it, with its comments. */
const example = `#
# This can be used to setup URI aliases for frequently
# used connection URIs. Aliases may contain only the
# characters  a-Z, 0-9, _, -.
#
uri_aliases = [
  "hail=qemu+ssh://root@hail.cloud.example.com/system",
  'sleet=qemu+ssh://root@sleet.cloud.example.com/system?keyfile=/k', # trailing
]
#uri_default = "test:///default"
uri_default = "qemu:///system"
remote_mode = "auto"
`;

describe('an alias of libvirt.conf', () => {
  test('stands for its URI', async () => {
    const from = await withConf(example);
    expect(await resolveUri(' hail ', from)).toBe('qemu+ssh://root@hail.cloud.example.com/system');
    expect(await resolveUri('sleet', from)).toBe('qemu+ssh://root@sleet.cloud.example.com/system?keyfile=/k');
  });

  test('that is not there is said with the file it would be in', async () => {
    const from = await withConf(example);
    const params = { fault: 'aliasUnknown', value: 'rain', file: from.file };
    await expect(resolveUri('rain', from)).rejects.toMatchObject({ data: { code: 'uriInvalid', params } });
    await expect(resolveUri('rain', { ...from, file: join(folder, 'none') })).rejects.toMatchObject({
      data: { params: { fault: 'aliasUnknown' } },
    });
  });

  test('counts by its first entry, as in libvirt', async () => {
    expect(await resolveUri('a', await withConf(`uri_aliases = ["a=qemu:///system", "a=xen:///system"]`))).toBe(
      'qemu:///system',
    );
  });

  test.each(['uri_aliases = ["no equals"]', 'uri_aliases = ["with space =qemu:///system"]', 'uri_aliases = "a=b"'])(
    'that has not its form is said: %s',
    async (text) => {
      await expect(resolveUri('a', await withConf(text))).rejects.toMatchObject({
        data: { code: 'uriInvalid', params: { fault: 'aliasForm' } },
      });
    },
  );
});

test('a whole URI needs no file, be it ever so broken', async () => {
  expect(await resolveUri('qemu:///system', await withConf('= ['))).toBe('qemu:///system');
});

test('a file that can not be read through is said with its line', async () => {
  await expect(resolveUri('a', await withConf('# one\nuri_aliases = [\n"a=qemu:///system"\n'))).rejects.toMatchObject({
    data: { params: { fault: 'confLine', value: '4' } },
  });
});

describe('where no URI is given', () => {
  test('LIBVIRT_DEFAULT_URI counts before uri_default', async () => {
    expect(await resolveUri('', await withConf(example, { LIBVIRT_DEFAULT_URI: 'xen:///system' }))).toBe(
      'xen:///system',
    );
    expect(await resolveUri('', await withConf(example, { LIBVIRT_DEFAULT_URI: '' }))).toBe('qemu:///system');
  });

  test('the default may be an alias', async () => {
    expect(await resolveUri('', await withConf(example, { LIBVIRT_DEFAULT_URI: 'hail' }))).toContain('hail.cloud');
  });

  test('and none is configured, there is none', async () => {
    expect(await resolveUri('', await withConf(''))).toBe('');
    expect(await readClientUris(await withConf(''))).toEqual({ aliases: new Map() });
  });
});

describe('a configuration file of libvirt', () => {
  test('has texts in quotes of three kinds, numbers and lists, also over several lines', () => {
    const text = `a = "x#y"\nb='it "is"'\nc = """two\nlines"""\nd = 5 # five\ne = [ "1", '2', ]\nf = []\n`;
    expect(readConf(text)).toEqual({
      values: { a: 'x#y', b: 'it "is"', c: 'two\nlines', d: '5', e: ['1', '2'], f: [] },
    });
  });

  test.each([
    ['a = "open\nb = 1\n', 1],
    ['a = 1\nb 2\n', 2],
    ['a = 1\n\n = 2\n', 3],
    ['a = [ "1" "2" ]\n', 1],
    ['a = ?\n', 1],
  ])('that is malformed tells the line: %j', (text, wrongLine) => {
    expect(readConf(text)).toMatchObject({ wrongLine });
  });
});
