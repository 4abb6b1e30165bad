/** What a connection has to ask: shown in every window, one after the other; the first answer counts. */
import { Button, Checkbox, Group, Modal } from '@mantine/core';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PendingPrompt } from '../../../shared/model/prompt.ts';
import { api } from '../../backend.ts';
import { useReturnFocus } from '../../components/returnFocus.ts';
import { showFailure } from '../../nouns/runVerb.ts';
import { useOldestPrompt } from '../../store/prompts.ts';
import { fieldsOf } from './fields.ts';
import { HostKey } from './hostKey.tsx';
import { Fields } from './promptFields.tsx';
import styles from './prompt.module.css';

export function Prompts(): ReactElement | null {
  const pending = useOldestPrompt();
  return pending ? <PromptDialog key={pending.id} pending={pending} /> : null;
}

function PromptDialog({ pending }: { readonly pending: PendingPrompt }): ReactElement {
  const { t } = useTranslation();
  const { id, prompt, hostName, canRemember } = pending;
  const fields = fieldsOf(prompt);
  const [answers, setAnswers] = useState<readonly string[]>(fields.map(() => ''));
  const [remember, setRemember] = useState(false);
  useReturnFocus();
  const send = (answer: Parameters<typeof api.prompt.answer>[0]['answer']): void =>
    void api.prompt.answer({ id, answer }).catch(showFailure);
  const refuse = (): void => send({ kind: 'refuse' });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send({ kind: 'answer', answers: [...answers], remember });
  };
  const attempt = 'attempt' in prompt ? prompt.attempt : 1;
  return (
    <Modal
      opened
      onClose={refuse}
      closeOnClickOutside={false}
      size={prompt.kind === 'hostKey' ? 'lg' : 'md'}
      title={t(`prompt.${prompt.kind}.title`, { host: hostName })}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <form onSubmit={submit}>
        {attempt > 1 && (
          <p role="alert" className={styles.wrong}>
            {t('prompt.wrong')}
          </p>
        )}
        {prompt.kind === 'hostKey' && <HostKey prompt={prompt} />}
        <Fields
          prompt={prompt}
          fields={fields}
          answers={answers}
          onChange={(index, text) => setAnswers(answers.map((old, at) => (at === index ? text : old)))}
        />
        {canRemember && (
          <Checkbox
            mt="sm"
            label={t('prompt.remember')}
            checked={remember}
            onChange={(event) => setRemember(event.currentTarget.checked)}
          />
        )}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={refuse}>
            {t('shell.cancel')}
          </Button>
          <Button type="submit">{t(prompt.kind === 'hostKey' ? 'prompt.hostKey.trust' : 'prompt.submit')}</Button>
        </Group>
      </form>
    </Modal>
  );
}
