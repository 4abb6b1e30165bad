/**
 * Makes planned edits: first the persistent definition, as one define that either takes all of them or changes nothing; then the
 * running guest, one call after the other. What the guest refuses is taken out of the persistent definition again, so that an edit
 * either holds everywhere it was meant to or nowhere.
 */
import { appError, hasTrait, toAppError, type AppError } from '../../../../shared/errors.ts';
import type { DomainEdit, DomainEdits } from '../../../../shared/model/domainEdit.ts';
import { editDefinition, namedDomain } from '../../../../shared/model/editDefinition.ts';
import {
  inverseIn,
  planEdits,
  type EditPlan,
  type EditedDomain,
  type LiveAction,
  type PlannedEdit,
} from '../../../../shared/model/editPlan.ts';
import { parseXml } from '../../../../shared/xml/parse.ts';
import { serializeXml } from '../../../../shared/xml/serialize.ts';
import type { Domain } from '../../../../shared/model/domain.ts';
import { enums, procedures, type Connection } from '../../../libvirt/index.ts';
import { isOfRunning } from '../definition/isOfRunning.ts';
import type { DomainTarget } from '../target.ts';
import { runLiveAction } from './liveAction.ts';
import type { PlanRequest, Step, StepContext } from '../../task/plan.ts';

const { virDomainXMLFlags, virDomainDefineFlags } = enums;

export interface EditRequest {
  readonly edits: DomainEdits;
  readonly nextStartOnly: boolean;
  readonly force: boolean;
}

/**
 * Plans from the definitions of this moment.
 * @throws AppError `invalidArgument` for a malformed edit, `notFound`, `hostNotConnected`
 */
export async function planDomainEdit(target: DomainTarget, { edits, ...options }: EditRequest): Promise<EditPlan> {
  refuseOtherUuid(edits, target);
  const lane = await target.session.lane('control');
  const savedState = target.domain.managedSave;
  return planEdits(await readDefinitions(lane, target), edits, { ...options, savedState });
}

/** @throws AppError (when run) `conflict` before anything is changed; `partlyDone` when some edits were refused by the guest */
export function editStep(target: DomainTarget, request: EditRequest): Step {
  return {
    name: 'domainEdit',
    lane: 'slow',
    run: async (context) => {
      const lane = await target.session.lane('slow');
      const definitions = await readDefinitions(lane, target);
      const { edits, ...options } = request;
      const plan = planEdits(definitions, edits, options);
      refuseConflict(plan, target);
      refuseRunning(plan, target);
      if (definitions.persistent === undefined) refuseLater(plan, target);
      else await define(lane, target, definitions.persistent, request, context);
      const failed = await changeGuest(lane, target, plan, definitions, context);
      if (failed.length > 0 && definitions.persistent !== undefined) await takeBack(lane, target, failed, context);
      const made = edits.filter((edit) => failed.every((each) => each.edit !== edit));
      context.undoneBy(await undoOf(lane, target, made, request));
      if (failed.length > 0) throw partlyDone(plan, failed, target);
    },
  };
}

/**
 * With passwords: a definition that is written back without them would lose them. Whether the domain runs the host says with its definition;
 * what was heard of it may be a moment old, and an edit of a running guest must not be planned as if it were off.
 */
export async function readDefinitions(
  lane: Pick<Connection, 'call'>,
  { dom, domain }: Pick<DomainTarget, 'dom' | 'domain'>,
): Promise<EditedDomain> {
  const read = async (flags: number): Promise<string> =>
    (await lane.call(procedures.domainGetXmlDesc, { dom, flags: flags | virDomainXMLFlags.VIR_DOMAIN_XML_SECURE })).xml;
  const [persistent, live] = await Promise.all([
    domain.persistent ? read(virDomainXMLFlags.VIR_DOMAIN_XML_INACTIVE) : undefined,
    read(0),
  ]);
  return { ...(persistent !== undefined && { persistent }), ...(isOfRunning(live) && { live }) };
}

/** What somebody else changed too: how much, and the first of it. */
export function conflictOf({ conflicts }: EditPlan): { readonly count: number; readonly what: string } | undefined {
  const [first] = conflicts;
  if (first === undefined) return undefined;
  const what = [first.device, first.property].filter((each) => each !== undefined).join(' ');
  return { count: conflicts.length, what };
}

/** @throws AppError `editConflict` when somebody else changed the same */
export function refuseConflict(plan: EditPlan, { object, session }: DomainTarget): void {
  const params = conflictOf(plan);
  if (params === undefined) return;
  throw appError('editConflict', `changed meanwhile: ${params.what}`, { object, host: session.config.name, params });
}

function refuseRunning({ edits }: EditPlan, { object, session }: DomainTarget): void {
  const waiting = edits.flatMap(({ effects }) => Object.entries(effects)).find(([, effect]) => effect === 'shutdown');
  if (waiting === undefined) return;
  throw appError('needsShutdown', `${waiting[0] || 'the definition'} can only be changed while the domain is off`, {
    object,
    host: session.config.name,
  });
}

/** A transient domain has no next start. */
function refuseLater(plan: EditPlan, { object, session }: DomainTarget): void {
  if (plan.edits.every(({ live }) => live.length > 0)) return;
  throw appError('notSupported', 'a transient domain has only what can be changed while it runs', {
    object,
    host: session.config.name,
  });
}

