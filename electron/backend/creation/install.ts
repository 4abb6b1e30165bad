/** Installations from their first start to their end, whoever is there to look after them: a task, or a later run of the program. */
import { AppError } from '../../../shared/errors.ts';
import { removeInstallation } from '../../../shared/model/creation/installation.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { serializeXml } from '../../../shared/xml/serialize.ts';
import { enums, procedures, uuidBytes, type Connection } from '../../libvirt/index.ts';
import type { PendingCreation, PendingCreations } from './pending.ts';
import { deleteVolumes } from './volumes.ts';
import type { HostSession, Sessions } from '../session.ts';
import { isLibvirt, type ErrorName } from '../calls/libvirtErrors.ts';
import { pause } from '../calls/pause.ts';

const { virDomainUndefineFlagsValues: undefine, virDomainShutoffReason: reasons, virDomainXMLFlags } = enums;

export const wireDomain = (name: string, uuid: string) => ({
  name,
  uuid: uuidBytes(uuid),
  id: -1,
});

/** Takes away a VM that was begun: the guest, its definition, its volumes. What is gone already is fine. */
export async function takeAway(session: HostSession, { name, uuid, domain, volumes }: PendingCreation): Promise<void> {
  if (domain) {
    const lane = await session.lane('slow');
    const dom = wireDomain(name, uuid);
    const flags =
      undefine.VIR_DOMAIN_UNDEFINE_NVRAM |
      undefine.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE |
      undefine.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA;
    // The definition first: a running guest without one is gone when it stops.
    await lane.call(procedures.domainUndefineFlags, { dom, flags }).catch(unless('NO_DOMAIN', 'OPERATION_INVALID'));
    await lane.call(procedures.domainDestroy, { dom }).catch(unless('NO_DOMAIN', 'OPERATION_INVALID'));
  }
  await deleteVolumes(session, volumes);
}

const unless =
  (...names: readonly ErrorName[]) =>
  (thrown: unknown): void => {
    if (!isLibvirt(thrown, ...names)) throw thrown;
  };

/** Looks how far it is, and does what comes next. Done with it, it is no longer among the pending ones. */
export async function advanceInstallation(
  session: HostSession,
  pending: PendingCreation,
  all: PendingCreations,
): Promise<void> {
  const lane = await session.lane('slow');
  const dom = wireDomain(pending.name, pending.uuid);
  try {
    const [{ reason }, { active: running }] = await Promise.all([
      lane.call(procedures.domainGetState, { dom, flags: 0 }),
      lane.call(procedures.domainIsActive, { dom }),
    ]);
    const active = running !== 0;
    if (pending.stage === 'defined') {
      if (!active) return;
      await redefine(lane, dom, pending);
      await all.put({ ...pending, stage: 'installing' });
    } else if (pending.stage === 'installing' && !active) {
      // A guest that was switched off by force was given up, or is to be looked at.
      const over = reason === reasons.VIR_DOMAIN_SHUTOFF_SHUTDOWN;
      if (over && pending.installation?.endsWithReboot === true) await lane.call(procedures.domainCreate, { dom });
      await deleteVolumes(session, pending.temporary);
      await all.drop(pending.uuid);
    }
  } catch (thrown) {
    if (!isLibvirt(thrown, 'NO_DOMAIN')) throw thrown;
    await deleteVolumes(session, pending.temporary);
    await all.drop(pending.uuid);
  }
}

/** The definition that was edited since, without what belongs to the installation. */
async function redefine(
  lane: Connection,
  dom: ReturnType<typeof wireDomain>,
  { installation }: PendingCreation,
): Promise<void> {
  if (installation === undefined) return;
  const flags = virDomainXMLFlags.VIR_DOMAIN_XML_INACTIVE | virDomainXMLFlags.VIR_DOMAIN_XML_SECURE;
  const document = parseXml((await lane.call(procedures.domainGetXmlDesc, { dom, flags })).xml);
  removeInstallation(document.root, installation);
  await lane.call(procedures.domainDefineXmlFlags, { xml: serializeXml(document), flags: 0 });
}

const LOOK_MS = 3000;

/**
 * Goes on with what no task of this run looks after: installations that were begun before, VMs that wait for their first start. What was
 * still being made when the program ended is taken away.
 * @param attended whether a task of this run has it
 */
export async function attendPending(
  sessions: Sessions,
  all: PendingCreations,
  attended: (uuid: string) => boolean,
  onError: (thrown: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    for (const pending of all.all.filter(({ uuid }) => !attended(uuid))) {
      try {
        await attend(sessions, pending, all);
      } catch (thrown) {
        onError(thrown);
      }
    }
    await pause(LOOK_MS, signal);
  }
}

async function attend(sessions: Sessions, pending: PendingCreation, all: PendingCreations): Promise<void> {
  const session = sessionOf(sessions, pending.host);
  if (session === undefined) return await all.drop(pending.uuid);
  if (session.status.kind !== 'connected') return;
  if (pending.stage !== 'making') return await advanceInstallation(session, pending, all);
  await takeAway(session, pending);
  await all.drop(pending.uuid);
}

/** Undefined for a host that was removed. */
function sessionOf(sessions: Sessions, host: string): HostSession | undefined {
  try {
    return sessions.get(host);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'notFound') return undefined;
    throw thrown;
  }
}
