/**
 * "Restart now": off and on again, which is what a definition that waits for the next start needs. A reboot doesn't do: the guest begins
 * anew, its machine stays as it is.
 */
import { AppError, appError } from '../../../shared/errors.ts';
import { procedures, type Connection } from '../../libvirt/index.ts';
import type { DomainTarget } from './target.ts';
import { pause } from '../calls/pause.ts';
import { callStep, type Step, type StepContext } from '../task/plan.ts';

export interface RestartInput {
  readonly mode: 'auto' | 'agent' | 'acpi';
  readonly patienceSeconds: number;
  readonly force: boolean;
}

/** How often the inventory is looked at, which the host's events keep true. */
const LOOK_MS = 200;
/** What libvirt does when it is told to; a disk that hangs can keep the process for a while. */
const FORCED_MS = 60_000;

/**
 * @param shutdownFlags by mode, of virDomainShutdownFlags
 * @throws AppError `notSupported` for a transient domain
 */
export function restartSteps(target: DomainTarget, input: RestartInput, shutdownFlags: number): readonly Step[] {
  const { session, dom, domain, object } = target;
  if (!domain.persistent)
    throw appError('notSupported', 'a transient domain is gone once it is off', {
      object,
      host: session.config.name,
    });
  return [
    {
      name: 'domainShutdown',
      lane: 'slow',
      run: async (context) => {
        const lane = await session.lane('slow');
        const patienceMs = input.patienceSeconds * 1000;
        const isAsked = await ask(lane, dom, shutdownFlags, input.force);
        if (isAsked) context.log('info', 'guestAsked');
        if (isAsked && (await isOff(target, patienceMs, context))) return context.log('info', 'guestOff');
        if (!input.force) throw staysOn(target, input);
        await lane.call(procedures.domainDestroyFlags, { dom, flags: 0 });
        if (!(await isOff(target, FORCED_MS, context))) throw staysOn(target, input);
        context.log('warning', 'forcedOff');
      },
      cancel: async () => undefined, // the guest can't be asked back; it is no longer waited for
    },
    callStep(session, 'slow', procedures.domainCreateWithFlags, { dom, flags: 0 }, 'startedAgain'),
  ];
}

/** Whether it was. A paused guest can't be asked: libvirt says so, which counts as an answer where force comes next. */
async function ask(lane: Connection, dom: DomainTarget['dom'], flags: number, force: boolean): Promise<boolean> {
  try {
    await lane.call(procedures.domainShutdownFlags, { dom, flags });
    return true;
  } catch (thrown) {
    if (force && thrown instanceof AppError && thrown.code === 'libvirt') return false;
    throw thrown;
  }
}

async function isOff({ session, domain }: DomainTarget, limitMs: number, { signal }: StepContext): Promise<boolean> {
  const until = Date.now() + limitMs;
  while (session.record('domain', domain.uuid)?.state !== 'shutoff') {
    if (signal.aborted) throw appError('cancelled', 'cancelled by the user');
    if (Date.now() >= until) return false;
    await pause(LOOK_MS, signal);
  }
  return true;
}

const staysOn = ({ object, session }: DomainTarget, { patienceSeconds }: RestartInput) =>
  appError('guestStaysOn', `the guest did not go off within ${patienceSeconds} s`, {
    object,
    host: session.config.name,
    params: { seconds: patienceSeconds },
    retry: true,
  });
