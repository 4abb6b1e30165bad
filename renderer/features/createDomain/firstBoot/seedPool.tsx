/** Where the CD with the answers is put. */
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FormRow, type Note } from '../../../components/formRow.tsx';
import { Choose } from '../hardware/choose.tsx';
import type { Offers } from '../hardware/offers.ts';
import { useUnusableWords } from '../hardware/unusable.ts';

interface SeedPoolProps {
  readonly pool: string;
  readonly onChange: (pool: string) => void;
  readonly offers: Offers;
  readonly notes: readonly Note[];
}

export function SeedPool({ pool, onChange, offers, notes }: SeedPoolProps): ReactElement {
  const { t } = useTranslation();
  const why = useUnusableWords();
  const unusable = new Map(offers.pools.map((each) => [each.name, each.unusable]));
  return (
    <FormRow label={t('creation.cloudInit.pool')} hint={t('creation.cloudInit.poolHint')} notes={notes}>
      <Choose
        label={t('creation.cloudInit.pool')}
        options={offers.pools.map(({ name }) => name)}
        value={pool === '' ? undefined : pool}
        why={(name) => why(unusable.get(name))}
        onChange={onChange}
      />
    </FormRow>
  );
}

/** The first one that can hold it. */
export const usualPool = ({ pools }: Offers): string =>
  pools.find(({ unusable, block }) => unusable === undefined && !block)?.name ??
  pools.find(({ unusable }) => unusable === undefined)?.name ??
  '';
