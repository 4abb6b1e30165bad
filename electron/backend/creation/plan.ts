/** Plans new VMs: everything looked up on their hosts, nothing changed. */
import { randomBytes, randomUUID } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { CreationPlan, CreationProblem, PlannedVm } from '../../../shared/model/creation/creationPlan.ts';
import type { CreationRequest } from '../../../shared/model/creation/creationRequest.ts';
import { problem } from '../../../shared/model/creation/checked.ts';
import { installationFor, renamed, withInstallation } from '../../../shared/model/creation/draftDefinition.ts';
import { stepsOf } from '../../../shared/model/creation/draftSteps.ts';
import { definitionOf } from '../../../shared/model/creation/definition.ts';
import {
  draftOf,
  type DraftSeed,
  type DraftVm,
  type ImageRef,
  type TreeFiles,
} from '../../../shared/model/creation/draft.ts';
import { expectedSource, type HostView } from '../../../shared/model/creation/hostView.ts';
import { addInstallation } from '../../../shared/model/creation/installation.ts';
import { macAfter, qemuMac } from '../../../shared/model/creation/macs.ts';
import { namesOf } from '../../../shared/model/creation/names.ts';
import type { ImageSource } from '../../../shared/model/creation/newDomain.ts';
import { requestProblems, vmProblems } from '../../../shared/model/creation/problems.ts';
import type { HostId } from '../../../shared/model/host.ts';
import type { OperatingSystem } from '../../../shared/model/os.ts';
import type { XmlElement } from '../../../shared/xml/element.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { serializeElement } from '../../../shared/xml/serialize.ts';
import { unattendedScript } from '../../../shared/model/unattended/index.ts';
import { validateCloudInit } from '../../../shared/model/cloudInitCheck.ts';
import { readHostView } from './host.ts';
import { realSeed, seedBytes, shownSeed, type Seed, type SeedVm } from './seed.ts';
import { inspectTree, sizeOf } from './installTree.ts';
import type { HostSession, Sessions } from '../session.ts';
import { operatingSystems } from '../storageVolume/mediaDetect.ts';

/** One VM, ready to be made. */
export interface PreparedVm {
  readonly session: HostSession;
  readonly view: HostView;
  readonly draft: DraftVm;
  readonly uuid: string;
  /** The definition it ends up with, once it is known where its images are. */
  readonly definition: (sourceOf: (image: ImageRef) => ImageSource) => XmlElement;
  readonly planned: PlannedVm;
  /** What cloud-init or the installer is told. */
  readonly seed: () => Promise<Seed | undefined>;
}

export interface Prepared {
  readonly request: CreationRequest;
  readonly vms: readonly PreparedVm[];
  readonly plan: CreationPlan;
}

/** Of a definition that is given as XML, the rest of the request's hardware is not looked at. */
const effective = (request: CreationRequest): CreationRequest =>
  request.source.kind === 'xml'
    ? { ...request, hardware: { ...request.hardware, disks: [], nics: [] }, extraMedia: [] }
    : request;

export async function prepare(sessions: Sessions, asked: CreationRequest, signal: AbortSignal): Promise<Prepared> {
  const request = effective(asked);
  const systems = await operatingSystems();
  const os = systems.find(({ id }) => id === request.os);
  const names = namesOf(request.name, request.count);
  const tree = await treeOf(systems, request, signal);
  const sizes = await sizesOf(request, tree, signal);
  const faults = cloudInitFaults(request, names?.length ?? 1);
  const begun = (names ?? []).map((name, index) => {
    const host = request.hosts[index % request.hosts.length] ?? '';
    const macs = request.hardware.nics.map(({ mac }) =>
      mac === undefined ? qemuMac(randomBytes(3)) : macAfter(mac, index),
    );
    const identity: SeedVm = { name, uuid: randomUUID(), index, macs };
    const seed = faults.length > 0 ? undefined : shownSeed(request, os, identity);
    const draft = draftOf(request, { name, host, index, os, tree, seed: seed && draftSeed(seed) });
    return { identity, seed, draft: withSizes(draft, sizes.known, seed) };
  });
  const views = await viewsOf(sessions, request, signal);
  const drafts = begun.map(({ draft }) => draft);
  const vms = begun.flatMap((one): readonly PreparedVm[] => {
    const known = views.get(one.draft.host);
    return known?.view === undefined ? [] : [prepareVm(request, os, one, drafts, { ...known, view: known.view })];
  });
  const problems = [
    ...(names === undefined ? [problem('error', 'nameInvalid', 'name', { name: request.name })] : []),
    ...[...views.values()].flatMap(({ view, session }) =>
      view === undefined ? [problem('error', 'hostAway', 'hosts', { host: session.config.name })] : [],
    ),
    ...sizes.problems,
    ...faults,
    // A system without any script is among the problems of the request.
    ...(request.unattended !== undefined && hasScript(os) && begun.some(({ seed }) => seed === undefined)
      ? [problem('error', 'unattendedNeedsTree', 'unattended')]
      : []),
    ...requestProblems(request, os, new Date().toISOString().slice(0, 10)),
  ];
  return { request, vms, plan: { vms: vms.map(({ planned }) => planned), problems } };
}

const hasScript = (os: OperatingSystem | undefined): boolean => os !== undefined && unattendedScript(os) !== undefined;

