import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { settings, type SettingsPatch } from '../../shared/model/settings.ts';
import { applySettings, currentSettings, onLayoutChange, setLayout } from './settings.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const layoutOf = (layout: Record<string, number>) => settings.parse({ layout });

test('what comes from the backend leaves a layout alone that was changed here and is not sent yet', () => {
  setLayout('tree.width', 300);
  applySettings(layoutOf({ 'tree.width': 264, 'other.width': 10 }));
  expect(currentSettings().layout).toEqual({ 'tree.width': 300, 'other.width': 10 });
});

test('changes are sent together, a moment after the last one, and from then on the backend is right', () => {
  const save = vi.fn<(patch: SettingsPatch) => void>();
  onLayoutChange(save);
  setLayout('tree.width', 310);
  setLayout('tree.width', 320);
  vi.runAllTimers();
  expect(save.mock.calls).toEqual([[{ layout: { 'tree.width': 320 } }]]);
  applySettings(layoutOf({ 'tree.width': 200 }));
  expect(currentSettings().layout).toEqual({ 'tree.width': 200 });
});
