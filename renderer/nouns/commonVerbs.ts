/** Verbs that several nouns have alike. */
import { Clipboard, Sunrise } from 'lucide-react';
import { started } from './checks.ts';
import type { VerbEntry } from './verb.ts';

interface Of<Record> {
  readonly record: Record;
}

/** Puts the names of a selection into the clipboard, one a line. */
export const copyNameVerb = <T extends Of<{ readonly name: string }>>(): VerbEntry<T, 'copyName'> => {
  const copy = (targets: readonly T[]): Promise<void> =>
    navigator.clipboard.writeText(targets.map(({ record }) => record.name).join('\n'));
  return {
    id: 'copyName',
    icon: Clipboard,
    group: 'edit',
    confirm: 'none',
    bulk: true,
    blocked: () => undefined,
    run: (target) => copy([target]),
    runMany: copy,
  };
};

export const copyUuidVerb = <T extends Of<{ readonly uuid: string }>>(): VerbEntry<T, 'copyUuid'> => ({
  id: 'copyUuid',
  icon: Clipboard,
  group: 'edit',
  confirm: 'none',
  bulk: false,
  blocked: () => undefined,
  run: ({ record }) => navigator.clipboard.writeText(record.uuid),
});

/** Two, of which one is shown. */
export const autostartVerbs = <T extends Of<{ readonly autostart: boolean }>>(
  blocked: VerbEntry<T, string>['blocked'],
  set: (target: T, autostart: boolean) => Promise<string>,
): readonly VerbEntry<T, 'autostartOn' | 'autostartOff'>[] =>
  ([true, false] as const).map((autostart) => ({
    id: autostart ? 'autostartOn' : 'autostartOff',
    icon: Sunrise,
    group: 'state',
    confirm: 'none',
    bulk: true,
    blocked,
    shown: ({ record }) => record.autostart !== autostart,
    run: (target) => started(set(target, autostart)),
  }));
