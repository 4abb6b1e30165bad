/** What a network card is connected to: everything the hosts have for that, in one list. */
import { Select } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewNic } from '../../../../shared/model/creation/hardware.ts';
import { withSource } from '../../../../shared/model/creation/hardwareChanges.ts';
import { FormField, FormFields } from '../../../components/formRow.tsx';
import { TextInput } from '../../../nouns/textInput.tsx';
import {
  connectionKey,
  connectionsOf,
  isOther,
  nameOf,
  otherBridge,
  otherCard,
  type Connection,
} from './connection.ts';
import type { NicProps } from './part.ts';
import { useUnusableWords } from './unusable.ts';

const kinds = ['network', 'bridge', 'macvtap', 'user'] as const;
/** Those whose name may be typed. */
const others = [otherBridge, otherCard] as const;

export function ConnectionChoice({
  nic,
  onNic,
  offers,
  all,
  label,
}: NicProps & { readonly label: string }): ReactElement {
  const { t } = useTranslation();
  const word = useConnectionWord();
  const { source } = nic;
  // While a name is typed it is not among those that are known.
  const [typing, setTyping] = useState(isOther(source));
  const known = connectionsOf(offers, source);
  const chosen = connectionKey(source);
  const byKey = new Map(
    [...kinds.flatMap((kind) => known[kind].map((each) => each.source)), ...others].map((each) => [
      connectionKey(each),
      each,
    ]),
  );
  const typed = others.find(({ kind }) => kind === source.kind);
  // The simple side offers what one mostly wants.
  const shown = kinds.filter((kind) => all || kind !== 'macvtap' || source.kind === 'macvtap');
  const itemsOf = (kind: (typeof kinds)[number]) => [
    ...known[kind]
      .filter(({ key }) => !(typing && key === chosen))
      .map((each) => ({
        value: each.key,
        label: word(each),
        disabled: each.unusable !== undefined && each.key !== chosen,
      })),
    ...others
      .filter((each) => each.kind === kind && (all || typing))
      .map((each) => ({ value: connectionKey(each), label: t(`creation.hardware.other.${each.kind}`) })),
  ];
  const take = (key: string | null): void => {
    const wanted = byKey.get(key ?? '');
    if (wanted === undefined) return;
    setTyping(isOther(wanted));
    if (key !== chosen) onNic(withSource(nic, wanted));
  };
  return (
    <FormFields>
      <FormField label={t('creation.hardware.connectedTo')}>
        <Select
          w={270}
          maw="100%"
          aria-label={t('creation.hardware.connectionOf', { device: label })}
          allowDeselect={false}
          maxDropdownHeight={360}
          comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
          data={shown.map((kind) => ({ group: t(`creation.hardware.connection.${kind}`), items: itemsOf(kind) }))}
          value={typing && typed !== undefined ? connectionKey(typed) : chosen}
          onChange={take}
        />
      </FormField>
      {typing && <TypedName label={label} source={source} onChange={(changed) => onNic({ ...nic, source: changed })} />}
    </FormFields>
  );
}

interface TypedNameProps {
  readonly label: string;
  readonly source: NewNic['source'];
  readonly onChange: (source: NewNic['source']) => void;
}

function TypedName({ label, source, onChange }: TypedNameProps): ReactElement | null {
  const { t } = useTranslation();
  if (source.kind !== 'bridge' && source.kind !== 'macvtap') return null;
  return (
    <FormField label={t('creation.hardware.interfaceName')}>
      <TextInput
        eager
        label={t('creation.hardware.interfaceNameOf', { device: label })}
        value={nameOf(source)}
        onChange={(name = '') =>
          onChange(source.kind === 'bridge' ? { ...source, bridge: name } : { ...source, device: name })
        }
      />
    </FormField>
  );
}

const forwardModes = [
  'nat',
  'route',
  'open',
  'bridge',
  'private',
  'vepa',
  'passthrough',
  'hostdev',
  'isolated',
] as const;

/** Its name, what is known of it, and why it can't be chosen. */
function useConnectionWord(): (connection: Connection) => string {
  const { t } = useTranslation();
  const why = useUnusableWords();
  const detailOf = ({ source, detail }: Connection): string | undefined => {
    const mode = source.kind === 'network' ? forwardModes.find((each) => each === detail) : undefined;
    return mode === undefined ? detail : t(`creation.hardware.forwardMode.${mode}`);
  };
  return (connection) =>
    [nameOf(connection.source) ?? t('creation.hardware.user'), detailOf(connection), why(connection.unusable)]
      .filter((note) => note !== undefined)
      .join(' · ');
}
