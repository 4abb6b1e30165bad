/** Whether an object can be changed at all: what the verbs of every noun ask first. */
import type { Host } from '../../shared/model/host.ts';
import type { ReasonId } from '../words/keys.ts';

interface OnHost {
  readonly host: Host | undefined;
}

export const connected = ({ host }: OnHost): ReasonId | undefined =>
  host?.status.kind === 'connected' ? undefined : 'hostAway';

/** Whatever changes something needs a connection that may. */
export const changeable = (target: OnHost): ReasonId | undefined =>
  connected(target) ?? (target.host?.readOnly === true ? 'isReadOnly' : undefined);

/** A task was started; what comes of it the task panel tells. */
export const started = async (task: Promise<string>): Promise<void> => void (await task);
