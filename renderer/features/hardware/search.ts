/** Search over all of the hardware: by what a device is called, and by the settings it has. */
import { describeDevice } from '../../nouns/deviceText.ts';
import { deviceNouns } from '../../nouns/device/index.ts';
import type { HardwareGroup, HardwareItem } from './items.ts';
import { completed, namesIn, type Layout } from '../../nouns/formLayout.ts';
import { partLayouts } from './partLayouts.ts';

/** `whole`: it is called that; `settings`: some of its settings are. */
export type Match = 'whole' | 'settings';

export interface SearchWords {
  /** What the item is called in the list. */
  readonly item: (item: HardwareItem) => string;
  /** What a setting is called in the form. */
  readonly setting: (kind: string, property: string) => string;
}

export interface Found {
  readonly groups: readonly HardwareGroup[];
  /** By the item's id. */
  readonly matches: ReadonlyMap<string, Match>;
}

/** @param fieldsOf every property of a kind of device */
export function searchHardware(
  groups: readonly HardwareGroup[],
  typed: string,
  words: SearchWords,
  fieldsOf: (kind: string) => readonly string[],
): Found {
  const wanted = typed.trim().toLowerCase();
  const has = (text: string): boolean => text.toLowerCase().includes(wanted);
  const matches = new Map<string, Match>();
  const found = groups.flatMap(({ name, items }) => {
    const kept = items.filter((item) => {
      const match = matchOf(item, has, words, fieldsOf);
      if (match !== undefined) matches.set(item.id, match);
      return match !== undefined;
    });
    return kept.length === 0 ? [] : [{ name, items: kept }];
  });
  return { groups: found, matches };
}

function matchOf(
  item: HardwareItem,
  has: (text: string) => boolean,
  words: SearchWords,
  fieldsOf: (kind: string) => readonly string[],
): Match | undefined {
  const names = item.kind === 'device' ? describeDevice(item.entry.device) : [];
  if ([words.item(item), ...names].some(has)) return 'whole';
  const { kind, properties } = settingsOf(item, fieldsOf);
  return properties.some((name) => has(name) || has(words.setting(kind, name))) ? 'settings' : undefined;
}

function settingsOf(item: HardwareItem, fieldsOf: (kind: string) => readonly string[]) {
  if (item.kind === 'part') {
    const layout: Layout = partLayouts[item.part];
    return { kind: 'domain', properties: layout.sections.flatMap(namesIn) };
  }
  const { device } = item.entry;
  if (device.kind === 'other') return { kind: device.element, properties: [] };
  const layout: Layout = deviceNouns[device.kind].layout;
  return { kind: device.kind, properties: completed(layout, fieldsOf(device.kind)).flatMap(namesIn) };
}
