/** Puts a medium into a drive: an image of the host's pools, or a file of this workstation, which is uploaded first. */
import { FileButton, Button, Group, Loader, Select, TextInput } from '@mantine/core';
import { Upload } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError, appError } from '../../../shared/errors.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import type { DomainEdit } from '../../../shared/model/domainEdit.ts';
import { editValue } from '../../../shared/model/editDefinition.ts';
import { keyedDevices } from '../../../shared/model/devices/deviceKey.ts';
import { namedDeviceTables } from '../../../shared/model/devices/index.ts';
import { typedPath } from '../../../shared/model/imagePath.ts';
import type { StorageVolume } from '../../../shared/model/storageVolume.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { api } from '../../backend.ts';
import { InactivePools } from '../../nouns/inactivePools.tsx';
import { Problem } from '../../nouns/problem.tsx';
import { showFailure } from '../../nouns/runVerb.ts';
import { taskEnded } from '../../nouns/taskEnd.ts';
import { uploadFile } from '../../nouns/upload.ts';
import { isMedium, useStorage } from '../../nouns/volumes.ts';
import { useDomain } from '../../store/inventory.ts';
import { DiskModal } from './diskModal.tsx';
import styles from './diskDialogs.module.css';

interface DiskDialogProps {
  readonly domain: DomainRef;
  readonly target: string;
  readonly onClose: () => void;
}

export function InsertMedia({ domain: ref, target, onClose }: DiskDialogProps): ReactElement {
  const { t } = useTranslation();
  const { host } = ref;
  const domain = useDomain(ref);
  const [path, setPath] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [pool, setPool] = useState<string | null>(null);
  const [storage, reload] = useStorage(host);
  const pools = storage.kind === 'loaded' ? storage.value.pools.map(({ name }) => name) : [];
  const inactive = storage.kind === 'loaded' ? storage.value.inactive : [];
  const chosenPool = pool ?? pools[0] ?? null;
  const submit = async (): Promise<void> => {
    if (file === null) await insert(ref, target, path);
    else if (chosenPool !== null) await begin(ref, target, chosenPool, file);
  };
  return (
    <DiskModal
      title={t('disk.insertTitle', { target, name: domain?.name ?? '' })}
      submitLabel={t(file === null ? 'disk.insert' : 'disk.uploadAndInsert')}
      disabled={file === null ? path === '' : chosenPool === null}
      onSubmit={submit}
      onClose={onClose}
    >
      {storage.kind === 'loading' && <Loader size="sm" aria-label={t('disk.reading')} />}
      {storage.kind === 'failed' && <Problem error={storage.error} />}
      <Select
        data-autofocus
        searchable
        openOnFocus={false}
        label={t('disk.fromPool')}
        placeholder={t('disk.chooseMedia')}
        nothingFoundMessage={t('disk.noMedia')}
        disabled={file !== null}
        data={storage.kind === 'loaded' ? grouped(storage.value.volumes.filter(isMedium)) : []}
        value={path === '' ? null : path}
        onChange={(value) => setPath(value ?? '')}
      />
      <InactivePools host={host} pools={inactive} onStarted={reload} />
      <TextInput
        mt="sm"
        label={t('disk.path')}
        placeholder="/var/lib/libvirt/images/…"
        disabled={file !== null}
        value={path}
        onChange={(event) => setPath(typedPath(event.currentTarget.value))}
      />
      <Group mt="sm" align="end" wrap="nowrap">
        <FileButton onChange={setFile} accept=".iso,.img">
          {(props) => (
            <Button {...props} variant="default" leftSection={<Upload size={14} />}>
              {t('disk.fromHere')}
            </Button>
          )}
        </FileButton>
        {file !== null && (
          <>
            <span className={styles.file}>{file.name}</span>
            <Select
              aria-label={t('disk.pool')}
              data={[...pools]}
              value={chosenPool}
              allowDeselect={false}
              onChange={setPool}
            />
            <Button variant="subtle" color="gray" onClick={() => setFile(null)}>
              {t('disk.noFile')}
            </Button>
          </>
        )}
      </Group>
    </DiskModal>
  );
}

const grouped = (media: readonly StorageVolume[]) =>
  [...new Set(media.map(({ pool }) => pool))].map((pool) => ({
    group: pool,
    items: media.filter((each) => each.pool === pool).map(({ path, name }) => ({ value: path, label: name })),
  }));

/** Uploads, and inserts when that is done; the dialog doesn't wait for it. */
async function begin(ref: DomainRef, target: string, pool: string, file: File): Promise<void> {
  const { task } = await uploadFile({ host: ref.host, pool, name: file.name }, file);
  const then = async (): Promise<void> => {
    if ((await taskEnded(task)).state !== 'done') return; // the task says why
    const { items } = await api.storageVolume.list({ host: ref.host, pool });
    const path = items.find(({ name }) => name === file.name)?.path;
    if (path === undefined) throw appError('notFound', `${file.name} is not in ${pool}`);
    await insert(ref, target, path);
  };
  then().catch(showFailure);
}

/** At once in the running guest and for the next start. */
async function insert(ref: DomainRef, target: string, path: string): Promise<void> {
  const { host, uuid } = ref;
  const { xml } = await api.domain.definition({ host, uuid, kind: 'persistent' });
  const device = `disk:${target}`;
  const element = keyedDevices(parseXml(xml).root).get(device);
  const table = namedDeviceTables['disk'];
  if (element === undefined || table === undefined)
    throw new AppError({ code: 'notFound', message: `no drive ${target}` });
  const now = (property: string) => editValue(table.read(element, property));
  const to = { type: 'file', file: path, dev: null, pool: null, volume: null, protocol: null, name: null };
  const changes: Extract<DomainEdit, { kind: 'device' }>['changes'] = {};
  for (const [property, value] of Object.entries(to))
    if (now(property) !== value) changes[property] = { from: now(property), to: value };
  if (Object.keys(changes).length === 0) return;
  await api.domain.edit({
    host,
    uuid,
    edits: [{ kind: 'device', device, changes }],
    nextStartOnly: false,
    force: true,
  });
}
