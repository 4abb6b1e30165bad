import { ActionIcon, Button, Checkbox } from '@mantine/core';
import { ChevronDown, ChevronUp, Undo2 } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import {
  bootCandidates,
  bootChanges,
  checkBoot,
  moved,
  type BootCandidate,
} from '../../../../shared/model/bootOrder.ts';
import { bootOrder } from '../../../../shared/model/devices/common.ts';
import type { DeviceKey } from '../../../../shared/model/devices/deviceKey.ts';
import { deviceOf } from '../../../../shared/model/devices/index.ts';
import type { EditValue } from '../../../../shared/model/domainEdit.ts';
import { domain } from '../../../../shared/model/domainProperties.ts';
import type { XmlElement } from '../../../../shared/xml/element.ts';
import { describeDevice } from '../../../nouns/deviceText.ts';
import { useDeviceWords } from '../../../nouns/deviceWords.ts';
import { planEdit } from '../../../store/edits.ts';
import type { PropertyForm } from '../form.ts';
import { DeviceIcon } from '../icons.ts';
import { Findings } from './findings.tsx';
import styles from './special.module.css';

/** Which devices the guest tries to start from, and in what order; said by device from the first change on. */
export function BootOrder({ form }: { readonly form: PropertyForm }): ReactElement {
  const { t } = useTranslation();
  const { planned } = form.hardware;
  const devices = form.hardware.devices.filter(({ state }) => state !== 'removed' && state !== 'goes');
  const candidates = bootCandidates(planned, devices);
  const order = orderOf(candidates);
  const kinds = domain.boot.get(planned);
  const findings = checkBoot(planned, devices);
  const plan = (wanted: readonly DeviceKey[]): void => {
    const changes = bootChanges(planned, devices, wanted);
    for (const { key, from, to } of changes.devices)
      planEdit(form.ref, { kind: 'device', device: key, changes: { bootOrder: { from, to } } });
    if (changes.kinds !== undefined) planEdit(form.ref, { kind: 'domain', changes: { boot: changes.kinds } });
  };
  const changed = devices.filter(({ element, before }) => before !== undefined && !sameOrder(element, before));
  const revert = (): void => {
    for (const { key, element, before } of changed)
      planEdit(form.ref, {
        kind: 'device',
        device: key,
        changes: { bootOrder: { from: numberOf(element), to: numberOf(before) } },
      });
    form.change({ boot: form.before('boot') });
  };
  if (candidates.length === 0) return <p className={styles.note}>{t('hardware.special.boot.none')}</p>;
  return (
    <div className={styles.section}>
      <Candidates candidates={candidates} order={order} onPlan={plan} />
      <p className={styles.note}>
        {t('hardware.special.boot.hint')}{' '}
        {kinds !== undefined && t('hardware.special.boot.byKind', { kinds: kinds.join(', ') })}
        {(changed.length > 0 || form.isPlanned('boot')) && (
          <ActionIcon size="sm" aria-label={t('hardware.special.boot.revert')} onClick={revert}>
            <Undo2 size={13} aria-hidden />
          </ActionIcon>
        )}
      </p>
      <Findings form={form} findings={findings} />
      {findings.some(({ level }) => level === 'error') && (
        <Button size="compact-xs" variant="default" onClick={() => plan(order)}>
          {t('hardware.special.boot.renumber')}
        </Button>
      )}
    </div>
  );
}

const orderOf = (candidates: readonly BootCandidate[]): readonly DeviceKey[] =>
  candidates.flatMap(({ key, position }) => (position === undefined ? [] : [key]));

const numberOf = (element: XmlElement | undefined): EditValue =>
  element === undefined ? null : (bootOrder.get(element) ?? null);
const sameOrder = (a: XmlElement, b: XmlElement): boolean => numberOf(a) === numberOf(b);

interface CandidatesProps {
  readonly candidates: readonly BootCandidate[];
  readonly order: readonly DeviceKey[];
  readonly onPlan: (wanted: readonly DeviceKey[]) => void;
}

function Candidates({ candidates, order, onPlan }: CandidatesProps): ReactElement {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const followed = useRef<DeviceKey>(undefined);
  // A row that changes its place loses the focus with it.
  useEffect(() => {
    const key = followed.current;
    if (key === undefined) return;
    followed.current = undefined;
    list.current?.querySelector<HTMLElement>(`[data-device="${CSS.escape(key)}"] input`)?.focus();
  }, [order]);
  const move = (key: DeviceKey, by: -1 | 1): void => {
    const wanted = moved(order, key, by);
    if (wanted === order) return;
    followed.current = key;
    onPlan(wanted);
  };
  return (
    <ul ref={list} className={styles.bootList} aria-label={t('hardware.special.boot.devices')}>
      {candidates.map((candidate) => (
        <Candidate
          key={candidate.key}
          candidate={candidate}
          last={order.length}
          onUse={(use) => {
            followed.current = candidate.key;
            onPlan(use ? [...order, candidate.key] : order.filter((key) => key !== candidate.key));
          }}
          onMove={(by) => move(candidate.key, by)}
        />
      ))}
    </ul>
  );
}

interface CandidateProps {
  readonly candidate: BootCandidate;
  /** The position of the last device that is tried. */
  readonly last: number;
  readonly onUse: (use: boolean) => void;
  readonly onMove: (by: -1 | 1) => void;
}

function Candidate({ candidate: { key, element, position }, last, onUse, onMove }: CandidateProps): ReactElement {
  const { t } = useTranslation();
  const words = useDeviceWords();
  const device = deviceOf(element, 0);
  const name = words(key);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <li className={styles.bootRow} data-device={key} data-used={position !== undefined}>
      <Checkbox
        size="xs"
        aria-label={t('hardware.special.boot.use', { device: name })}
        checked={position !== undefined}
        onChange={(event) => onUse(event.currentTarget.checked)}
        onKeyDown={onKeyDown}
      />
      <span className={styles.bootPosition}>{position ?? ''}</span>
      <DeviceIcon device={device} size={14} />
      <span className={styles.bootName}>
        {name} <span className={styles.aside}>{describeDevice(device).slice(1).join(' · ')}</span>
      </span>
      <ActionIcon
        size="sm"
        disabled={position === undefined || position === 1}
        aria-label={t('hardware.special.boot.earlier', { device: name })}
        onClick={() => onMove(-1)}
        onKeyDown={onKeyDown}
      >
        <ChevronUp size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon
        size="sm"
        disabled={position === undefined || position === last}
        aria-label={t('hardware.special.boot.later', { device: name })}
        onClick={() => onMove(1)}
        onKeyDown={onKeyDown}
      >
        <ChevronDown size={14} aria-hidden />
      </ActionIcon>
    </li>
  );
}
