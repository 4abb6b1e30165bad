/** What the host says of a text, until the text is changed. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import type { DefinitionCheck, HostFault } from '../../../shared/model/definitionCheck.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { errorPlace } from '../../../shared/xml/errorPlace.ts';
import { api } from '../../backend.ts';
import type { CodeMark } from '../../components/codeEditor.tsx';

export type HostCheck =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'right'; readonly schema: DefinitionCheck['schema'] }
  | { readonly kind: 'wrong'; readonly marks: readonly CodeMark[] }
  | { readonly kind: 'failed'; readonly error: ErrorData };

const none: HostCheck = { kind: 'none' };

/** @param current what the host has */
export function useHostCheck(host: HostId, text: string, current: string): readonly [HostCheck, () => void] {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<{ readonly text: string; readonly check: HostCheck }>({ text: '', check: none });
  const mark = ({ message, line }: HostFault): CodeMark => ({
    column: 1,
    ...(line === undefined ? (errorPlace(text, message, current) ?? { line: 1 }) : { line }),
    severity: 'error',
    message: t('definition.byHost', { message }),
  });
  const ask = async (): Promise<void> => {
    // An answer about a text that is no longer there is not shown.
    const answer = (check: HostCheck): void => setAsked((now) => (now.text === text ? { text, check } : now));
    setAsked({ text, check: { kind: 'asking' } });
    try {
      const { schema, faults } = await api.definition.check({ host, xml: text });
      answer(faults.length === 0 ? { kind: 'right', schema } : { kind: 'wrong', marks: faults.map(mark) });
    } catch (thrown) {
      answer({ kind: 'failed', error: toErrorData(thrown) });
    }
  };
  return [asked.text === text ? asked.check : none, () => void ask()];
}
