/** What libvirt said against the text when it was last applied, at the place it means. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { errorPlace } from '../../../shared/xml/errorPlace.ts';
import type { CodeMark } from '../../components/codeEditor.tsx';
import { useTasks } from '../../store/tasks.ts';

/**
 * @param current what the host has
 * @param planned whether the text is the one that was applied: after a refusal it is planned again
 */
export function useRefusal(
  { host, uuid }: DomainRef,
  { text, current, planned }: { readonly text: string; readonly current: string; readonly planned: boolean },
): readonly CodeMark[] {
  const { t } = useTranslation();
  const tasks = useTasks();
  const last = tasks.find(({ verb, ref }) => verb === 'domain.edit' && ref.host === host && ref.id === uuid);
  const error = planned && last?.state === 'failed' ? last.error : undefined;
  return useMemo(() => {
    const message = error?.libvirt?.message ?? error?.raw;
    if (message === undefined) return [];
    const place = errorPlace(text, message, current) ?? { line: 1, column: 1 };
    return [{ ...place, severity: 'error', message: t('definition.refused', { message }) }];
  }, [error, text, current, t]);
}