/** Another UUID would define another domain. */
function refuseOtherUuid(edits: DomainEdits, { domain, object }: DomainTarget): void {
  for (const edit of edits) {
    const uuid = uuidAfter(edit, domain.uuid);
    if (uuid === domain.uuid) continue;
    throw appError('invalidArgument', `the definition is of another domain: ${String(uuid)}`, {
      object,
      params: { path: 'uuid' },
    });
  }
}

function uuidAfter(edit: DomainEdit, now: string): unknown {
  switch (edit.kind) {
    case 'definition':
      return namedDomain.read(parseXml(edit.to).root, 'uuid');
    case 'domain':
      return Object.hasOwn(edit.changes, 'uuid') ? edit.changes['uuid']?.to : now;
    default:
      return now;
  }
}

async function define(
  lane: Connection,
  target: DomainTarget,
  xml: string,
  { edits, force }: EditRequest,
  { log }: StepContext,
): Promise<void> {
  const document = parseXml(xml);
  editDefinition(document.root, edits, { force });
  const edited = serializeXml(document);
  if (edited === xml) return;
  // What was written by hand is checked against the schema; what our tables wrote may be older or newer than the host's schema.
  const byHand = edits.some(({ kind }) => kind === 'definition' || kind === 'deviceXml');
  const flags = byHand ? virDomainDefineFlags.VIR_DOMAIN_DEFINE_VALIDATE : 0;
  const renamed = await renameTo(lane, target, namedDomain.read(document.root, 'name'));
  try {
    await lane.call(procedures.domainDefineXmlFlags, { xml: edited, flags });
  } catch (thrown) {
    if (renamed !== undefined) await renameTo(lane, { ...target, domain: renamed }, target.domain.name);
    throw thrown;
  }
  log('info', 'defined');
}

/** A definition with another name is taken for another domain's; the name has a call of its own. The domain as it is called then. */
async function renameTo(lane: Connection, { dom, domain }: DomainTarget, name: unknown): Promise<Domain | undefined> {
  if (typeof name !== 'string' || name === domain.name) return undefined;
  await lane.call(procedures.domainRename, { dom, newName: name, flags: 0 });
  return { ...domain, name };
}

/** The inverse as the host tells it now: libvirt writes what it was given in its own way, and adds to it. */
async function undoOf(
  lane: Connection,
  target: DomainTarget,
  made: DomainEdits,
  { nextStartOnly }: EditRequest,
): Promise<PlanRequest> {
  const { host, uuid } = target.domain;
  const { persistent, live } = await readDefinitions(lane, target);
  const edits = inverseIn(parseXml(persistent ?? live ?? '<domain/>').root, made);
  return { verb: 'domain.edit', input: { host, uuid, edits, nextStartOnly, force: false } };
}

interface Failed {
  readonly edit: DomainEdit;
  readonly error: AppError;
}

/** What frees something comes before what may need it. */
const order: { readonly [K in LiveAction['kind']]: number } = { detach: 0, call: 1, update: 1, attach: 2 };

async function changeGuest(
  lane: Connection,
  target: DomainTarget,
  plan: EditPlan,
  { live }: EditedDomain,
  context: StepContext,
): Promise<readonly Failed[]> {
  if (live === undefined) return [];
  const failed = new Map<PlannedEdit, Failed>();
  const actions = plan.edits
    .flatMap((planned) => planned.live.map((action) => ({ planned, action })))
    .toSorted((a, b) => order[a.action.kind] - order[b.action.kind]);
  for (const [done, { planned, action }] of actions.entries()) {
    context.progress({ fraction: done / actions.length });
    if (failed.has(planned)) continue;
    try {
      if (context.signal.aborted) throw appError('cancelled', 'cancelled by the user');
      await runLiveAction(lane, target, action, planned.edit, context);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (hasTrait(error, 'away')) throw error;
      failed.set(planned, { edit: planned.edit, error });
      context.log('error', 'editRefused', { what: wordsOf(planned.edit), why: error.data.raw ?? error.message });
    }
  }
  return [...failed.values()];
}

/** Takes refused edits out of the definition of the next start again. */
async function takeBack(
  lane: Connection,
  target: DomainTarget,
  failed: readonly Failed[],
  { log }: StepContext,
): Promise<void> {
  const { persistent } = await readDefinitions(lane, target);
  if (persistent === undefined) return;
  const { inverse } = planEdits(
    { persistent },
    failed.map(({ edit }) => edit),
    { force: true },
  );
  const document = parseXml(persistent);
  editDefinition(document.root, inverse, { force: true });
  await lane.call(procedures.domainDefineXmlFlags, { xml: serializeXml(document), flags: 0 });
  log('warning', 'takenBack', { count: failed.length });
}

function partlyDone(plan: EditPlan, failed: readonly Failed[], { object, session }: DomainTarget): AppError {
  const [first] = failed;
  if (first !== undefined && plan.edits.length === 1) return first.error;
  return appError('partlyDone', `${failed.length} of ${plan.edits.length} changes were refused`, {
    object,
    host: session.config.name,
    params: { failed: failed.length, count: plan.edits.length },
    ...(first === undefined ? {} : { cause: first.error.data }),
  });
}

/** Names an edit in the task's log. */
function wordsOf(edit: DomainEdit): string {
  switch (edit.kind) {
    case 'domain':
      return Object.keys(edit.changes).join(', ');
    case 'device':
      return `${edit.device} ${Object.keys(edit.changes).join(', ')}`;
    case 'addDevice':
      return `+ ${parseXml(edit.xml).root.name}`;
    case 'removeDevice':
      return `- ${edit.device}`;
    case 'deviceXml':
      return edit.device;
    case 'definition':
      return 'XML';
    default:
      return edit satisfies never;
  }
}
