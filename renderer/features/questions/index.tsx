/** What a connection has to ask: shown in every window, one after the other; the first answer counts. */
import { Button, Checkbox, Group, Modal } from '@mantine/core';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PendingQuestion } from '../../../shared/model/question.ts';
import { api } from '../../backend.ts';
import { useReturnFocus } from '../../components/returnFocus.ts';
import { showFailure } from '../../nouns/runVerb.ts';
import { useOldestQuestion } from '../../store/questions.ts';
import { fieldsOf } from './fields.ts';
import { HostKey } from './hostKey.tsx';
import { Fields } from './questionFields.tsx';
import styles from './questions.module.css';

export function Questions(): ReactElement | null {
  const pending = useOldestQuestion();
  return pending ? <QuestionDialog key={pending.id} pending={pending} /> : null;
}

function QuestionDialog({ pending }: { readonly pending: PendingQuestion }): ReactElement {
  const { t } = useTranslation();
  const { id, question, hostName, canRemember } = pending;
  const fields = fieldsOf(question);
  const [answers, setAnswers] = useState<readonly string[]>(fields.map(() => ''));
  const [remember, setRemember] = useState(false);
  useReturnFocus();
  const send = (answer: Parameters<typeof api.questions.answer>[0]['answer']): void =>
    void api.questions.answer({ id, answer }).catch(showFailure);
  const refuse = (): void => send({ kind: 'refuse' });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send({ kind: 'answer', answers: [...answers], remember });
  };
  const attempt = 'attempt' in question ? question.attempt : 1;
  return (
    <Modal
      opened
      onClose={refuse}
      closeOnClickOutside={false}
      size={question.kind === 'hostKey' ? 'lg' : 'md'}
      title={t(`questions.${question.kind}.title`, { host: hostName })}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <form onSubmit={submit}>
        {attempt > 1 && (
          <p role="alert" className={styles.wrong}>
            {t('questions.wrong')}
          </p>
        )}
        {question.kind === 'hostKey' && <HostKey question={question} />}
        <Fields
          question={question}
          fields={fields}
          answers={answers}
          onChange={(index, text) => setAnswers(answers.map((old, at) => (at === index ? text : old)))}
        />
        {canRemember && (
          <Checkbox
            mt="sm"
            label={t('questions.remember')}
            checked={remember}
            onChange={(event) => setRemember(event.currentTarget.checked)}
          />
        )}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={refuse}>
            {t('shell.cancel')}
          </Button>
          <Button type="submit">
            {t(question.kind === 'hostKey' ? 'questions.hostKey.trust' : 'questions.submit')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
