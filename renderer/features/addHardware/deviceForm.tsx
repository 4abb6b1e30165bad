/** The form of one new device. */
import { Button, Group } from '@mantine/core';
import { ChevronRight, CircleAlert, CircleCheck, Clock3, Info } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError, appError, toErrorData, type ErrorData } from '../../../shared/errors.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { newDeviceEdits, type NewDeviceId } from '../../../shared/model/newDevice/index.ts';
import type { Needs } from '../../../shared/model/newDevice/needs.ts';
import { missingOf, type DeviceValues, type NewDevice } from '../../../shared/model/newDevice/newDevice.ts';
import { volumeTypeOf } from '../../../shared/model/storagePool.ts';
import { volumeValues } from '../../../shared/model/newDevice/picked.ts';
import { api } from '../../backend.ts';
import { CopyText } from '../../nouns/copyText.tsx';
import { Problem } from '../../nouns/problem.tsx';
import { usePropertyWords } from '../../nouns/propertyWords.ts';
import { taskEnded } from '../../nouns/taskEnd.ts';
import { planEdit } from '../../store/edits.ts';
import { useDomain } from '../../store/inventory.ts';
import { DeviceFields } from './deviceFields.tsx';
import { useDeviceDraft, useOutcome, type Draft, type Outcome } from './draft.ts';
import { EntryIcon } from './entryIcon.tsx';
import { firstVolume, NewVolumeFields, useNewVolume, type NewVolume } from './newVolume.tsx';
import { PickHostDevice } from './pickHostDevice.tsx';
import { FormatNote } from './formatNote.tsx';
import { PickVolume } from './pickVolume.tsx';
import type { AddingContext } from './useContext.ts';
import styles from './addHardware.module.css';

interface DeviceFormProps {
  readonly domain: DomainRef;
  readonly device: NewDevice<NewDeviceId>;
  readonly adding: AddingContext;
  readonly onClose: () => void;
  /** Planned; the dialog stays open. */
  readonly onAdded: (id: NewDeviceId) => void;
}

export function DeviceForm({ domain: ref, device, adding, onClose, onAdded }: DeviceFormProps): ReactElement {
  const { t } = useTranslation();
  const words = usePropertyWords();
  const { context, definitions } = adding;
  const draft = useDeviceDraft(device, context);
  const [volumeDraft, setVolume] = useState(firstVolume);
  const { target } = draft.values;
  const stem = [useDomain(ref)?.name ?? 'vm', ...(typeof target === 'string' ? [target] : [])].join('-');
  const volume = useNewVolume(ref.host, stem, volumeDraft);
  const [adds, setAdds] = useState<'no' | 'busy' | ErrorData>('no');
  const needs = device.needs(context, draft.values);
  const makesVolume = device.pick === 'newVolume';
  const values = makesVolume ? { ...draft.values, ...plannedVolume(volume) } : draft.values;
  const outcome = useOutcome(device, context, definitions, values);
  const missing = missingOf(device, values);
  const { pick } = device;
  // What is chosen on the host is asked for by the name of that choice, not of the address that comes with it.
  const labelOf = (name: string): string =>
    pick !== undefined && pick !== 'newVolume' && !device.ask.includes(name)
      ? t(`addHardware.pick.${pick}`)
      : words.label(device.kind, name);
  const ready =
    needs.kind === 'possible' && outcome.kind === 'edits' && missing.length === 0 && (!makesVolume || volume.ready);
  const add = async (then: () => void): Promise<void> => {
    if (!ready || adds === 'busy') return;
    setAdds('busy');
    try {
      const made = makesVolume ? { ...draft.values, ...(await createVolume(ref.host, volume)) } : draft.values;
      for (const edit of newDeviceEdits(device, context, made)) planEdit(ref, edit);
      then();
    } catch (thrown) {
      setAdds(toErrorData(thrown));
    }
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void add(onClose);
      }}
    >
      <div className={styles.body}>
        <h3 className={styles.heading}>
          <EntryIcon device={device} size={17} className={styles.icon} />
          {t(`addHardware.entries.${device.id}.name`)}
        </h3>
        <p className={styles.about}>{t(`addHardware.entries.${device.id}.about`)}</p>
        <NeedsNotes needs={needs} />
        {makesVolume ? (
          <NewVolumeFields host={ref.host} volume={volume} onChange={setVolume} />
        ) : (
          <Pick host={ref.host} device={device} draft={draft} />
        )}
        {device.ask.includes('format') && <FormatNote host={ref.host} draft={draft} />}
        <DeviceFields host={ref.host} device={device} context={context} draft={draft} missing={missing} />
        <XmlPreview outcome={outcome} />
        {typeof adds === 'object' && <Problem error={adds} />}
      </div>
      <div className={styles.footer}>
        <span className={styles.status}>
          {missing.length > 0
            ? t('addHardware.missing', { names: [...new Set(missing.map(labelOf))].join(', ') })
            : needs.kind === 'possible' && <When outcome={outcome} />}
        </span>
        <Group gap="xs" wrap="nowrap">
          <Button size="xs" variant="default" onClick={onClose}>
            {t('shell.cancel')}
          </Button>
          <Button size="xs" variant="default" disabled={!ready} onClick={() => void add(() => onAdded(device.id))}>
            {t('addHardware.addAnother')}
          </Button>
          <Button size="xs" type="submit" disabled={!ready} loading={adds === 'busy'}>
            {t('addHardware.add')}
          </Button>
        </Group>
      </div>
    </form>
  );
}

