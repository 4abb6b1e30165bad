import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Tools that read what we write, and play the other side without a lab: readers of images, archives and YAML, sshd, QEMU, libvirtd. */
const tools = [
  'libvirt-daemon-system',
  'libvirt-clients',
  'qemu-system-x86',
  'qemu-utils',
  'openssh-server',
  'openssh-client',
  'openssl',
  'procps',
  'kmod',
  'cpio',
  'xz-utils',
  'genisoimage',
  'python3',
  'python3-yaml',
  'libsasl2-modules',
  'sasl2-bin',
] as const;

/** What tests need of the machine beside Node, and the Debian packages that bring it. */
export const needs = {
  tools: { name: 'other programs for formats and protocols', packages: tools },
  lab: {
    name: 'real libvirt hosts (test/lab)',
    packages: [
      ...tools,
      'dnsmasq-base',
      'iptables',
      'netcat-openbsd',
      'socat',
      'sshpass',
      'iproute2',
      'iputils-ping',
      'e2fsprogs',
      'python3-libvirt',
      'polkitd',
      'dbus',
      'uidmap',
    ],
  },
  browser: { name: 'Chromium', packages: ['chromium', 'fonts-dejavu-core', 'fonts-wqy-zenhei'] },
} as const;

export type Need = keyof typeof needs;

const signs: Record<Need, RegExp> = {
  tools:
    /from ['"][^'"]*\/(?:sessionDaemon|transportSshd|guestImages)(?:\.ts)?['"]|['"/](?:isoinfo|cpio|python3|openssl|ssh|ssh-keygen|ssh-agent|qemu-system-x86_64)['"],/,
  lab: /from ['"][^'"]*\/lab\/lab(?:\.ts)?['"]/,
  browser: /from ['"]@playwright\/test['"]/,
};
const relativeImport = /(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g;

/** What a test file needs: what it and the files of test/ that it imports, name. */
export function needsOf(
  file: string,
  read: (path: string) => string = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : ''),
): ReadonlySet<Need> {
  const found = new Set<Need>();
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = read(path);
    for (const need of ['tools', 'lab', 'browser'] as const) if (signs[need].test(text)) found.add(need);
    for (const [, target] of text.matchAll(relativeImport)) {
      const next = join(dirname(path), target ?? '');
      if (/(^|\/)test\//.test(next) && /\.tsx?$/.test(next)) visit(next);
    }
  };
  visit(file);
  return found;
}
