/**
 * Makes edits that wait for their domain to be off, when its host says that it is. They are kept in the store, so that a shutdown that
 * comes after a restart of the program, or while its host is away, is found all the same.
 */
import { noChanges, snapshot, squash, type Changes } from '../../../../shared/changes.ts';
import { appError, hasTrait, toErrorData, type ErrorData } from '../../../../shared/errors.ts';
import type { waitingEdits as contract } from '../../../../shared/api/waitingEdits.ts';
import { domainKey, parseDomainKey, type DomainRef } from '../../../../shared/model/domain.ts';
import { hasSecret } from '../../../../shared/model/editDefinition.ts';
import type { WaitingEdits } from '../../../../shared/model/waitingEdits.ts';
import type { NounHandlers, Wire } from '../../../../shared/rpc/contract.ts';
import type { WaitingEditsStore } from '../../../store/waitingEdits.ts';
import { planDomainEdit, refuseConflict } from './edit.ts';
import { domainTarget } from '../target.ts';
import { Feed } from '../../inventory/feed.ts';
import type { Sessions } from '../../session.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Planner } from '../../task/plan.ts';
import type { Tasks } from '../../task/tasks.ts';

const followed = new Set(['host', 'domain'] as const);

export interface WaitingEditsParts {
  readonly store: WaitingEditsStore;
  readonly inventory: Inventory;
  readonly sessions: Sessions;
  readonly tasks: Tasks;
  readonly plan: Planner;
  readonly onError: (thrown: unknown) => void;
  /** Ends the looking after domains. */
  readonly signal: AbortSignal;
}

export async function openWaitingEdits(parts: WaitingEditsParts): Promise<NounHandlers<typeof contract>> {
  const list = new WaitingList(parts);
  await list.load();
  list.attend().catch(parts.onError);
  return {
    watch: (_input, { signal }) => list.watch(signal),
    put: (request) => list.put({ ...request, since: Date.now() }),
    drop: (ref) => list.drop(ref),
  };
}

/** The host went away, or the program ends: the same edits can be made again, because what is made already is no conflict. */
const isPassing = (error: ErrorData): boolean => hasTrait(error, 'away') || error.code === 'cancelled';

class WaitingList {
  readonly #parts: WaitingEditsParts;
  readonly #waiting = new Map<string, WaitingEdits>();
  /** Domains whose edits are being made. */
  readonly #busy = new Set<string>();
  readonly #feed = new Feed<Changes<WaitingEdits>>({ merge: squash });

  constructor(parts: WaitingEditsParts) {
    this.#parts = parts;
  }

  async load(): Promise<void> {
    for (const waiting of await this.#parts.store.all()) this.#waiting.set(domainKey(waiting), waiting);
  }

  watch(signal: AbortSignal): AsyncGenerator<Changes<WaitingEdits>, void, undefined> {
    return this.#feed.watch(snapshot(this.#waiting), signal);
  }

  async put(waiting: WaitingEdits): Promise<void> {
    const target = domainTarget(this.#parts.sessions, waiting);
    const context = { object: target.object, host: target.session.config.name };
    if (waiting.edits.some(hasSecret)) throw appError('secretNotKept', 'an edit with a password cannot wait', context);
    if (!target.domain.persistent) throw appError('notSupported', 'a transient domain is gone once it is off', context);
    const { edits, force } = waiting;
    // What is malformed, or met by a change of somebody else's already, is better said now.
    refuseConflict(await planDomainEdit(target, { edits, force, nextStartOnly: false }), target);
    await this.#set(waiting);
    this.#look(domainKey(waiting));
  }

  async drop(ref: DomainRef): Promise<void> {
    const key = domainKey(ref);
    if (!this.#waiting.delete(key)) return;
    this.#feed.push({ ...noChanges(), removed: [key] });
    await this.#parts.store.remove(ref);
  }

  /** Until the program ends: looks at a domain whenever its host tells something of it, or is there again. */
  async attend(): Promise<void> {
    const { inventory, signal, onError } = this.#parts;
    for await (const { host = noChanges(), domain = noChanges() } of inventory.watch(followed, signal)) {
      for (const key of domain.removed) this.drop(parseDomainKey(key)).catch(onError);
      const hostsChanged = Object.keys(host.added).length + Object.keys(host.updated).length > 0;
      for (const key of this.#waiting.keys())
        if (hostsChanged || key in domain.added || key in domain.updated) this.#look(key);
    }
  }

  #look(key: string): void {
    const waiting = this.#waiting.get(key);
    const power = waiting && this.#powerOf(waiting);
    if (waiting === undefined || power === undefined || this.#busy.has(key)) return;
    if (power === 'on') return this.#forgive(waiting);
    // What failed is tried again when the domain goes off the next time, not with every word of its host.
    if (waiting.error !== undefined) return;
    this.#busy.add(key);
    this.#make(waiting)
      .catch(this.#parts.onError)
      .finally(() => this.#busy.delete(key));
  }

  /** A saved domain is not off: it goes on with the definition that it was saved with. undefined: its host isn't there to tell. */
  #powerOf({ host, uuid }: DomainRef): 'on' | 'off' | undefined {
    const { inventory, sessions } = this.#parts;
    const domain = inventory.of('domain').get(host, uuid);
    if (domain === undefined || sessions.get(host).status.kind !== 'connected') return undefined;
    return domain.state === 'shutoff' && !domain.managedSave ? 'off' : 'on';
  }

  /** It runs again: the next shutdown is a new chance. */
  #forgive({ error, ...rest }: WaitingEdits): void {
    if (error !== undefined) this.#set(rest).catch(this.#parts.onError);
  }

  async #make(waiting: WaitingEdits): Promise<void> {
    const { host, uuid, edits, force, startAgain } = waiting;
    const ended = await this.#run('domain.edit', { host, uuid, edits, force, nextStartOnly: false });
    const isReplaced = this.#waiting.get(domainKey(waiting)) !== waiting;
    if (!isReplaced && ended === undefined) await this.drop(waiting);
    else if (!isReplaced && ended !== undefined && !isPassing(ended)) await this.#set({ ...waiting, error: ended });
    if (startAgain && this.#powerOf(waiting) === 'off') await this.#run('domain.start', { host, uuid, paused: false });
  }

  /** Runs the verb as a task; the error it ended with. */
  async #run(verb: string, input: Wire): Promise<WaitingEdits['error']> {
    const { tasks, plan } = this.#parts;
    try {
      const id = tasks.run(await plan({ verb, input }));
      const { state, error } = await tasks.ended(id);
      return state === 'done' ? undefined : (error ?? appError('cancelled', 'cancelled by the user').data);
    } catch (thrown) {
      return toErrorData(thrown);
    }
  }

  async #set(waiting: WaitingEdits): Promise<void> {
    const key = domainKey(waiting);
    const kind = this.#waiting.has(key) ? 'updated' : 'added';
    this.#waiting.set(key, waiting);
    this.#feed.push({ ...noChanges(), [kind]: { [key]: waiting } });
    await this.#parts.store.save(waiting);
  }
}
