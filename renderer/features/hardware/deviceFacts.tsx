/** What a device is and does while the guest runs: its names on both sides, its images, its numbers. */
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { deviceOf } from '../../../shared/model/devices/index.ts';
import type { DiskState } from '../../../shared/model/disk.ts';
import { isActive, type DomainRef } from '../../../shared/model/domain.ts';
import type { DeviceNumbers, DeviceRate, DeviceTotal } from '../../../shared/model/stats.ts';
import { serializeElement } from '../../../shared/xml/serialize.ts';
import { api } from '../../backend.ts';
import { formatValue, type Unit } from '../../components/chartUnits.ts';
import { LiveText } from '../../components/sparkline.tsx';
import { liveFact } from '../../nouns/device/index.ts';
import { useDeviceNumbers } from '../../nouns/deviceNumbers.ts';
import { useLoaded } from '../../nouns/loaded.ts';
import { useDomain } from '../../store/inventory.ts';
import { useTaskStore } from '../../store/tasks.ts';
import type { HardwareDevice } from './hardware.ts';
import styles from './hardware.module.css';

interface DeviceFactsProps {
  readonly domain: DomainRef;
  readonly entry: HardwareDevice;
}

export function DeviceFacts({ domain, entry }: DeviceFactsProps): ReactElement | null {
  const { t } = useTranslation();
  const known = useDomain(domain);
  const running = known !== undefined && isActive(known);
  const live = running && entry.live !== undefined ? deviceOf(entry.live, entry.device.index) : undefined;
  const isDisk = entry.device.kind === 'disk' && entry.before !== undefined;
  if (live === undefined && !isDisk) return null;
  const fact = live && liveFact(live);
  return (
    <dl className={styles.facts}>
      {live?.alias !== undefined && <Fact name={t('hardware.facts.alias')}>{live.alias}</Fact>}
      {live?.address !== undefined && <Fact name={t('hardware.facts.address')}>{live.address}</Fact>}
      {fact?.value !== undefined && <Fact name={t(`hardware.facts.${fact.name}`)}>{fact.value}</Fact>}
      {isDisk && <DiskFacts domain={domain} entry={entry} running={running} />}
      {live?.kind === 'interface' && live.properties.target !== undefined && (
        <Numbers domain={domain} device="interface" name={live.properties.target} rows={interfaceRows} />
      )}
    </dl>
  );
}

/** How many tasks about disks of this VM have ended: a disk that has grown shows nowhere in the definition. */
const useEndedDiskTasks = ({ host, uuid }: DomainRef): number =>
  useTaskStore(
    ({ tasks }) =>
      Object.values(tasks).filter(
        ({ ref, verb, state }) =>
          ref.host === host && ref.id === uuid && verb.startsWith('disk.') && state !== 'running',
      ).length,
  );

interface DiskFactsProps extends DeviceFactsProps {
  readonly running: boolean;
}

function DiskFacts({ domain, entry, running }: DiskFactsProps): ReactElement | null {
  const { t } = useTranslation();
  const { host, uuid } = domain;
  const target = entry.device.kind === 'disk' ? (entry.device.properties.target ?? '') : '';
  // Another image, or another end of a job, shows in the definition.
  const images = [entry.before, entry.live].map((element) => (element ? serializeElement(element) : '')).join('');
  const jobs = useEndedDiskTasks(domain);
  const [disks] = useLoaded(`${host}/${uuid}`, `${running} ${jobs} ${images}`, (signal) =>
    api.disk.list({ host, uuid }, { signal }),
  );
  const disk = disks.kind === 'loaded' ? disks.value.find((each) => each.target === target) : undefined;
  return (
    <>
      {disk !== undefined && <DiskStateFacts disk={disk} />}
      {running && entry.live !== undefined && <Numbers domain={domain} device="disk" name={target} rows={diskRows} />}
      {disk?.error !== undefined && (
        <Fact name={t('hardware.facts.errors')}>
          <span data-bad>{t(`hardware.diskErrors.${disk.error}`)}</span>
        </Fact>
      )}
    </>
  );
}

function DiskStateFacts({ disk }: { readonly disk: DiskState }): ReactElement {
  const { t } = useTranslation();
  const { chain, capacityBytes, allocationBytes, job } = disk;
  return (
    <>
      {capacityBytes !== undefined && <Fact name={t('hardware.facts.capacity')}>{size(capacityBytes)}</Fact>}
      {allocationBytes !== undefined && <Fact name={t('hardware.facts.allocation')}>{size(allocationBytes)}</Fact>}
      {chain.length > 0 && (
        <Fact name={t('hardware.facts.chain')}>
          <ol className={styles.chain}>
            {chain.map(({ source, format }) => (
              <li key={source}>
                {source} {format !== undefined && <span className={styles.line}>{format}</span>}
              </li>
            ))}
          </ol>
        </Fact>
      )}
      {job !== undefined && (
        <Fact name={t('hardware.facts.job')}>
          {t(`hardware.diskJobs.${job.kind}`)} {Math.floor(job.fraction * 100)} %
        </Fact>
      )}
    </>
  );
}

const size = (bytes: number): string => formatValue('memory', bytes / 1024);

type NumberRow =
  | {
      readonly fact: 'read' | 'write' | 'receive' | 'transmit' | 'requests';
      readonly unit: Unit;
      readonly rates: readonly DeviceRate[];
    }
  | { readonly fact: 'errors' | 'drops'; readonly totals: readonly DeviceTotal[] };

const diskRows: readonly NumberRow[] = [
  { fact: 'read', unit: 'bytes', rates: ['read'] },
  { fact: 'write', unit: 'bytes', rates: ['write'] },
  { fact: 'requests', unit: 'requests', rates: ['readRequests', 'writeRequests'] },
];
const interfaceRows: readonly NumberRow[] = [
  { fact: 'receive', unit: 'bits', rates: ['receive'] },
  { fact: 'transmit', unit: 'bits', rates: ['transmit'] },
  { fact: 'errors', totals: ['receiveErrors', 'transmitErrors'] },
  { fact: 'drops', totals: ['receiveDrops', 'transmitDrops'] },
];

interface NumbersProps {
  readonly domain: DomainRef;
  readonly device: DeviceNumbers['device'];
  readonly name: string;
  readonly rows: readonly NumberRow[];
}

/** Several numbers in a row stand for both directions: read and written, in and out. */
function Numbers({ domain, device, name, rows }: NumbersProps): ReactElement {
  const { t } = useTranslation();
  const source = useDeviceNumbers(domain, device, name);
  return (
    <>
      {rows.map((row) => (
        <Fact key={row.fact} name={t(`hardware.facts.${row.fact}`)}>
          <span className={styles.numbers}>
            {'rates' in row
              ? row.rates.map((rate) => (
                  <LiveText key={rate} source={source({ rate })} format={(value) => formatValue(row.unit, value)} />
                ))
              : row.totals.map((total) => <LiveText key={total} source={source({ total })} format={String} />)}
          </span>
        </Fact>
      ))}
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
