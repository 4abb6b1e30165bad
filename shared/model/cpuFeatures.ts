/** The CPU model that a guest sees, and its features (formatdomain, "CPU model and topology"). */
import type { Values } from '../xml/property.ts';
import type { CpuModel, DomainCapabilities } from './domainCapabilities.ts';
import type { EditValue } from './domainEdit.ts';
import { domain } from './domainProperties.ts';
import type { Finding, Fix } from './finding.ts';

const { type, cpuMode, cpuMatch, cpuModel, cpuVendor, cpuFallback, cpuCheck, cpuMigratable, cpuFeatures } = domain;

/** What of a definition decides them. */
export const cpuModelProperties = {
  type,
  cpuMode,
  cpuMatch,
  cpuModel,
  cpuVendor,
  cpuFallback,
  cpuCheck,
  cpuMigratable,
  cpuFeatures,
};
export type CpuModelValues = Values<typeof cpuModelProperties>;

type Changes = Readonly<Record<string, EditValue>>;
type Feature = NonNullable<CpuModelValues['cpuFeatures']>[number];
export type FeaturePolicy = NonNullable<Feature['policy']>;

/** `default`: nothing is said, the hypervisor takes its own (QEMU: qemu64 or the like). */
export const cpuModes = ['host-passthrough', 'host-model', 'maximum', 'custom', 'default'] as const;
export type CpuMode = (typeof cpuModes)[number];

export const featurePolicies = ['require', 'optional', 'disable', 'forbid', 'force'] as const;

/** A model without a mode is a custom one (virCPUDefParseXML). Undefined: one that only a newer libvirt knows. */
export function modeOf({ cpuMode: mode, cpuModel: model, cpuMatch: match }: CpuModelValues): CpuMode | undefined {
  if (mode === undefined) return model === undefined && match === undefined ? 'default' : 'custom';
  return cpuModes.find((known) => known === mode);
}

/** What a host of these capabilities takes; all of them where it doesn't tell. The present one is among them. */
export function modesFor(values: CpuModelValues, capabilities: DomainCapabilities | undefined): readonly CpuMode[] {
  const offered = capabilities?.cpuModes;
  const takes = (mode: CpuMode): boolean =>
    mode === 'default' ||
    mode === modeOf(values) ||
    offered === undefined ||
    offered.some(({ name, supported }) => name === mode && supported);
  return cpuModes.filter(takes);
}

const customModels = (capabilities: DomainCapabilities | undefined): readonly CpuModel[] =>
  capabilities?.cpuModes.find(({ name }) => name === 'custom')?.models ?? [];

/** What host-model comes down to on the host. */
export const hostModelOf = (capabilities: DomainCapabilities | undefined): string | undefined =>
  capabilities?.cpuModes.find(({ name }) => name === 'host-model')?.model;

/** What says something in one mode only goes with the mode. */
export function modeChanges(values: CpuModelValues, to: CpuMode, capabilities?: DomainCapabilities): Changes {
  const migratable = to === 'host-passthrough' || to === 'maximum' ? {} : { cpuMigratable: null };
  if (to === 'custom') {
    const usable = customModels(capabilities).find((model) => model.usable === 'yes')?.name;
    const model = values.cpuModel ?? hostModelOf(capabilities) ?? usable ?? null;
    return { cpuMode: 'custom', cpuMatch: 'exact', cpuModel: model, ...migratable };
  }
  return {
    cpuMode: to === 'default' ? null : to,
    cpuMatch: null,
    cpuModel: null,
    cpuVendor: null,
    cpuFallback: null,
    cpuCheck: null,
    ...(to === 'default' && { cpuFeatures: null }),
    ...migratable,
  };
}

export interface ModelChoice {
  readonly name: string;
  readonly usable: CpuModel['usable'];
  readonly vendor?: string;
  readonly deprecated: boolean;
}

/** Models to choose from: those that run here first, then by name. The present one is among them. */
export function modelsFor(
  { cpuModel: present }: CpuModelValues,
  capabilities: DomainCapabilities | undefined,
): readonly ModelChoice[] {
  const models: readonly ModelChoice[] = customModels(capabilities);
  const rank = { yes: 0, unknown: 1, no: 2 } as const;
  const known = present === undefined || models.some(({ name }) => name === present);
  const all = known ? models : [...models, { name: present, usable: 'unknown' as const, deprecated: false }];
  return all.toSorted((a, b) => rank[a.usable] - rank[b.usable] || a.name.localeCompare(b.name));
}

