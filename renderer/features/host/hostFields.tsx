import { Autocomplete, Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useId, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { transportKinds } from '../../../shared/model/host.ts';
import { api } from '../../backend.ts';
import { useLoaded, type Loaded } from '../../nouns/loaded.ts';
import { Problem } from '../../nouns/problem.tsx';
import { defaultPorts, drivers, fieldsOf, isTransport, withDriver, type HostField, type HostForm } from './hostUri.ts';
import type { HostDraft } from './useHostDraft.ts';
import styles from './hostDialog.module.css';

/** The way to the host, and the fields of that way. */
export function HostFields({ draft }: { readonly draft: HostDraft }): ReactElement {
  const { t } = useTranslation();
  const label = useId();
  const { form, setForm } = draft;
  const fields = fieldsOf[form.transport].map((field) => (
    <Field key={field} field={field} form={form} setForm={setForm} />
  ));
  const hypervisor = <Hypervisor key="hypervisor" form={form} setForm={setForm} />;
  return (
    <>
      <div>
        <div id={label} className={styles.label}>
          {t('host.dialog.transport')}
        </div>
        <SegmentedControl
          fullWidth
          aria-labelledby={label}
          value={form.transport}
          onChange={(transport) => {
            if (isTransport(transport)) setForm({ ...form, transport });
          }}
          data={transportKinds.map((kind) => ({ value: kind, label: t(`host.dialog.transports.${kind}`) }))}
        />
        <p className={styles.hint}>{t(`host.dialog.transportHints.${form.transport}`)}</p>
      </div>
      {form.transport === 'unix' && <LocalDaemons draft={draft} />}
      {form.transport === 'tcp' && (
        <p className={styles.warning} role="note">
          <TriangleAlert size={15} aria-hidden /> {t('host.dialog.clearText')}
        </p>
      )}
      <div className={styles.fields} data-transport={form.transport}>
        {form.transport === 'unix' ? [hypervisor, ...fields] : [...fields, hypervisor]}
      </div>
    </>
  );
}

interface PartProps {
  readonly form: HostForm;
  readonly setForm: HostDraft['setForm'];
}

function Field({ field, form, setForm }: PartProps & { readonly field: HostField }): ReactElement {
  const { t } = useTranslation();
  const common = {
    label: t(`host.dialog.fields.${field}`),
    value: form[field],
    className: styles[field],
    autoComplete: 'off',
    spellCheck: false,
  };
  const change = (value: string): void => setForm({ ...form, [field]: value });
  if (field === 'host' && form.transport === 'ssh') return <SshHost {...common} onChange={change} />;
  const placeholder =
    field === 'port' ? String(defaultPorts[form.transport] ?? '') : t(`host.dialog.placeholders.${field}`);
  return (
    <TextInput
      {...common}
      placeholder={placeholder}
      {...(field === 'port' ? { inputMode: 'numeric' as const } : {})}
      {...(field === 'host' ? { 'data-autofocus': true } : {})}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

interface SshHostProps {
  readonly label: string;
  readonly value: string;
  readonly className: string | undefined;
  readonly onChange: (value: string) => void;
}

/** Completes the names of the user's ssh_config; any other is as good. */
function SshHost(props: SshHostProps): ReactElement {
  const { t } = useTranslation();
  const [known] = useLoaded('', '', (signal) => api.host.sshHosts({}, { signal }));
  const names = [...new Set(listOf(known))];
  return (
    <Autocomplete
      {...props}
      data={names}
      // A list without entries isn't seen, but would take the Esc that is meant for the dialog.
      openOnFocus={names.length > 0}
      limit={50}
      maxDropdownHeight={240}
      placeholder={t('host.dialog.placeholders.host')}
      data-autofocus
    />
  );
}

/** A list that only helps: while it loads, or if it can't be had, there is none. */
const listOf = (list: Loaded<readonly string[]>): readonly string[] => (list.kind === 'loaded' ? list.value : []);

/** What libvirt.conf and the environment name, each at one click; nothing where they name nothing. */
export function ConfiguredUris({ draft }: { readonly draft: HostDraft }): ReactElement | null {
  const { t } = useTranslation();
  const [configured] = useLoaded('', '', (signal) => api.host.configured({}, { signal }));
  if (configured.kind === 'failed') return <Problem error={configured.error} />;
  if (configured.kind === 'loading') return null;
  const { defaultUri, aliases } = configured.value;
  const isAlias = aliases.some(({ alias }) => alias === defaultUri);
  const offered = [
    ...(defaultUri === undefined || isAlias ? [] : [{ alias: defaultUri, uri: defaultUri }]),
    ...aliases,
  ];
  if (offered.length === 0) return null;
  return (
    <div role="group" aria-label={t('host.dialog.configured')} className={styles.local}>
      <span>{t('host.dialog.configured')}</span>
      {offered.map(({ alias, uri }) => (
        <Button
          key={alias}
          size="compact-xs"
          variant="default"
          className={styles.localUri ?? ''}
          title={uri}
          aria-pressed={uri === draft.uri}
          onClick={() => draft.setUri(uri)}
        >
          {alias}
        </Button>
      ))}
    </div>
  );
}

/** The daemons of this machine, each at one click. */
function LocalDaemons({ draft }: { readonly draft: HostDraft }): ReactElement | null {
  const { t } = useTranslation();
  const [local] = useLoaded('', '', (signal) => api.host.local({}, { signal }));
  if (local.kind === 'loading') return null;
  const uris = listOf(local);
  if (uris.length === 0) return <p className={styles.hint}>{t('host.dialog.noLocal')}</p>;
  return (
    <div role="group" aria-label={t('host.dialog.local')} className={styles.local}>
      <span>{t('host.dialog.local')}</span>
      {uris.map((uri) => (
        <Button
          key={uri}
          size="compact-xs"
          variant="default"
          className={styles.localUri ?? ''}
          aria-pressed={uri === draft.uri}
          onClick={() => draft.setUri(uri)}
        >
          {uri}
        </Button>
      ))}
    </div>
  );
}

function Hypervisor({ form, setForm }: PartProps): ReactElement {
  const { t } = useTranslation();
  const known = drivers.map(({ id, label }) => ({ value: id, label }));
  const own = known.some(({ value }) => value === form.driver)
    ? []
    : [{ value: form.driver, label: form.driver === '' ? t('host.dialog.daemonChooses') : form.driver }];
  const paths = drivers.find(({ id }) => id === form.driver)?.paths ?? [];
  return (
    <>
      <Select
        label={t('host.dialog.driver')}
        className={styles.driver ?? ''}
        data={[...own, ...known]}
        value={form.driver}
        allowDeselect={false}
        onChange={(driver) => {
          if (driver !== null) setForm(withDriver(form, driver));
        }}
      />
      <Autocomplete
        label={t('host.dialog.path')}
        className={styles.path ?? ''}
        data={paths}
        value={form.path}
        filter={({ options }) => options}
        spellCheck={false}
        onChange={(path) => setForm({ ...form, path })}
      />
    </>
  );
}
