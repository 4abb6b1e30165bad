/** Which files go: never one without those that are based on it. */
import type { DeletableVolume } from '../../../shared/model/storageVolume.ts';

type Files = readonly Pick<DeletableVolume, 'path' | 'above' | 'pool' | 'why'>[];

/** Whether it, and all that are based on it, can be deleted at all. */
export function canGo(files: Files, path: string): boolean {
  const file = files.find((each) => each.path === path);
  if (file === undefined || file.pool === undefined || file.why === 'runsElsewhere') return false;
  return file.above.every((upper) => canGo(files, upper));
}

/** The choice with this file, and with those based on it. */
export function withFile(files: Files, chosen: readonly string[], path: string): readonly string[] {
  const above = files.find((each) => each.path === path)?.above ?? [];
  return [...new Set([...chosen, path, ...above])];
}

/** The choice without this file, and without those it is based on. */
export function withoutFile(files: Files, chosen: readonly string[], path: string): readonly string[] {
  const beneath = new Set(files.filter(({ above }) => above.includes(path)).map((each) => each.path));
  return chosen.filter((each) => each !== path && !beneath.has(each));
}
