/** The user's settings as the backend keeps them. */
import { create } from 'zustand';
import { settings, type Settings, type SettingsPatch } from '../../shared/model/settings.ts';

type Layout = Settings['layout'];
/** Changed here, not sent yet. */
let pending: Layout = {};
/** Sent, and not answered yet: what comes meanwhile may be older. */
const underWay = new Set<Layout>();

const useStore = create<{ readonly settings: Settings }>()(() => ({ settings: settings.parse({}) }));

export const useSettings = (): Settings => useStore((state) => state.settings);
export const currentSettings = (): Settings => useStore.getState().settings;

/** As the backend says; layout that was changed here and that it doesn't have yet stays as it was changed. */
export function applySettings(value: Settings): void {
  const ours = [...underWay, pending].reduce((all, one) => ({ ...all, ...one }), {});
  useStore.setState({ settings: { ...value, layout: { ...value.layout, ...ours } } });
}

type Save = (patch: SettingsPatch) => Promise<unknown>;

let saveLayout: Save = async () => undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
/** Between two messages while a width is dragged. */
const SAVE_EVERY_MS = 400;

/** Where a changed layout is sent; set once, by main.tsx. */
export function onLayoutChange(save: Save): void {
  saveLayout = save;
}

/** Sends what was changed: the window goes, and would take it along. */
export function flushLayout(): void {
  if (Object.keys(pending).length === 0) return;
  const sent = pending;
  pending = {};
  underWay.add(sent);
  saveLayout({ layout: sent })
    .catch(() => undefined) // lost with the connection, and only a layout
    .finally(() => underWay.delete(sent));
}

/** At once, and then what was gathered meanwhile. */
function sendSoon(): void {
  if (timer !== undefined) return;
  flushLayout();
  timer = setTimeout(() => {
    timer = undefined;
    if (Object.keys(pending).length > 0) sendSoon();
  }, SAVE_EVERY_MS);
}

/** A part of the window's layout that outlives it: sizes, what is open, columns. Kept under a key of its own. */
export function useLayout<T extends Layout[string]>(key: string, otherwise: T, is: (value: unknown) => value is T) {
  const stored = useStore((state) => state.settings.layout[key]);
  const value = is(stored) ? stored : otherwise;
  return [value, (next: T) => setLayout(key, next)] as const;
}

export function setLayout(key: string, value: Layout[string]): void {
  const before = useStore.getState().settings;
  useStore.setState({ settings: { ...before, layout: { ...before.layout, [key]: value } } });
  pending = { ...pending, [key]: value };
  sendSoon();
}

export const isNumber = (value: unknown): value is number => typeof value === 'number';
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
export const isStringList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
