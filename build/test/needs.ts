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

/** By what a file shows that it, or a file of the tests that it imports, needs something. */
const signs: Record<Need, RegExp> = {
  tools: new RegExp(
    [
      String.raw`from ['"][^'"]*\/(?:sessionDaemon|transportSshd|guestImages)(?:\.ts)?['"]`,
      String.raw`['"/](?:isoinfo|cpio|python3|openssl|ssh|sshd|ssh-keygen|ssh-agent|libvirtd|virsh|qemu-img|qemu-system-x86_64)['"]\s*[,\])]`,
    ].join('|'),
  ),
  lab: /from ['"][^'"]*\/lab\/lab(?:\.ts)?['"]/,
  // Who starts Electron brings its own Chromium.
  browser: /\{(?![^}]*\b_electron\b)[^}]*\}\s*from ['"]@playwright\/test['"]/,
};

const importsGuestImages = /from ['"][^'"]*\/(?:lab\/lab|guestImages)(?:\.ts)?['"]/;
const importsBootImages = /from ['"][^'"]*\/bootImages(?:\.ts)?['"]/;

/** Images of guests, which are built before any test: no test's time is for that. */
export function imagesOf(file: string, read: ReadText = readText): ReadonlySet<'guest' | 'boot'> {
  const texts = textsOf(file, read);
  const found = new Set<'guest' | 'boot'>();
  if (texts.some((text) => importsGuestImages.test(text))) found.add('guest');
  if (texts.some((text) => importsBootImages.test(text))) found.add('boot');
  return found;
}

/** What a test file needs: what it and the files of test/ that it imports, name. */
export function needsOf(file: string, read: ReadText = readText): ReadonlySet<Need> {
  const texts = textsOf(file, read);
  return new Set((['tools', 'lab', 'browser'] as const).filter((need) => texts.some((text) => signs[need].test(text))));
}

type ReadText = (path: string) => string;
const readText: ReadText = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

const relativeImport = /(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g;

/** The text of a file, and of those of test/ that it imports. */
function textsOf(file: string, read: ReadText): readonly string[] {
  const texts = new Map<string, string>();
  const visit = (path: string): void => {
    if (texts.has(path)) return;
    const text = read(path);
    texts.set(path, text);
    for (const [, target] of text.matchAll(relativeImport)) {
      const next = join(dirname(path), target ?? '');
      if (/(^|\/)test\//.test(next) && /\.tsx?$/.test(next)) visit(next);
    }
  };
  visit(file);
  return [...texts.values()];
}
