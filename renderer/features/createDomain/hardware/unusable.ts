import { useTranslation } from 'react-i18next';
import type { Unusable } from './offers.ts';

/** Why something of the hosts can't be chosen, in words. */
export function useUnusableWords(): (unusable: Unusable | undefined) => string | undefined {
  const { t } = useTranslation();
  return (unusable) => {
    switch (unusable?.kind) {
      case undefined:
        return undefined;
      case 'inactive':
      case 'noImages':
        return t(`creation.hardware.unusable.${unusable.kind}`);
      case 'notOn':
        return t('creation.hardware.unusable.notOn', { hosts: unusable.hosts.join(', ') });
      default:
        return unusable satisfies never;
    }
  };
}
