import { CommandError, run } from './process.ts';

/** Why hosts in namespaces are not possible here, with the kernel's words; undefined where they are. */
export async function whyNoNamespaces(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'namespaces are a feature of Linux';
  const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user', '--map-auto'];
  try {
    // A nested mount is what containers refuse that allow the rest.
    await run([
      'unshare',
      ...user,
      '--net',
      '--mount',
      '--pid',
      '--fork',
      '--uts',
      '--ipc',
      '--cgroup',
      'mount',
      '-t',
      'tmpfs',
      'none',
      '/mnt',
    ]);
    return undefined;
  } catch (error) {
    const words = error instanceof CommandError ? error.stderr.trim() : String(error);
    return `hosts in namespaces are not permitted here (${words})`;
  }
}