/** Features with a policy of their own, by name. Without a policy libvirt takes `require`. */
export const featuresOf = ({ cpuFeatures: features = [] }: CpuModelValues): readonly Required<Feature>[] =>
  features.map(({ name = '', policy = 'require' }) => ({ name, policy }));

/** Another policy for a feature; undefined leaves it to the model. */
export function featureChanges(values: CpuModelValues, name: string, policy: FeaturePolicy | undefined): Changes {
  const features = featuresOf(values);
  const at = features.findIndex((feature) => feature.name === name);
  const others = features.filter((feature) => feature.name !== name);
  const to = policy === undefined ? others : others.toSpliced(at === -1 ? others.length : at, 0, { name, policy });
  return { cpuFeatures: to.length === 0 ? null : to.map((feature) => ({ ...feature })) };
}

/** Names to offer: what the host's CPU has, and what makes its model. Ascending, without those that are set already. */
export function featuresToAdd(
  values: CpuModelValues,
  capabilities: DomainCapabilities | undefined,
  hostFeatures: readonly string[],
): readonly string[] {
  const modelled = capabilities?.cpuModes.flatMap(({ features }) => features.map(({ name }) => name)) ?? [];
  const set = new Set(featuresOf(values).map(({ name }) => name));
  return [...new Set([...hostFeatures, ...modelled])].filter((name) => !set.has(name)).toSorted();
}

export type CpuFinding =
  | 'modeUnsupported'
  | 'modelMissing'
  | 'modelBlocked'
  | 'modelDeprecated'
  | 'featureTwice'
  | 'featuresWithoutModel'
  | 'passthroughBindsHost';
type CpuFix = 'useHostModel' | 'useMaximum' | 'dropFeatures' | 'onceOnly';
type Found = Finding<CpuFinding, CpuFix>;

/** @param capabilities undefined where the host doesn't tell */
export function checkCpu(values: CpuModelValues, capabilities: DomainCapabilities | undefined): readonly Found[] {
  const mode = modeOf(values);
  const features = featuresOf(values);
  const twice = features.find(({ name }, index) => features.findIndex((other) => other.name === name) !== index);
  const offered = capabilities?.cpuModes.find(({ name }) => name === mode);
  return [
    ...(capabilities === undefined || mode === undefined || mode === 'default' || offered?.supported === true
      ? []
      : [found('error', 'modeUnsupported', { mode }, otherModes(values, capabilities))]),
    ...(mode === 'custom' ? checkModel(values, capabilities) : []),
    ...(twice === undefined
      ? []
      : [
          found('error', 'featureTwice', { feature: twice.name }, [
            { word: 'onceOnly', changes: featureChanges(values, twice.name, twice.policy) },
          ]),
        ]),
    ...(mode === 'default' && features.length > 0
      ? [
          found('error', 'featuresWithoutModel', {}, [
            ...otherModes(values, capabilities),
            { word: 'dropFeatures', changes: { cpuFeatures: null } },
          ]),
        ]
      : []),
    ...(mode === 'host-passthrough' ? [found('hint', 'passthroughBindsHost', {})] : []),
  ];
}

function checkModel(values: CpuModelValues, capabilities: DomainCapabilities | undefined): readonly Found[] {
  const { cpuModel: name, cpuFallback: fallback, cpuCheck: check } = values;
  const fixes = otherModes(values, capabilities);
  if (name === undefined) return [found('error', 'modelMissing', {}, fixes)];
  const model = customModels(capabilities).find((each) => each.name === name);
  if (model === undefined) return [];
  const refused = fallback === 'forbid' || check === 'full';
  return [
    ...(model.usable === 'no' ? [found(refused ? 'error' : 'warning', 'modelBlocked', { model: name }, fixes)] : []),
    ...(model.deprecated ? [found('hint', 'modelDeprecated', { model: name })] : []),
  ];
}

function otherModes(values: CpuModelValues, capabilities: DomainCapabilities | undefined): readonly Fix<CpuFix>[] {
  const takes = modesFor(values, capabilities).filter((mode) => mode !== modeOf(values));
  const fix = (mode: CpuMode, word: CpuFix): readonly Fix<CpuFix>[] =>
    takes.includes(mode) ? [{ word, changes: modeChanges(values, mode, capabilities) }] : [];
  return [...fix('host-model', 'useHostModel'), ...fix('maximum', 'useMaximum')];
}

const found = (
  level: Found['level'],
  word: CpuFinding,
  params: Readonly<Record<string, number | string>>,
  fixes: readonly Fix<CpuFix>[] = [],
): Found => ({ level, word, params, fixes });
