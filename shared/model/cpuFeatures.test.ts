import { describe, expect, it } from 'vitest';
import { parseXml } from '../xml/parse.ts';
import { readAll } from '../xml/property.ts';
import {
  checkCpu,
  cpuModelProperties,
  featureChanges,
  featuresOf,
  featuresToAdd,
  modeChanges,
  modelsFor,
  modeOf,
  modesFor,
  type CpuModelValues,
} from './cpuFeatures.ts';
import { readDomainCapabilities } from './domainCapabilities.ts';
import type { EditValue } from './domainEdit.ts';
import { editDefinition } from './editDefinition.ts';

const read = (cpu: string): CpuModelValues =>
  readAll(cpuModelProperties, parseXml(`<domain type='kvm'>${cpu}</domain>`).root);
function changed(cpu: string, changes: Readonly<Record<string, EditValue>>): CpuModelValues {
  const { root } = parseXml(`<domain type='kvm'>${cpu}</domain>`);
  const planned = Object.fromEntries(Object.entries(changes).map(([name, to]) => [name, { from: null, to }]));
  editDefinition(root, [{ kind: 'domain', changes: planned }], { force: true });
  return readAll(cpuModelProperties, root);
}

/** A host without passthrough, as emulation is. */
const host = readDomainCapabilities(`<domainCapabilities><cpu>
  <mode name='host-passthrough' supported='no'/>
  <mode name='maximum' supported='yes'/>
  <mode name='host-model' supported='yes'>
    <model fallback='forbid'>EPYC</model><feature policy='require' name='x2apic'/><feature policy='disable' name='svm'/>
  </mode>
  <mode name='custom' supported='yes'>
    <model usable='no' vendor='Intel'>Skylake-Client</model>
    <model usable='yes' vendor='AMD'>EPYC</model>
    <model usable='yes' vendor='unknown' deprecated='yes'>qemu32</model>
    <model usable='unknown' vendor='Intel'>Westmere</model>
  </mode>
</cpu></domainCapabilities>`);

const custom = (model: string, more = ''): string =>
  `<cpu mode='custom' match='exact'><model>${model}</model>${more}</cpu>`;
const words = (cpu: string): readonly string[] => checkCpu(read(cpu), host).map(({ word }) => word);

describe('the mode of a CPU', () => {
  it('is custom where only a model is said, and the default where nothing is', () => {
    expect(modeOf(read('<cpu><model>EPYC</model></cpu>'))).toBe('custom');
    expect(modeOf(read('<cpu><topology sockets="1" cores="1" threads="1"/></cpu>'))).toBe('default');
    expect(modeOf(read('<cpu mode="host-model"/>'))).toBe('host-model');
  });

  it('is one that the host takes, or the one there is', () => {
    expect(modesFor(read(''), host)).toEqual(['host-model', 'maximum', 'custom', 'default']);
    expect(modesFor(read('<cpu mode="host-passthrough"/>'), host)).toContain('host-passthrough');
    expect(modesFor(read(''), undefined)).toHaveLength(5);
  });

  it('that the host does not take is an error, and each way out leaves none', () => {
    const wrong = '<cpu mode="host-passthrough" migratable="on"/>';
    const [finding] = checkCpu(read(wrong), host);
    expect(finding).toMatchObject({ level: 'error', word: 'modeUnsupported' });
    expect(finding?.fixes?.map(({ word }) => word)).toEqual(['useHostModel', 'useMaximum']);
    for (const fix of finding?.fixes ?? []) expect(checkCpu(changed(wrong, fix.changes), host)).toEqual([]);
  });

  it('takes with it what is said in no other one', () => {
    const model = custom('Westmere').replace('<model>', '<model fallback="forbid">');
    expect(changed(model, modeChanges(read(model), 'host-model', host))).toEqual({
      type: 'kvm',
      cpuMode: 'host-model',
    });
    const passthrough = '<cpu mode="host-passthrough" migratable="off"/>';
    expect(changed(passthrough, modeChanges(read(passthrough), 'custom', host))).toEqual({
      type: 'kvm',
      cpuMode: 'custom',
      cpuMatch: 'exact',
      cpuModel: 'EPYC',
    });
  });

  it('that is the default has no features of its own, which libvirt refuses without a model', () => {
    const cpu = `<cpu mode='host-model'><feature name='vmx' policy='require'/></cpu>`;
    expect(changed(cpu, modeChanges(read(cpu), 'default', host))).toEqual({ type: 'kvm' });
    expect(words(`<cpu><feature name='vmx' policy='require'/></cpu>`)).toEqual(['featuresWithoutModel']);
  });
});

describe('a model', () => {
  it('is offered with those first that run on the host, and the present one among them', () => {
    expect(modelsFor(read(custom('Mine')), host).map(({ name, usable }) => `${name} ${usable}`)).toEqual([
      'EPYC yes',
      'qemu32 yes',
      'Mine unknown',
      'Westmere unknown',
      'Skylake-Client no',
    ]);
  });

  it('that lacks something on the host is a warning; an error where libvirt must not make do', () => {
    expect(checkCpu(read(custom('Skylake-Client')), host)).toMatchObject([{ level: 'warning', word: 'modelBlocked' }]);
    expect(checkCpu(read(custom('Skylake-Client').replace('<cpu', `<cpu check='full'`)), host)).toMatchObject([
      { level: 'error', word: 'modelBlocked' },
    ]);
  });

  it('must be given where the mode is custom, and may be out of date', () => {
    expect(words(`<cpu mode='custom'/>`)).toEqual(['modelMissing']);
    expect(words(custom('qemu32'))).toEqual(['modelDeprecated']);
    expect(words(custom('EPYC'))).toEqual([]);
  });
});

describe('a feature', () => {
  const cpu = custom('EPYC', `<feature name='vmx' policy='disable'/><feature name='pcid'/>`);

  it('is required where no policy is said', () => {
    expect(featuresOf(read(cpu))).toEqual([
      { name: 'vmx', policy: 'disable' },
      { name: 'pcid', policy: 'require' },
    ]);
  });

  it('changes its policy in its place, comes at the end, and goes', () => {
    const after = (name: string, policy: Parameters<typeof featureChanges>[2]): readonly string[] =>
      featuresOf(changed(cpu, featureChanges(read(cpu), name, policy))).map((each) => `${each.name} ${each.policy}`);
    expect(after('vmx', 'force')).toEqual(['vmx force', 'pcid require']);
    expect(after('svm', 'optional')).toEqual(['vmx disable', 'pcid require', 'svm optional']);
    expect(after('vmx', undefined)).toEqual(['pcid require']);
  });

  it('is offered when the host has it, unless it is set', () => {
    expect(featuresToAdd(read(cpu), host, ['sse4.2', 'pcid'])).toEqual(['sse4.2', 'svm', 'x2apic']);
  });

  it('is named once', () => {
    const twice = custom('EPYC', `<feature name='vmx' policy='disable'/><feature name='vmx' policy='require'/>`);
    const [finding] = checkCpu(read(twice), host);
    expect(finding).toMatchObject({ level: 'error', word: 'featureTwice', params: { feature: 'vmx' } });
    for (const fix of finding?.fixes ?? []) expect(checkCpu(changed(twice, fix.changes), host)).toEqual([]);
  });
});
