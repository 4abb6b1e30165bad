import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

/** Copies a text; says so in its tooltip and its accessible name. */
export function CopyText({ text, label }: { readonly text: string; readonly label: string }): ReactElement {
  const { t } = useTranslation();
  return (
    <CopyButton value={text} timeout={2000}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('shell.copied') : label}>
          <ActionIcon
            variant="subtle"
            size="sm"
            disabled={text === ''}
            aria-label={copied ? t('shell.copied') : label}
            onClick={copy}
          >
            {copied ? <Check size={14} /> : <Copy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
