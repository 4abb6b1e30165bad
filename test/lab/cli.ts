/** `npm run lab -- [--hosts N] [--delay MS] [--guests N]`: real hosts to play with, until Ctrl+C. */
import { parseArgs } from 'node:util';
import { startLab, type Lab, type LabHost } from './lab.ts';

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '3' },
    delay: { type: 'string', default: '0' },
    guests: { type: 'string', default: '3' },
  },
});

const write = (line = ''): void => void process.stdout.write(`${line}\n`);

/** Guests 1 and 2 of each host run; the rest is off. Guest 2 has the guest agent. */
async function fill(host: LabHost, count: number): Promise<void> {
  for (let number = 1; number <= count; number++) {
    const name = `${host.name}-vm${number}`;
    const kernel = number === 2 ? 'cloud' : 'tiny';
    if (number <= 2) await host.startGuest({ name, kernel, disk: 64 });
    else await host.defineGuest({ name, kernel, disk: 64 });
  }
}

function describe(lab: Lab): void {
  write();
  for (const host of lab.hosts) describeHost(host, lab.key);
  write();
  if (lab.hosts.some(inNamespaces)) {
    write(
      'Accounts: root (key), alice (key, or password lab-alice), bob (keyboard-interactive, lab-bob; not in libvirt), jump (ProxyJump only).',
    );
    write(`Key: ${lab.key}   TLS: ${lab.pki.ca}, ${lab.pki.clientCertificate}`);
  }
  for (const limit of lab.limits) write(`Limit: ${limit}`);
  write('Ctrl+C ends the lab.');
}

/** A session daemon has no link: neither sshd nor ports, nor a delay. */
const inNamespaces = (host: LabHost): boolean => host.sshPort > 0;

function describeHost(host: LabHost, key: string): void {
  if (!inNamespaces(host)) return write(`${host.name}  ${host.uri('unix')}`);
  write(`${host.name}  ${host.uri('ssh')}`);
  write(`    ${host.uri('unix')}`);
  write(`    ${host.uri('tcp')}   ${host.uri('tls')}`);
  write(`    ssh -p ${host.sshPort} -i ${key} ${host.sshTarget}`);
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

write('Starting the hosts...');
await using lab = await startLab({ hosts: Number(values.hosts) });
for (const host of lab.hosts) await fill(host, Number(values.guests));
for (const host of lab.hosts)
  if (Number(values.delay) > 0 && inNamespaces(host)) await host.delay(Number(values.delay));
describe(lab);
if (!stop.signal.aborted) {
  const alive = setInterval(() => undefined, 60_000);
  await new Promise((resolve) => stop.signal.addEventListener('abort', resolve));
  clearInterval(alive);
}
write('Ending the lab...');
