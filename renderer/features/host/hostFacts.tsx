import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostFacts } from '../../../shared/model/host.ts';
import { formatValue } from '../../components/chartUnits.ts';
import { DefinitionList, Fact } from '../../components/definitionList.tsx';
import { CopyText } from '../../nouns/copyText.tsx';
import { topologyOf } from './capacity.ts';
import styles from './hostOverview.module.css';

/** What the machine and its hypervisor are. What the capabilities have not told yet shows a dash. */
export function Facts({ facts }: { readonly facts: HostFacts }): ReactElement {
  const { t } = useTranslation();
  const { cpu, capabilities } = facts;
  const topology = topologyOf(cpu);
  const cpuModel = [capabilities?.cpuVendor, capabilities?.cpuModel].filter((part) => part !== undefined).join(' ');
  const hypervisor = [facts.hypervisor, facts.hypervisorVersion].filter((part) => part !== undefined).join(' ');
  return (
    <section aria-labelledby="host-facts-heading">
      <h2 id="host-facts-heading">{t('host.facts')}</h2>
      <DefinitionList>
        <Fact name={t('host.fields.hostname')}>{facts.hostname}</Fact>
        <Fact name={t('host.fields.cpu')}>
          {topology === undefined
            ? t('host.threads', { count: cpu.threads })
            : `${t('host.threads', { count: cpu.threads })} · ${t('host.topology', topology)}`}
          {cpu.mhz > 0 && <span className={styles.quiet}>{(cpu.mhz / 1000).toFixed(1)} GHz</span>}
        </Fact>
        <Fact name={t('host.fields.cpuModel')}>{cpuModel === '' ? cpu.model : cpuModel}</Fact>
        <Fact name={t('host.memory')}>{formatValue('memory', facts.memoryKiB)}</Fact>
        <Fact name={t('host.fields.arch')}>{capabilities?.arch ?? cpu.model}</Fact>
        <Fact name={t('host.fields.acceleration')}>
          {capabilities && t(capabilities.hasKvm ? 'host.kvm' : 'host.emulationOnly')}
        </Fact>
        <Fact name={t('host.fields.hypervisor')}>{hypervisor}</Fact>
        <Fact name="libvirt">{facts.libvirtVersion}</Fact>
        <Fact name={t('host.fields.daemonUri')}>
          <span className={styles.mono}>{facts.daemonUri}</span>
          <CopyText text={facts.daemonUri} label={t('host.copyDaemonUri')} />
        </Fact>
      </DefinitionList>
    </section>
  );
}
