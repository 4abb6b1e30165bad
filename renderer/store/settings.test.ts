import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { settings, type SettingsPatch } from '../../shared/model/settings.ts';
import { applySettings, currentSettings, flushLayout, onLayoutChange, setLayout } from './settings.ts';

let sent: SettingsPatch[];
let answers: (() => void)[];

/** What was sent last has been kept. */
const answer = async (): Promise<void> => {
  answers.shift()?.();
  await vi.advanceTimersByTimeAsync(0);
};

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  answers = [];
  onLayoutChange((patch) => {
    sent.push(patch);
    return new Promise<void>((resolve) => answers.push(resolve));
  });
});
afterEach(async () => {
  await vi.runAllTimersAsync();
  while (answers.length > 0) await answer();
  vi.useRealTimers();
});

const layoutOf = (layout: Record<string, number>) => settings.parse({ layout });

test('a change is sent at once, those right after it together a moment later', () => {
  setLayout('tree.width', 310);
  expect(sent).toEqual([{ layout: { 'tree.width': 310 } }]);
  setLayout('tree.width', 320);
  setLayout('tree.width', 330);
  vi.advanceTimersByTime(1000);
  expect(sent.slice(1)).toEqual([{ layout: { 'tree.width': 330 } }]);
});

test('what comes from the backend leaves a layout alone that was changed here until the backend has it', async () => {
  setLayout('tree.width', 300);
  applySettings(layoutOf({ 'tree.width': 264, 'other.width': 10 }));
  expect(currentSettings().layout).toEqual({ 'tree.width': 300, 'other.width': 10 });
  await answer();
  applySettings(layoutOf({ 'tree.width': 200 }));
  expect(currentSettings().layout).toEqual({ 'tree.width': 200 });
});

test('a window that goes sends what it has not sent yet', () => {
  setLayout('tree.width', 300);
  setLayout('tree.width', 305);
  flushLayout();
  flushLayout();
  expect(sent).toEqual([{ layout: { 'tree.width': 300 } }, { layout: { 'tree.width': 305 } }]);
});
