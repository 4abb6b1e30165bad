/** The state of the dialog: what was said, what follows from it, and what the hosts say of it. */
import { useEffect, useRef, useState } from 'react';
import type { ErrorData } from '../../../shared/errors.ts';
import type { CreationChoices } from '../../../shared/model/creation/choices.ts';
import type { CreationPlan, CreationProblem } from '../../../shared/model/creation/creationPlan.ts';
import type { CreationRequest } from '../../../shared/model/creation/creationRequest.ts';
import { namesOf } from '../../../shared/model/creation/names.ts';
import type { HostId } from '../../../shared/model/host.ts';
import type { OperatingSystem, OsResources } from '../../../shared/model/os.ts';
import { api } from '../../backend.ts';
import { useDomains } from '../../store/inventory.ts';
import { emptyDraft, imageDraftOf, withFirstHost, withKeys, withProposal, type CreationDraft } from './draft.ts';
import { freeName } from './names.ts';
import { requestOf, type MissingId } from './request.ts';
import { problemsOf, stepOf, stepOfMissing, type StepId } from './steps.ts';
import { useSystems } from './systems.ts';
import { useDefaults, type DefaultsState } from './useDefaults.ts';
import { useDetection, type Detection } from './useDetection.ts';
import { usePlan } from './usePlan.ts';

export interface CreationState {
  readonly draft: CreationDraft;
  readonly change: (how: Partial<CreationDraft> | ((draft: CreationDraft) => CreationDraft)) => void;
  /** Whether closing would lose anything. */
  readonly touched: boolean;
  readonly detection: Detection;
  /** Undefined: not loaded yet. */
  readonly systems: readonly OperatingSystem[] | undefined;
  readonly os: OperatingSystem | undefined;
  /** As typed, or as proposed. */
  readonly name: string;
  /** Undefined: the name makes none. */
  readonly names: readonly string[] | undefined;
  readonly defaults: DefaultsState;
  readonly askDefaults: () => void;
  readonly choices: CreationChoices | undefined;
  readonly minimum: OsResources | undefined;
  readonly missing: MissingId | undefined;
  readonly request: CreationRequest | undefined;
  readonly plan: CreationPlan | undefined;
  /** The plan is of what was said a moment ago. */
  readonly planning: boolean;
  readonly planError: ErrorData | undefined;
  readonly problems: readonly CreationProblem[];
  /** What keeps each step from being done. */
  readonly problemsAt: (step: StepId) => readonly CreationProblem[];
  readonly missingAt: (step: StepId) => boolean;
  readonly ready: boolean;
}

/** @param first the host that is chosen at first; undefined as long as none is connected */
export function useCreationDraft(first: HostId | undefined): CreationState {
  const [draft, setDraft] = useState(() => emptyDraft(first === undefined ? [] : [first]));
  const [offered, setOffered] = useState(first);
  if (first !== offered) {
    setOffered(first);
    if (first !== undefined) setDraft(withFirstHost(draft, first));
  }
  const [touched, setTouched] = useState(false);
  const systems = useSystems();
  useWorkstationKeys((keys) => setDraft((now) => withKeys(now, keys)));
  const detection = useDetection(draft);
  const os = systems?.find(({ id }) => id === osIdOf(draft, detection));
  const proposedFor = useRef<OperatingSystem>(undefined);
  const defaults = useProposal(draft, detection, os, (proposal) => {
    const systemsThen = { before: proposedFor.current, now: os };
    proposedFor.current = os;
    setDraft((now) => withProposal(now, proposal.hardware, systemsThen));
  });
  const [answer, askDefaults] = defaults;
  const value = answer.kind === 'here' || answer.kind === 'asking' ? answer.value : undefined;
  const name = useName(draft, os);
  const asked = requestOf(draft, { os: osIdOf(draft, detection), name });
  // Hardware for another system or host than the one that is chosen is on its way to be replaced.
  const request = asked.kind === 'request' && answer.kind === 'here' ? asked.request : undefined;
  const { plan, error: planError, busy } = usePlan(request);
  const problems = asked.kind === 'invalid' ? asked.problems : plan === undefined ? [] : problemsOf(plan);
  const missing = asked.kind === 'missing' ? asked.missing : undefined;
  return {
    draft,
    change: (how) => {
      setTouched(true);
      setDraft((now) => (typeof how === 'function' ? how(now) : { ...now, ...how }));
    },
    touched,
    detection,
    systems,
    os,
    name,
    names: namesOf(name.trim(), draft.count),
    defaults: answer,
    askDefaults,
    choices: value?.choices,
    minimum: value?.minimum,
    missing,
    request,
    plan,
    planning: busy || (asked.kind === 'request' && answer.kind === 'asking'),
    planError,
    problems,
    problemsAt: (step) => problems.filter((each) => stepOf(each, draft.kind) === step),
    missingAt: (step) => missing !== undefined && stepOfMissing(missing) === step,
    ready: request !== undefined && !busy && plan !== undefined && !problems.some(({ level }) => level === 'error'),
  };
}

