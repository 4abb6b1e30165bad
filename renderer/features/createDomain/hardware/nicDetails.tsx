/** What else there is to say of a network card: model, address, VLAN, and what its connection has of its own. */
import { ActionIcon, Button } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewNic } from '../../../../shared/model/creation/hardware.ts';
import { FormField, FormFields } from '../../../components/formRow.tsx';
import { CountInput } from '../../../nouns/countInput.tsx';
import { TextInput } from '../../../nouns/textInput.tsx';
import { Choose } from './choose.tsx';
import type { NicProps } from './part.ts';
import styles from './hardwareStep.module.css';

type LabelledProps = NicProps & { readonly label: string };
type Source = NewNic['source'];

/** libvirt doesn't tell which ones a hypervisor has; QEMU has these. */
const models = ['virtio', 'e1000e', 'e1000', 'rtl8139', 'vmxnet3'] as const;
const macvtapModes = ['bridge', 'vepa', 'private', 'passthrough'] as const;
const protocols = ['tcp', 'udp'] as const;

export function NicDetails(props: LabelledProps): ReactElement {
  const { t } = useTranslation();
  const { nic, onNic, label, count, at, notesAt } = props;
  const { source } = nic;
  return (
    <>
      <FormFields>
        <SourceDetails {...props} />
        <FormField label={t('creation.hardware.nicModel')}>
          <Choose<string>
            width={110}
            label={t('creation.hardware.nicModelOf', { device: label })}
            options={models}
            value={nic.model}
            onChange={(model) => onNic({ ...nic, model })}
          />
        </FormField>
        <FormField label={t(count > 1 ? 'creation.hardware.firstMac' : 'creation.hardware.mac')}>
          <TextInput
            eager
            width={150}
            label={t('creation.hardware.macOf', { device: label })}
            placeholder={t('creation.hardware.random')}
            invalid={notesAt(`hardware.nics.${at}.mac`).some(({ level }) => level === 'error')}
            value={nic.mac}
            onChange={(mac) => {
              const { mac: _, ...rest } = nic;
              onNic(mac === undefined ? rest : { ...rest, mac });
            }}
          />
        </FormField>
        {source.kind !== 'user' && (
          <FormField label={t('creation.hardware.vlan')}>
            <CountInput
              eager
              width={76}
              label={t('creation.hardware.vlanOf', { device: label })}
              placeholder="–"
              max={4094}
              value={nic.vlan}
              onChange={(vlan) => {
                const { vlan: _, ...rest } = nic;
                onNic(vlan === undefined ? rest : { ...rest, vlan });
              }}
            />
          </FormField>
        )}
      </FormFields>
      {nic.vlan !== undefined && <span className={styles.quiet}>{t('creation.hardware.vlanHint')}</span>}
      {source.kind === 'user' && <Forwards {...props} user={source} />}
    </>
  );
}

function SourceDetails({ nic, onNic, offers, label }: LabelledProps): ReactElement | null {
  const { t } = useTranslation();
  const { source } = nic;
  switch (source.kind) {
    case 'network': {
      const groups = offers.networks.find(({ name }) => name === source.network)?.portgroups ?? [];
      if (groups.length === 0 && source.portgroup === undefined) return null;
      return (
        <FormField label={t('creation.hardware.portgroup')}>
          <Choose
            width={130}
            label={t('creation.hardware.portgroupOf', { device: label })}
            options={['', ...groups]}
            value={source.portgroup ?? ''}
            text={(group) => (group === '' ? t('creation.hardware.usual') : group)}
            onChange={(group) => {
              const { portgroup: _, ...rest } = source;
              onNic({ ...nic, source: group === '' ? rest : { ...rest, portgroup: group } });
            }}
          />
        </FormField>
      );
    }
    case 'macvtap':
      return (
        <FormField label={t('creation.hardware.macvtapMode')}>
          <Choose
            width={130}
            label={t('creation.hardware.macvtapModeOf', { device: label })}
            options={macvtapModes}
            value={source.mode}
            onChange={(mode) => onNic({ ...nic, source: { ...source, mode } })}
          />
        </FormField>
      );
    case 'bridge':
    case 'user':
      return null;
    default:
      return source satisfies never;
  }
}

type UserSource = Extract<Source, { kind: 'user' }>;
type Forward = UserSource['portForwards'][number];

const firstForward: Forward = { protocol: 'tcp', hostPort: 2222, guestPort: 22 };

/** The next free port of the host for one more. */
function nextForward(forwards: readonly Forward[]): Forward {
  const last = forwards.at(-1);
  return last === undefined ? firstForward : { ...last, hostPort: Math.min(last.hostPort + 1, 65_535) };
}

function Forwards({ nic, onNic, label, user }: LabelledProps & { readonly user: UserSource }): ReactElement {
  const { t } = useTranslation();
  const { portForwards } = user;
  const set = (changed: readonly Forward[]): void => onNic({ ...nic, source: { ...user, portForwards: [...changed] } });
  return (
    <div role="group" aria-label={t('creation.hardware.forwardsOf', { device: label })} className={styles.forwards}>
      {portForwards.map((forward, at) => (
        <ForwardRow
          key={at}
          forward={forward}
          number={at + 1}
          onChange={(changed) => set(portForwards.with(at, changed))}
          onRemove={() => set(portForwards.toSpliced(at, 1))}
        />
      ))}
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<Plus size={12} />}
        onClick={() => set([...portForwards, nextForward(portForwards)])}
      >
        {t('creation.hardware.addForward')}
      </Button>
    </div>
  );
}

interface ForwardRowProps {
  readonly forward: Forward;
  readonly number: number;
  readonly onChange: (forward: Forward) => void;
  readonly onRemove: () => void;
}

function ForwardRow({ forward, number, onChange, onRemove }: ForwardRowProps): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={styles.forward} role="group" aria-label={t('creation.hardware.forward', { number })}>
      <Choose
        width={70}
        label={t('creation.hardware.protocol')}
        options={protocols}
        value={forward.protocol}
        text={(protocol) => protocol.toUpperCase()}
        onChange={(protocol) => onChange({ ...forward, protocol })}
      />
      <TextInput
        eager
        width={120}
        label={t('creation.hardware.hostAddress')}
        placeholder={t('creation.hardware.everyAddress')}
        value={forward.address}
        onChange={(address) => {
          const { address: _, ...rest } = forward;
          onChange(address === undefined ? rest : { ...rest, address });
        }}
      />
      <CountInput
        eager
        width={76}
        max={65_535}
        label={t('creation.hardware.hostPort')}
        value={forward.hostPort}
        onChange={(hostPort) => hostPort !== undefined && onChange({ ...forward, hostPort })}
      />
      <span className={styles.quiet}>{t('creation.hardware.toGuestPort')}</span>
      <CountInput
        eager
        width={76}
        max={65_535}
        label={t('creation.hardware.guestPort')}
        value={forward.guestPort}
        onChange={(guestPort) => guestPort !== undefined && onChange({ ...forward, guestPort })}
      />
      <ActionIcon size="sm" aria-label={t('creation.hardware.removeForward', { number })} onClick={onRemove}>
        <X size={13} aria-hidden />
      </ActionIcon>
    </div>
  );
}
