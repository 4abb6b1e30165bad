/** The whole window, or a console that has one of its own. */
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { lazy, Suspense, useEffect, type CSSProperties, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { rememberFocus } from '../components/returnFocus.ts';
import { Prompts } from '../features/prompt/index.tsx';
import { setLanguage } from '../i18n.ts';
import { useSettings } from '../store/settings.ts';
import { useTaskPanel } from './useTaskPanel.ts';
import { cssVariables, theme } from '../theme.ts';
import { useRoute } from './useRoute.ts';
import { submitByKey } from './submitByKey.ts';
import { Shell, TASKS_HEIGHT } from './shell.tsx';

const ConsoleWindow = lazy(async () => ({ default: (await import('../features/console/index.tsx')).ConsoleWindow }));

export function App(): ReactElement {
  const settings = useSettings();
  useEffect(() => setLanguage(settings.language), [settings.language]);
  useEffect(rememberFocus, []);
  useEffect(submitByKey, []);
  const route = useRoute();
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      {...(settings.theme !== 'system' && { forceColorScheme: settings.theme })}
    >
      <Floating />
      <Toasts />
      {route.page === 'console' ? (
        <Suspense>
          <ConsoleWindow host={route.host} uuid={route.uuid} console={route.console} />
          <Prompts />
        </Suspense>
      ) : (
        <Shell />
      )}
    </MantineProvider>
  );
}

/** Where Mantine puts menus, lists and hints: by itself it would be outside all regions of the page. */
function Floating(): ReactElement {
  const { t } = useTranslation();
  return <section aria-label={t('shell.floating')} data-mantine-shared-portal-node="true" />;
}

/** The status bar and a little air, in pixels. */
const ABOVE = 32;

/** In the page itself and in a region of its own, so that assistive technology finds them. */
function Toasts(): ReactElement {
  const { t } = useTranslation();
  const { open } = useTaskPanel();
  // Above the task panel, where the same outcome stands with what can be done about it (theme.css).
  const properties: Record<`--${string}`, string> = {
    '--toasts-bottom': `${open ? TASKS_HEIGHT + ABOVE : ABOVE}px`,
  };
  const style: CSSProperties = properties;
  return (
    <section aria-label={t('shell.messages')} aria-live="polite" style={style}>
      <Notifications position="bottom-right" limit={3} withinPortal={false} />
    </section>
  );
}