interface KnownHost {
  readonly session: HostSession;
  /** Undefined: it isn't connected. */
  readonly view: HostView | undefined;
}

async function viewsOf(
  sessions: Sessions,
  request: CreationRequest,
  signal: AbortSignal,
): Promise<ReadonlyMap<HostId, KnownHost>> {
  const known = await Promise.all(
    [...new Set(request.hosts)].map(async (host): Promise<readonly [HostId, KnownHost]> => {
      const session = sessions.get(host);
      try {
        return [host, { session, view: await readHostView(session, request, signal) }];
      } catch (thrown) {
        if (thrown instanceof AppError && thrown.code === 'hostNotConnected')
          return [host, { session, view: undefined }];
        throw thrown;
      }
    }),
  );
  return new Map(known);
}

async function treeOf(
  systems: readonly OperatingSystem[],
  { source }: CreationRequest,
  signal: AbortSignal,
): Promise<TreeFiles | undefined> {
  if (source.kind !== 'tree') return undefined;
  const { kernel, initrd } = source;
  if (kernel !== undefined && initrd !== undefined) return { kernel, initrd };
  const found = await inspectTree(systems, source.url, signal);
  const files = { kernel: kernel ?? found.kernel, initrd: initrd ?? found.initrd };
  return files.kernel === undefined || files.initrd === undefined
    ? undefined
    : { kernel: files.kernel, initrd: files.initrd };
}

/** Asks the web how large what it will be fetched is. */
async function sizesOf(request: CreationRequest, tree: TreeFiles | undefined, signal: AbortSignal) {
  const example = draftOf(request, { name: '', host: '', index: 0, os: undefined, tree });
  const urls = example.volumes.flatMap(({ content }) => (content.kind === 'url' ? [content.url] : []));
  const known = new Map<string, number>();
  const problems: CreationProblem[] = [];
  await Promise.all(
    urls.map(async (url) => {
      try {
        known.set(url, await sizeOf(url, signal));
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown;
        problems.push(problem('error', 'noSource', 'source', { url, why: thrown.data.raw ?? thrown.message }));
      }
    }),
  );
  return { known, problems };
}

/** @param count how many VMs */
function cloudInitFaults({ cloudInit, hardware }: CreationRequest, count: number): readonly CreationProblem[] {
  if (cloudInit === undefined) return [];
  const faults = validateCloudInit(cloudInit.answers, { vms: count, nics: hardware.nics.length });
  return faults
    .slice(0, 1)
    .map(({ code }) => problem('error', 'cloudInitInvalid', 'cloudInit.answers', { fault: code }));
}

const draftSeed = (seed: Seed): DraftSeed => ({
  delivery: seed.label === undefined ? 'initrd' : 'cd',
  bytes: seedBytes(seed).length,
  kernelArguments: seed.kernelArguments,
});

const withSizes = (draft: DraftVm, sizes: ReadonlyMap<string, number>, seed?: Seed): DraftVm => ({
  ...draft,
  volumes: draft.volumes.map((volume) => {
    const { content } = volume;
    const fetched = content.kind === 'url' ? sizes.get(content.url) : undefined;
    const appended = content.kind === 'url' && content.appendix && seed ? seedBytes(seed).length : 0;
    const bytes = fetched === undefined ? undefined : fetched + appended;
    return bytes === undefined ? volume : { ...volume, capacityBytes: bytes, allocationBytes: bytes };
  }),
});

interface Begun {
  readonly identity: SeedVm;
  readonly seed: Seed | undefined;
  readonly draft: DraftVm;
}

function prepareVm(
  request: CreationRequest,
  os: OperatingSystem | undefined,
  { identity, seed, draft }: Begun,
  all: readonly DraftVm[],
  { session, view }: { readonly session: HostSession; readonly view: HostView },
): PreparedVm {
  const { uuid, macs } = identity;
  const together = all.filter(({ host }) => host === draft.host);
  const definition = (sourceOf: (image: ImageRef) => ImageSource): XmlElement => {
    const { source, title, description, hardware } = request;
    if (source.kind === 'xml') return renamed(source.xml, draft.name, uuid, view.macs);
    const { capabilities } = view;
    if (capabilities === undefined) return parseXml('<domain/>').root;
    const disks = draft.disks.map(sourceOf);
    const root = definitionOf({
      name: draft.name,
      uuid,
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(os && { os }),
      hardware,
      capabilities,
      disks,
      macs,
    });
    const media = draft.fixedMedia.map(sourceOf);
    const boot = disks.length === 0 ? 'media' : 'disk';
    if (media.length > 0) addInstallation(root, { media, boot, endsWithReboot: false });
    return root;
  };
  const expected = (image: ImageRef): ImageSource => expectedSource(view, image);
  const installation = installationFor(draft, expected);
  const planned: PlannedVm = {
    name: draft.name,
    host: draft.host,
    hostName: session.config.name,
    xml: serializeElement(definition(expected)),
    ...(installation && { installXml: withInstallation(definition(expected), installation) }),
    volumes: draft.volumes.map(({ content: _content, shared: _shared, ...volume }) => volume),
    steps: stepsOf(request, draft),
    files: seed?.files ?? [],
    problems: vmProblems({ request, os, vm: draft, view, together }),
  };
  return { session, view, draft, uuid, definition, planned, seed: () => realSeed(request, os, identity) };
}
