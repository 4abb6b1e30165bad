/** Waits until a guest has let go of a device. libvirt returns before that (virDomainDetachDeviceFlags), and a guest may refuse or not answer. */
import { appError, toAppError, type AppError } from '../../../../shared/errors.ts';
import { events, sameUuid, type Connection } from '../../../libvirt/index.ts';
import type { DomainTarget } from '../target.ts';
import { pause } from '../../calls/pause.ts';

/** A guest that boots, or has no driver for hot-unplug, never answers. Longer than libvirt's own 5 s, and what a busy guest needs. */
const PATIENCE_MS = 20_000;
/** libvirt sends its event and its answer side by side. */
const EVENT_MS = 300;
/** Some hypervisors send no event for some devices: the definition is looked at as well. */
const LOOK_MS = 1000;

export interface DeviceRemoval {
  /**
   * @param isGone looks at the running definition
   * @throws AppError `guestRefused` when the guest said no, `guestSilent` when it said nothing; `cancelled`
   */
  wait(isGone: () => Promise<boolean>, signal: AbortSignal): Promise<void>;
  /** What libvirt's refusal means: `guestRefused`, with it as the cause, where the guest said no while libvirt still waited. */
  explain(refusal: unknown): Promise<AppError>;
  close(): Promise<void>;
}

/** Whose device it is, and what errors call it. */
type RemovalTarget = Pick<DomainTarget, 'dom' | 'object'> & {
  readonly session: { readonly config: { readonly name: string } };
};

/** Listens before the guest is asked, so that no answer is missed. */
export async function removalOf(
  lane: Connection,
  { dom, object, session }: RemovalTarget,
  alias: string,
): Promise<DeviceRemoval> {
  const heard = new AbortController();
  const listen =
    (found: 'removed' | 'refused') =>
    (message: { readonly dom: { readonly uuid: Uint8Array }; readonly devAlias: string }) => {
      if (message.devAlias !== alias || !sameUuid(message.dom.uuid, dom.uuid)) return;
      heard.abort(found);
    };
  const subscriptions = await Promise.all([
    lane.subscribe(events.domainDeviceRemoved, listen('removed')),
    lane.subscribe(events.domainDeviceRemovalFailed, listen('refused')),
  ]);
  const failed = (code: 'guestRefused' | 'guestSilent', cause?: AppError) =>
    appError(code, `the guest ${code === 'guestRefused' ? 'refused' : 'did not answer'}: ${alias} stays`, {
      object,
      host: session.config.name,
      params: { device: alias },
      retry: true,
      ...(cause !== undefined && { cause: cause.data }),
    });
  return {
    wait: async (isGone, signal) => {
      const until = Date.now() + PATIENCE_MS;
      while (!heard.signal.aborted && Date.now() < until) {
        if (signal.aborted) throw appError('cancelled', 'cancelled by the user');
        if (await isGone()) return;
        await pause(LOOK_MS, AbortSignal.any([signal, heard.signal]));
      }
      if (heard.signal.reason === 'removed' || (!heard.signal.aborted && (await isGone()))) return;
      throw failed(heard.signal.aborted ? 'guestRefused' : 'guestSilent');
    },
    explain: async (refusal) => {
      const error = toAppError(refusal);
      if (error.code !== 'libvirt') return error;
      await pause(EVENT_MS, heard.signal);
      return heard.signal.reason === 'refused' ? failed('guestRefused', error) : error;
    },
    close: async () => {
      await Promise.all(subscriptions.map((subscription) => subscription.close()));
    },
  };
}
