import { Button, PasswordInput, TextInput } from '@mantine/core';
import type { Credentials } from '@novnc/novnc';
import { KeyRound } from 'lucide-react';
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from './linkOverlay.tsx';
import styles from './console.module.css';

interface CredentialsFormProps {
  readonly name: string;
  /** What the server wants: `username`, `password`. */
  readonly types: readonly string[];
  /** The server's word on the last ones. */
  readonly reason?: string;
  readonly onSubmit: (credentials: Credentials) => void;
}

/** Asks for the VNC password where the picture would be. What is typed goes to the server and is not kept. */
export function CredentialsForm({ name, types, reason, onSubmit }: CredentialsFormProps): ReactElement {
  const { t } = useTranslation();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const asksUser = types.includes('username');
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), [reason]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit({ ...(asksUser ? { username } : {}), password });
    setPassword('');
  };
  return (
    <Card icon={<KeyRound size={22} />} title={t('console.passwordWanted', { name })} role="alertdialog">
      <form onSubmit={submit} className={styles.form}>
        {asksUser && (
          <TextInput
            size="xs"
            label={t('console.username')}
            autoComplete="off"
            ref={asksUser ? first : undefined}
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
          />
        )}
        <PasswordInput
          size="xs"
          label={t('console.password')}
          visibilityToggleButtonProps={{ 'aria-label': t('shell.showPassword') }}
          autoComplete="off"
          ref={asksUser ? undefined : first}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={reason === undefined ? undefined : t('console.passwordRefused', { reason })}
        />
        <Button type="submit" size="compact-sm">
          {t('console.connect')}
        </Button>
      </form>
    </Card>
  );
}
