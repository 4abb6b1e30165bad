import { useTranslation } from 'react-i18next';
import type { DefinitionChange } from '../../../shared/model/definitionChanges.ts';
import type { EditValue } from '../../../shared/model/domainEdit.ts';
import { elementOf, useDeviceWords } from '../../nouns/deviceWords.ts';
import { usePropertyWords } from '../../nouns/propertyWords.ts';

/** A change in words: "vCPUs: 2 → 4", "Disk vdb added". */
export function useChangeWords(): (change: DefinitionChange) => string {
  const { t } = useTranslation();
  const words = usePropertyWords();
  const deviceWords = useDeviceWords();
  return (change) => {
    switch (change.kind) {
      case 'property': {
        const kind = change.device === undefined ? 'domain' : elementOf(change.device);
        const value = (shown: EditValue): string =>
          shown === null ? t('history.notSet') : words.value(kind, change.property, shown);
        const said = {
          label: words.label(kind, change.property),
          from: value(change.from),
          to: value(change.to),
        };
        return change.device === undefined
          ? t('history.property', said)
          : t('history.deviceProperty', { ...said, device: deviceWords(change.device) });
      }
      case 'added':
      case 'removed':
        return t(`history.${change.kind}`, { device: deviceWords(change.device) });
      case 'device':
        return t('history.deviceChanged', { device: deviceWords(change.device) });
      case 'element':
        return t('history.elementChanged', { element: change.element });
      default:
        return change satisfies never;
    }
  };
}
