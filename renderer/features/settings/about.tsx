import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppInfo } from '../../../shared/api/app.ts';
import { api } from '../../backend.ts';
import { Problem } from '../../nouns/problem.tsx';
import { useLoaded } from '../../nouns/loaded.ts';
import styles from './settings.module.css';

/** Which program this is, and whether passwords can be remembered here. */
export function About(): ReactElement {
  const { t } = useTranslation();
  const [info] = useLoaded('', '', (signal) => api.app.info({}, { signal }));
  return (
    <section aria-labelledby="about-heading" className={styles.group}>
      <h2 id="about-heading">{t('settings.about')}</h2>
      {info.kind === 'failed' && <Problem error={info.error} />}
      {info.kind === 'loaded' && (
        <dl className={styles.about}>
          <dt>{t('settings.version')}</dt>
          <dd>{info.value.version}</dd>
          <dt>{t('settings.variant')}</dt>
          <dd>{t(`settings.variants.${info.value.variant}`)}</dd>
          <dt>{t('settings.secrets')}</dt>
          <dd>{t(secretsKey(info.value))}</dd>
        </dl>
      )}
    </section>
  );
}

/** Whether secrets can be remembered, and if not, why. */
function secretsKey({ canRememberSecrets, variant }: AppInfo) {
  if (canRememberSecrets) return 'settings.secretsRemembered' as const;
  return variant === 'browser' ? ('settings.secretsBrowser' as const) : ('settings.secretsNoKeyring' as const);
}
