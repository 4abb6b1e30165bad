/** Tries a host before it is saved: connects, lists, disconnects, and says each step. Nothing is kept but accepted host keys. */
import type { TestEvent } from '../../../shared/api/host.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { ConnectStep } from '../../../shared/model/host.ts';
import { withAuthFile } from '../../libvirt/auth/authFile.ts';
import { openTransport, parseUri, resolveUri } from '../../libvirt/index.ts';
import { readAll } from '../domain/read.ts';
import { readFacts } from './facts.ts';
import { openLanes } from './lanes.ts';
import type { Prompts } from './prompts.ts';
import { Queue } from '../calls/queue.ts';

export async function* testHost(
  { uri: text, name }: { readonly uri: string; readonly name: string },
  prompts: Prompts,
  signal: AbortSignal,
): AsyncGenerator<TestEvent, void, undefined> {
  const events = new Queue<TestEvent>();
  const work = tryHost(text, name, prompts, signal, (event) => events.push(event)).finally(() => events.end());
  yield* events.read();
  await work;
}

async function tryHost(
  text: string,
  name: string,
  prompts: Prompts,
  outer: AbortSignal,
  say: (event: TestEvent) => void,
): Promise<void> {
  const started = performance.now();
  const life = new AbortController();
  const signal = AbortSignal.any([outer, life.signal]);
  let step: ConnectStep | undefined;
  const onStep = (next: ConnectStep): void => {
    if (next === step) return;
    if (step) say({ kind: 'step', step, state: 'done' });
    step = next;
    say({ kind: 'step', step, state: 'started' });
  };
  try {
    onStep('resolve');
    const uri = parseUri(await resolveUri(text));
    const asker = prompts.asker({ hostName: name || text });
    const transport = await openTransport(uri, { ask: asker, signal, onStep });
    try {
      onStep('open');
      const lanes = openLanes({
        transport,
        connectName: uri.connectName,
        readOnly: uri.readOnly ?? false,
        ...(uri.auth && { auth: uri.auth }),
        ...(uri.saslMechanism !== undefined && { saslMechanism: uri.saslMechanism }),
        askSasl: withAuthFile(uri, asker.sasl),
        signal,
        onLost: () => undefined,
      });
      const connection = await lanes.lane('control');
      onStep('list');
      const [facts, { listed }] = await Promise.all([readFacts(connection), readAll(connection, connection)]);
      say({ kind: 'step', step: 'list', state: 'done' });
      say({ kind: 'passed', facts, domains: listed.length, ms: Math.round(performance.now() - started) });
      await lanes.close();
    } finally {
      await transport.close();
    }
  } catch (thrown) {
    say({ kind: 'failed', step: step ?? 'resolve', error: toAppError(thrown).data });
  } finally {
    life.abort();
  }
}
