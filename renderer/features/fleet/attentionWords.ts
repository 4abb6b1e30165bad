import { useTranslation } from 'react-i18next';
import { domainKey } from '../../../shared/model/domain.ts';
import type { ErrorData } from '../../../shared/errors.ts';
import { domainHref, hostHref } from '../../../shared/model/route.ts';
import { hasWords } from '../../words/hasWords.ts';
import type { Attention } from './attention.ts';

export interface AttentionWords {
  readonly key: string;
  readonly name: string;
  /** The page where it is mended; tasks have none. */
  readonly href?: string;
  readonly words: string;
  /** The host it is on, where it isn't one itself. */
  readonly host?: string | undefined;
}

/** What is wrong, told in a line. */
export function useAttentionWords(): (item: Attention) => AttentionWords {
  const { t } = useTranslation();
  const title = (error: ErrorData): string => t(`error.${error.code}.title`, { ...error.params });
  return (item) => {
    switch (item.kind) {
      case 'hostFailed':
      case 'hostAway': {
        const { id, config, status } = item.host;
        const error = 'error' in status ? status.error : undefined;
        const words = error === undefined ? t(`host.state.${status.kind}`) : title(error);
        return { key: id, name: config.name, href: hostHref(id), words };
      }
      case 'domainCrashed':
      case 'domainStuck': {
        const { domain } = item;
        const key = domainKey(domain);
        const reason = `domain.reasons.${domain.state}.${domain.stateReason}`;
        const state = t(`domain.state.${domain.state}`);
        const words = hasWords(reason) ? `${state} (${t(reason)})` : state;
        return { key, name: domain.name, href: domainHref(domain), words, host: item.host?.config.name };
      }
      case 'taskFailed': {
        const { id, object, error, hostName } = item.task;
        return { key: id, name: object.name, words: error === undefined ? '' : title(error), host: hostName };
      }
    }
  };
}
