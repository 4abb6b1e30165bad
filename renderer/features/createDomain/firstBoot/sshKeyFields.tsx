/** Public keys that let a user in: of this workstation, to tick; others, to paste. */
import { ActionIcon, Checkbox, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSshKeys } from './useSshKeys.ts';
import styles from './firstBoot.module.css';

interface SshKeyFieldsProps {
  readonly value: readonly string[];
  readonly onChange: (keys: string[]) => void;
  /** Who is let in. */
  readonly user: string;
}

/** Type and data: what comes behind is a comment. */
const bare = (key: string): string => key.trim().split(/\s+/).slice(0, 2).join(' ');
const same = (a: string, b: string): boolean => bare(a) === bare(b);

export function SshKeyFields({ value, onChange, user }: SshKeyFieldsProps): ReactElement {
  const { t } = useTranslation();
  const known = useSshKeys();
  const others = value.filter((key) => !known.some((each) => same(each.key, key)));
  const remove = (key: string): void => onChange(value.filter((each) => !same(each, key)));
  return (
    <div className={styles.keys} role="group" aria-label={t('creation.cloudInit.keysOf', { user })}>
      {known.map(({ key, comment, from }) => (
        <Checkbox
          key={key}
          checked={value.some((each) => same(each, key))}
          onChange={(event) => (event.currentTarget.checked ? onChange([...value, key]) : remove(key))}
          label={
            <KeyText
              text={key}
              comment={comment}
              origin={t(from === 'agent' ? 'creation.cloudInit.ofAgent' : 'creation.cloudInit.ofFile')}
            />
          }
        />
      ))}
      {others.map((key) => (
        <div key={key} className={styles.key}>
          <KeyText
            text={key}
            comment={key.trim().split(/\s+/).slice(2).join(' ')}
            origin={t('creation.cloudInit.pasted')}
          />
          <ActionIcon
            size="sm"
            aria-label={t('creation.cloudInit.removeKey', { key: shortened(key) })}
            onClick={() => remove(key)}
          >
            <X size={13} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <PasteKey user={user} onPaste={(keys) => onChange([...value, ...keys.filter((key) => !value.includes(key))])} />
    </div>
  );
}

function PasteKey({
  user,
  onPaste,
}: {
  readonly user: string;
  readonly onPaste: (keys: string[]) => void;
}): ReactElement {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const take = (text: string): void => {
    const keys = text
      .split(/[\r\n]+/)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
    setTyped('');
    if (keys.length > 0) onPaste(keys);
  };
  return (
    <TextInput
      aria-label={t('creation.cloudInit.pasteKeyFor', { user })}
      placeholder={t('creation.cloudInit.pasteKey')}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onPaste={(event) => {
        // A field of one line would join the lines of several keys.
        event.preventDefault();
        take(typed + event.clipboardData.getData('text'));
      }}
      onBlur={() => take(typed)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || typed.trim() === '') return;
        event.preventDefault();
        take(typed);
      }}
    />
  );
}

const TAIL = 12;
const shortened = (key: string): string => {
  const [type = '', data = ''] = key.split(/\s+/);
  return data === '' ? key.slice(0, 2 * TAIL) : `${type.replace(/^ssh-/, '')} …${data.slice(-TAIL)}`;
};

function KeyText({
  text,
  comment,
  origin,
}: {
  readonly text: string;
  readonly comment: string;
  readonly origin: string;
}): ReactElement {
  return (
    <span className={styles.keyText} title={text}>
      <span>{comment === '' ? shortened(text) : comment}</span>
      <span className={styles.quiet}>
        {comment === '' ? '' : `${shortened(text)} · `}
        {origin}
      </span>
    </span>
  );
}
