/** The history of definitions: who changed what and when, on a real host that others change too. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DomainRef } from '../../shared/model/domain.ts';
import type { DomainEdit } from '../../shared/model/domainEdit.ts';
import { parseXml } from '../../shared/xml/parse.ts';
import { serializeXml } from '../../shared/xml/serialize.ts';
import { startLab, until, type Lab, type LabHost } from '../lab/lab.ts';
import { refOf, startProgram, type Program } from './program.ts';

let lab: Lab;
let h1: LabHost;
let program: Program;
let host: string;
let ref: DomainRef;

beforeAll(async () => {
  lab = await startLab({ hosts: 1 });
  h1 = lab.host('h1');
  program = await startProgram();
  host = await program.addHost(h1.uri('ssh'));
  await h1.defineGuest({ name: 'kept', kernel: 'none', title: 'First' });
  ref = refOf(await program.domain('kept', ({ definition }) => definition !== undefined));
});
afterAll(async () => {
  await program[Symbol.asyncDispose]();
  await lab.down();
});

const versions = () => program.api.definition.versions({ ...ref, kind: 'persistent' });
const count = (wanted: number) =>
  until(`${wanted} versions`, async () => {
    const found = await versions();
    return found.length >= wanted && found;
  });
const define = async (change: (xml: string) => string) => {
  const file = join(h1.directory, 'kept.xml');
  await writeFile(file, change(await h1.virsh('dumpxml', '--inactive', 'kept')));
  await h1.virsh('define', file);
};

test('a change made by virsh is a version of its own, told as not ours', async () => {
  await count(1);
  await define((xml) => xml.replace('First', 'Second'));
  const [newest] = await count(2);
  expect(newest).toMatchObject({ by: 'outside' });
  expect((await program.api.definition.version({ id: newest?.id ?? 0 })).xml).toContain('<title>Second</title>');
});

test('a change that libvirt tells nobody of is found when the definition is looked at', async () => {
  await h1.virsh('setmaxmem', 'kept', '200M', '--config');
  await program.api.domain.definition({ ...ref, kind: 'persistent' });
  const [newest] = await count(3);
  expect((await program.api.definition.version({ id: newest?.id ?? 0 })).xml).toContain('204800');
});

test('what a VM runs with has versions of its own: at each start, and when a device comes while it runs', async () => {
  const running = () => program.api.definition.versions({ ...ref, kind: 'live' });
  const seen = (wanted: number) =>
    until(`${wanted} running versions`, async () => {
      const found = await running();
      return found.length >= wanted && found;
    });
  const textOf = async (id = 0) => (await program.api.definition.version({ id })).xml;
  expect(await running()).toEqual([]);
  await h1.virsh('start', 'kept');
  const [started] = await seen(1);
  expect(started).toMatchObject({ kind: 'live', by: 'outside' });
  await h1.virsh('attach-interface', 'kept', 'network', 'default', '--mac', '52:54:00:11:22:33', '--live');
  const [plugged] = await seen(2);
  expect(await textOf(plugged?.id)).toContain('52:54:00:11:22:33');
  expect(await textOf(started?.id)).not.toContain('52:54:00:11:22:33');
  const [hit] = await program.api.definition.search({ ...ref, kind: 'live', text: '11:22:33' });
  expect(hit?.version.id).toBe(plugged?.id);
  await h1.virsh('destroy', 'kept');
  await program.domain('kept', ({ state, liveXmlHash }) => state === 'shutoff' && liveXmlHash === undefined);
  // The running definition is no version of the persistent one.
  expect((await versions()).map(({ kind }) => kind)).toEqual(['persistent', 'persistent', 'persistent']);
});

test('a change of ours names its task', async () => {
  const edits = [{ kind: 'domain' as const, changes: { title: { from: 'Second', to: 'Third' } } }];
  const task = await program.done(await program.api.domain.edit({ ...ref, edits, nextStartOnly: false, force: false }));
  const [newest] = await count(4);
  expect(newest).toMatchObject({ by: 'us', task: task.id, verb: 'domain.edit' });
});

test('a search tells when something came and went', async () => {
  const hits = await program.api.definition.search({ ...ref, kind: 'persistent', text: 'second' });
  expect(hits.map(({ lines }) => lines.map(({ kind }) => kind))).toEqual([['removed'], ['added']]);
  expect(await program.api.definition.search({ kind: 'persistent', text: 'no such words' })).toEqual([]);
});

test('a restored version is a plan like any other, and can be undone', async () => {
  const all = await versions();
  const { xml: to } = await program.api.definition.version({ id: all.at(-1)?.id ?? 0 });
  const { xml: from } = await program.api.domain.definition({ ...ref, kind: 'persistent' });
  const edits = [{ kind: 'definition' as const, from, to }];
  await program.done(await program.api.domain.edit({ ...ref, edits, nextStartOnly: false, force: false }));
  expect((await program.api.domain.definition({ ...ref, kind: 'persistent' })).xml).toBe(to);
});

test('a deleted VM keeps its versions, also the last one that libvirt told nobody of, and can be defined again as it was', async () => {
  await h1.virsh('setmaxmem', 'kept', '300M', '--config');
  const xml = (await h1.virsh('dumpxml', '--inactive', 'kept')).trim();
  expect(xml).toContain('307200');
  await program.done(await program.api.domain.delete({ ...ref, paths: [], force: false }));
  await program.gone('kept');
  const [deleted] = await program.api.definition.deleted({ host });
  expect(deleted).toMatchObject({ name: 'kept', uuid: ref.uuid });
  const { xml: last } = await program.api.definition.version({ id: deleted?.version ?? 0 });
  await program.done(await program.api.domain.define({ host, xml: last }));
  await program.domain('kept');
  expect((await program.api.domain.definition({ ...ref, kind: 'persistent' })).xml.trim()).toBe(xml);
  expect(await program.api.definition.deleted({ host })).toEqual([]);
  await expect(program.api.domain.define({ host, xml: last })).rejects.toMatchObject({ code: 'nameTaken' });
});

describe('a definition with what libvirt keeps for others in it', () => {
  const osinfo = 'http://libosinfo.org/xmlns/libvirt/domain/1.0';
  const metadata = `<metadata xmlns:z='urn:z'>
    <a:app xmlns:a='urn:a' xmlns='urn:default' z:q='1' one='it&apos;s "quoted"' two="a&#10;b&#9;c&#13;d" three='&lt;&gt;&amp; 小型 &#x1F600; &#133; &#127;'>
      <!-- one & <two> --><?pi   some <data> & 'q' "r"  ?><?empty?><inner b="1"></inner>
      <text>a &amp; b &lt; c &gt; d "e" 'f' &#13; &#133; 小型 ]]&gt;</text>
      <cdata><![CDATA[x < y && "z"]]></cdata><mixed>one<b/>two<c> </c></mixed><empty xmlns=''/>
    </a:app>
    <libosinfo:libosinfo xmlns:libosinfo='${osinfo}'><libosinfo:os id='http://example.org/os/1'/></libosinfo:libosinfo>
  </metadata>`;
  const arguments_ = `<qemu:commandline xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><qemu:arg value='-name'/><qemu:arg value='it&apos;s "a" &lt;b&gt;'/></qemu:commandline>`;
  const dump = async () => (await h1.virsh('dumpxml', '--inactive', '--security-info', 'foreign')).trim();
  let foreign: DomainRef;

  beforeAll(async () => {
    await h1.defineGuest({ name: 'foreign', kernel: 'none', title: 'Old' });
    const file = join(h1.directory, 'foreign.xml');
    const plain = (await dump()).replace(/\s*<metadata>[\s\S]*<\/metadata>/, '');
    await writeFile(
      file,
      plain.replace('</title>', `</title>${metadata}`).replace('</domain>', `${arguments_}</domain>`),
    );
    await h1.virsh('define', file);
    foreign = refOf(await program.domain('foreign', ({ definition }) => definition !== undefined));
  });

  test('is read and written again byte for byte', async () => {
    const xml = await dump();
    expect(xml).toMatch(/it's &quot;quoted&quot;[\s\S]*it&apos;s &quot;a&quot;/); // printed by libxml2, and by libvirt itself
    expect(serializeXml(parseXml(xml))).toBe(xml);
  });

  test('is after an edit what the plan showed, byte for byte', async () => {
    const edits: DomainEdit[] = [
      {
        kind: 'domain',
        changes: {
          title: { from: 'Old', to: `"New" & 'odd' <小>` },
          osId: { from: 'http://example.org/os/1', to: `http://example.org/it's "小"?a&b` },
          qemuArguments: { from: ['-name', `it's "a" <b>`], to: ['-name', `it's "c" <d>`] },
        },
      },
    ];
    const options = { nextStartOnly: false, force: false };
    const plan = await program.api.domain.planEdits({ ...foreign, edits, ...options });
    await program.done(await program.api.domain.edit({ ...foreign, edits, ...options }));
    expect(await dump()).toBe(plan.persistent?.after.trim());
  });
});
