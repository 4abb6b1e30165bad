/** Where the page begins: connects to the backend, follows what it says, and draws. */
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import '@fontsource-variable/inter';
import './theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app/app.tsx';
import { api, follow, openBackend } from './backend.ts';
import { openWords } from './i18n.ts';
import { followInventory } from './store/inventory.ts';
import { applyPrompts } from './store/prompts.ts';
import { applySettings, currentSettings, flushLayout, onLayoutChange } from './store/settings.ts';
import { followStats } from './store/stats.ts';
import { applyTasks } from './store/tasks.ts';
import { applyWaitingEdits } from './store/waitingEdits.ts';

z.config({ jitless: true }); // the page's Content-Security-Policy forbids compiled checks

openBackend();
onLayoutChange((patch) => api.app.updateSettings(patch));
addEventListener('pagehide', flushLayout);
void follow(() => api.app.watchSettings({}), applySettings);
followInventory();
void follow(() => api.task.watch({}), applyTasks);
void follow(() => api.prompt.watch({}), applyPrompts);
void follow(() => api.waitingEdits.watch({}), applyWaitingEdits);
followStats();

await openWords(currentSettings().language);
const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