/** Before it is made its path is told by the pool's. */
const plannedVolume = ({ pool, name, format }: NewVolume): DeviceValues =>
  volumeValues({
    pool: pool?.name ?? '',
    name,
    path: `${pool?.targetPath ?? ''}/${name}`,
    type: volumeTypeOf(pool),
    format,
  });

/** @returns the source of a disk with the new volume, once that is there */
async function createVolume(
  host: string,
  { pool, name, format, capacityBytes, draft }: NewVolume,
): Promise<DeviceValues> {
  if (pool === undefined) throw appError('invalidArgument', 'no pool was chosen');
  const { whole } = draft;
  const task = await api.storageVolume.create({
    host,
    pool: pool.name,
    name,
    capacityBytes,
    format,
    ...(whole && { allocationBytes: capacityBytes }),
  });
  const { state, error } = await taskEnded(task);
  if (error !== undefined) throw new AppError(error);
  if (state !== 'done') throw appError('cancelled', `the volume ${name} was not made`);
  const { items } = await api.storageVolume.list({ host, pool: pool.name });
  const made = items.find((each) => each.name === name);
  if (made === undefined) throw appError('notFound', `${name} is not in ${pool.name}`);
  return volumeValues(made);
}

function Pick({
  host,
  device: { pick },
  draft,
}: {
  readonly host: string;
  readonly device: NewDevice;
  readonly draft: Draft;
}): ReactElement | null {
  switch (pick) {
    case undefined:
    case 'newVolume':
      return null;
    case 'volume':
    case 'medium':
      return (
        <PickVolume
          host={host}
          media={pick === 'medium'}
          values={draft.values}
          onPick={(values) => draft.take(values)}
        />
      );
    case 'pci':
    case 'usb':
    case 'mdev':
    case 'virtualFunction':
      return (
        <PickHostDevice
          host={host}
          pick={pick}
          chosen={draft.picked}
          onPick={(name, values) => draft.take(values, name)}
        />
      );
    default:
      return pick satisfies never;
  }
}

/** Why it can't be added, or what is changed with it. */
function NeedsNotes({ needs }: { readonly needs: Needs }): ReactElement | null {
  const { t } = useTranslation();
  if (needs.kind === 'impossible') {
    return (
      <p role="alert" className={styles.note} data-kind="impossible">
        <CircleAlert size={15} aria-hidden />
        {t(`addHardware.reasons.${needs.reason}`)}
      </p>
    );
  }
  const whys = [...new Set(needs.before.map(({ why }) => why))];
  return (
    <>
      {whys.map((why) => (
        <p key={why} className={styles.note} data-kind="extra">
          <Info size={15} aria-hidden />
          {t(`addHardware.extras.${why}`)}
        </p>
      ))}
    </>
  );
}

function When({ outcome }: { readonly outcome: Outcome }): ReactElement | null {
  const { t } = useTranslation();
  if (outcome.kind === 'invalid' || outcome.when === undefined) return null;
  const Icon = outcome.when === 'now' ? CircleCheck : Clock3;
  return (
    <span className={styles.when} data-when={outcome.when}>
      <Icon size={14} aria-hidden />
      {outcome.when === 'nextStart' && outcome.obstacle !== undefined
        ? t(`addHardware.obstacles.${outcome.obstacle}`)
        : t(`addHardware.when.${outcome.when}`)}
    </span>
  );
}

function XmlPreview({ outcome }: { readonly outcome: Outcome }): ReactElement {
  const { t } = useTranslation();
  if (outcome.kind === 'invalid') return <Problem error={outcome.error} />;
  return (
    <details className={styles.fold}>
      <summary>
        <ChevronRight size={14} aria-hidden className={styles.chevron} />
        {t('addHardware.xml')}
      </summary>
      <div className={styles.xmlBox}>
        <pre className={styles.xml}>{outcome.xml}</pre>
        <CopyText text={outcome.xml} label={t('device.copyXml')} />
      </div>
    </details>
  );
}
