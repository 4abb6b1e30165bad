import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What tests need of the machine beside Node, and the Debian packages that bring it. */
export const needs = {
  lab: {
    name: 'real libvirt hosts (test/lab)',
    packages: [
      'libvirt-daemon-system',
      'libvirt-clients',
      'qemu-system-x86',
      'qemu-utils',
      'dnsmasq-base',
      'iptables',
      'openssh-server',
      'openssh-client',
      'netcat-openbsd',
      'socat',
      'sshpass',
      'iproute2',
      'iputils-ping',
      'procps',
      'kmod',
      'cpio',
      'openssl',
      'python3',
      'python3-libvirt',
      'polkitd',
      'dbus',
      'libsasl2-modules',
      'sasl2-bin',
      'uidmap',
    ],
  },
  browser: { name: 'Chromium', packages: ['chromium', 'fonts-dejavu-core', 'fonts-wqy-zenhei'] },
} as const;

export type Need = keyof typeof needs;

const signs: Record<Need, RegExp> = {
  lab: /['"/](?:lab\/lab|sessionDaemon)(\.ts)?['"]/,
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
    for (const need of ['lab', 'browser'] as const) if (signs[need].test(text)) found.add(need);
    for (const [, target] of text.matchAll(relativeImport)) {
      const next = join(dirname(path), target ?? '');
      if (/(^|\/)test\//.test(next) && /\.tsx?$/.test(next)) visit(next);
    }
  };
  visit(file);
  return found;
}
