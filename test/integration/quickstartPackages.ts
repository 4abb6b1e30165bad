/** The packages that the tiny guest is built of, for a host of the lab: it has no way out to a package archive. */
import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cacheDirectory } from '../lab/guestImages.ts';
import { run, type LabHost } from '../lab/lab.ts';

/** Debian's name for the newest kernel. */
const meta = 'linux-image-cloud-amd64';
const patience = { timeoutMs: 600_000 };

/**
 * Gives each host an archive of its own with the guest's kernel and busybox, in real packages, fetched once. Answers what apt needs in
 * its environment to read that one.
 */
export async function archiveFor(hosts: readonly LabHost[]): Promise<NodeJS.ProcessEnv> {
  const depends = await run(['apt-cache', 'depends', meta]);
  const kernel = /Depends: (linux-image-\S+)/.exec(depends)?.[1];
  if (kernel === undefined) throw new Error(`apt knows no ${meta}: are the package lists there (apt-get update)?`);
  const packages = [kernel, 'busybox-static'];
  // The package of the name in `meta` is not fetched, only asked which kernel it stands for.
  const stanzas = new Map(
    (await run(['apt-cache', 'show', '--no-all-versions', ...packages, meta]))
      .split(/\n\n+/)
      .map((stanza) => [/^Package: (.*)$/m.exec(stanza)?.[1] ?? '', stanza.trim()]),
  );
  const files: string[] = [];
  for (const name of packages) {
    const stanza = stanzas.get(name) ?? '';
    files.push(await fetched(name, /^Version: (.*)$/m.exec(stanza)?.[1] ?? ''));
    stanzas.set(name, stanza.replace(/^Filename: .*$/m, `Filename: ./${name}.deb`));
  }
  const env = { APT_CONFIG: '/run/archive/apt.conf' };
  await Promise.all(
    hosts.map(async (host) => {
      const folder = join(host.directory, 'run/archive');
      await mkdir(join(folder, 'lists/partial'), { recursive: true });
      for (const file of files) await copyFile(file, join(folder, basename(file)));
      await writeFile(join(folder, 'Packages'), `${[...stanzas.values()].join('\n\n')}\n`);
      await writeFile(join(folder, 'sources.list'), 'deb [trusted=yes] file:/run/archive ./\n');
      await writeFile(join(folder, 'apt.conf'), configuration);
      await host.exec(['apt-get', 'update', '-q'], { ...patience, env: { ...process.env, ...env } });
    }),
  );
  return env;
}

const configuration = `Dir::Etc::SourceList "/run/archive/sources.list";
Dir::Etc::SourceParts "-";
Dir::State::Lists "/run/archive/lists";
Dir::Cache::PkgCache "";
Dir::Cache::SrcPkgCache "";
APT::Sandbox::User "root";
`;

/** The package's file, which is kept beside the lab's other images. */
async function fetched(name: string, version: string): Promise<string> {
  const folder = join(cacheDirectory(), 'packages', `${name}-${version.replaceAll(/[^\w.+~-]/g, '_')}`);
  const file = join(folder, `${name}.deb`);
  if (
    await run(['test', '-f', file]).then(
      () => true,
      () => false,
    )
  )
    return file;
  const making = `${folder}.${process.pid}`;
  await mkdir(making, { recursive: true });
  await run(
    [
      'sh',
      '-c',
      'cd "$1" && apt-get -o APT::Sandbox::User=root download -q "$2" && mv ./*.deb "$2.deb"',
      'sh',
      making,
      name,
    ],
    patience,
  );
  await rename(making, folder).catch(() => undefined); // another run was faster
  return file;
}