function osIdOf({ os }: CreationDraft, detection: Detection): string | undefined {
  if (os.kind === 'chosen') return os.id;
  return detection.kind === 'looked' ? detection.os : undefined;
}

/** Media that only an emulator of another architecture can start. */
const foreign = ['aarch64', 'ppc64le', 'riscv64', 's390x', 'armv7l', 'loongarch64'];

function useProposal(
  draft: CreationDraft,
  detection: Detection,
  os: OperatingSystem | undefined,
  onProposal: Parameters<typeof useDefaults>[1],
) {
  const [host] = draft.hosts;
  const { type, arch: chosenArch, firmware } = draft.platform;
  const detected = detection.kind === 'looked' ? detection.arch : undefined;
  const [archs, setArchs] = useState<readonly string[]>([]);
  const ofMedium = detected !== undefined && foreign.includes(detected) && archs.includes(detected);
  const arch = chosenArch ?? (ofMedium ? detected : undefined);
  const question = host !== undefined && {
    host,
    ...(os && { os: os.id }),
    source: draft.kind === 'xml' ? ('blank' as const) : draft.kind,
    compatible: draft.compatible,
    ...(type !== undefined && { type }),
    ...(arch !== undefined && { arch }),
    ...(firmware !== undefined && { firmware }),
  };
  return useDefaults(question === false ? undefined : question, (defaults) => {
    setArchs([...new Set(defaults.choices.guests.map((guest) => guest.arch))]);
    onProposal(defaults);
  });
}

/** More are nobody's. */
const MOST_KEYS = 5;

/** The public keys of the agent and of `~/.ssh`, once they are known; without them somebody has to be let in by hand. */
function useWorkstationKeys(onKeys: (keys: readonly string[]) => void): void {
  const latest = useRef(onKeys);
  useEffect(() => {
    const asking = new AbortController();
    api.creation.sshKeys({}, { signal: asking.signal }).then(
      (found) => {
        if (!asking.signal.aborted) latest.current(found.slice(0, MOST_KEYS).map(({ key }) => key));
      },
      () => undefined,
    );
    return () => asking.abort();
  }, []);
}

/** What was typed, or a name that is free on the hosts and tells the system; a definition has one. */
function useName(draft: CreationDraft, os: OperatingSystem | undefined): string {
  const domains = useDomains();
  if (draft.name !== undefined) return draft.name;
  const own = draft.kind === 'xml' ? (/<name>\s*([^<]*?)\s*<\/name>/.exec(draft.xml)?.[1] ?? '') : '';
  const taken = new Set(domains.filter(({ host }) => draft.hosts.includes(host)).map(({ name }) => name));
  return freeName(own === '' ? (os?.id ?? 'vm').replaceAll('.', '-') : own, taken);
}

/** The files that are to be sent, by the name of their upload. */
export function filesOf(draft: CreationDraft): ReadonlyMap<string, File> {
  const file = imageDraftOf(draft)?.file;
  return new Map(file ? [[file.upload, file.file]] : []);
}
