import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData } from '../../../shared/errors.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { FormDialog } from '../../components/formDialog.tsx';
import { Problem } from '../../nouns/problem.tsx';
import { useDomain } from '../../store/inventory.ts';

interface RenameDomainProps {
  readonly domain: DomainRef;
  readonly onClose: () => void;
}

export function RenameDomain({ domain: ref, onClose }: RenameDomainProps): ReactElement | null {
  const { t } = useTranslation();
  const domain = useDomain(ref);
  const [name, setName] = useState(domain?.name ?? '');
  if (!domain) return null;
  return (
    <FormDialog
      title={t('domain.rename.title', { name: domain.name })}
      fields={[
        {
          kind: 'text',
          id: 'name',
          label: t('domain.rename.name'),
          value: name,
          onChange: setName,
          error: /[/\n]/.test(name) ? t('domain.rename.noSlash') : undefined,
        },
      ]}
      submit={t('domain.rename.submit')}
      ready={name.trim() !== '' && name.trim() !== domain.name}
      act={() => api.domain.rename({ ...ref, name })}
      renderFailure={(thrown) => <Problem error={toErrorData(thrown)} />}
      onClose={onClose}
    />
  );
}
