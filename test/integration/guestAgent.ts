/** Runs commands inside a guest of flavour `cloud`, through its agent: tests look at what the guest itself sees. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { LabHost } from '../lab/lab.ts';

const started = z.object({ return: z.object({ pid: z.number() }) });
const status = z.object({ return: z.object({ exited: z.boolean(), 'out-data': z.string().optional() }) });

/** What the command wrote, whatever it ended with. */
export async function inGuest(host: LabHost, guest: string, command: string): Promise<string> {
  const ask = async (execute: string, words: Readonly<Record<string, unknown>>): Promise<unknown> =>
    JSON.parse(await host.virsh('qemu-agent-command', guest, JSON.stringify({ execute, arguments: words })));
  const { pid } = started.parse(
    await ask('guest-exec', { path: '/bin/sh', arg: ['-c', command], 'capture-output': true }),
  ).return;
  for (;;) {
    const { exited, 'out-data': data = '' } = status.parse(await ask('guest-exec-status', { pid })).return;
    if (exited) return Buffer.from(data, 'base64').toString();
    await sleep(50);
  }
}
