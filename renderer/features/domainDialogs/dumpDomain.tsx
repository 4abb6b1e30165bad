import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData } from '../../../shared/errors.ts';
import { dumpFormats, type DomainRef, type DumpFormat } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { FormDialog } from '../../components/formDialog.tsx';
import { choiceField, type Field } from '../../components/formFields.ts';
import { Problem } from '../../nouns/problem.tsx';
import { useDomain } from '../../store/inventory.ts';

interface DumpDomainProps {
  readonly domain: DomainRef;
  readonly onClose: () => void;
}

/** Asks where the guest's memory shall go, and in which format. */
export function DumpDomain({ domain: ref, onClose }: DumpDomainProps): ReactElement | null {
  const { t } = useTranslation();
  const domain = useDomain(ref);
  const [path, setPath] = useState(() => proposedPath(domain?.name ?? ''));
  const [format, setFormat] = useState<DumpFormat>('kdump-zlib');
  const [live, setLive] = useState(false);
  if (!domain) return null;
  const fields: readonly Field[] = [
    {
      kind: 'text',
      id: 'path',
      label: t('domain.dump.path'),
      value: path,
      maxLength: 4096,
      onChange: setPath,
      error: path !== '' && !path.startsWith('/') ? t('domain.dump.absolute') : undefined,
    },
    choiceField({
      id: 'format',
      label: t('domain.dump.format'),
      value: format,
      choices: dumpFormats.map((value) => ({ value, label: t(`domain.dump.formats.${value}`) })),
      onChange: setFormat,
    }),
    {
      kind: 'tick',
      id: 'live',
      label: t('domain.dump.live'),
      help: t('domain.dump.liveHint'),
      value: live,
      closed: domain.state === 'crashed',
      onChange: setLive,
    },
  ];
  return (
    <FormDialog
      title={t('domain.dump.title', { name: domain.name })}
      size="lg"
      about={t('domain.dump.about')}
      fields={fields}
      submit={t('domain.dump.submit')}
      ready={path !== ''}
      act={() => api.domain.dump({ ...ref, path, format, live })}
      renderFailure={(thrown) => <Problem error={toErrorData(thrown)} />}
      onClose={onClose}
    />
  );
}

/** Where libvirt puts dumps by itself (auto_dump_path in qemu.conf), named by time: an older one is not written over. */
function proposedPath(name: string): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  return `/var/lib/libvirt/qemu/dump/${name.replaceAll('/', '_')}-${time}.dump`;
}
