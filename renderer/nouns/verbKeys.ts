/** Keys of verbs: each is pressed on what has the keyboard (a row, a selection) or else on what the page is about. */
import { hostRef, type ObjectRef } from '../../shared/model/objectRef.ts';
import type { ObjectRecords } from '../../shared/model/objects.ts';
import { recordNow, recordsNow } from '../store/inventory.ts';
import { describedKinds, isDescribed, nounOf, type DescribedKind } from './nounOf.ts';
import type { Target } from './noun.ts';
import { beginVerb } from './runVerb.ts';
import { isPressed, type KeyPress } from './shortcut.ts';
import type { Verb } from './verb.ts';

function verbOfKey<K extends DescribedKind>(kind: K, press: KeyPress): Verb<Target<K>> | undefined {
  const { verbs } = nounOf[kind];
  return verbs.find(({ shortcut }) => shortcut !== undefined && isPressed(shortcut, press));
}

/** Whether the key is a verb's at all. Where that verb can't run nothing else is meant by it: not the browser's own F5. */
export const isVerbKey = (press: KeyPress): boolean =>
  describedKinds.some((kind) => verbOfKey(kind, press) !== undefined);

/**
 * Begins the verb of this key on the selection of a list.
 * @returns whether the key is one of theirs
 */
export function verbKeyOn<K extends DescribedKind>(
  kind: K,
  press: KeyPress,
  records: readonly ObjectRecords[K][],
): boolean {
  const verb = verbOfKey(kind, press);
  if (verb && records.length > 0) beginVerb(kind, verb, records);
  return verb !== undefined;
}

/**
 * Begins the verb of this key on an object, or on its host where only hosts have such a verb (F5 connects it); on none: on all hosts.
 * @returns whether anything began
 */
export function runVerbKey(press: KeyPress, ref: ObjectRef | undefined): boolean {
  if (ref === undefined) {
    const verb = verbOfKey('host', press);
    return verb?.bulk === true && beginVerb('host', verb, recordsNow('host'));
  }
  const own = isDescribed(ref) && verbOfKey(ref.kind, press) !== undefined;
  return runOn(own ? ref : hostRef(ref.host), press);
}

function runOn<K extends DescribedKind>(ref: ObjectRef<K>, press: KeyPress): boolean {
  const verb = verbOfKey(ref.kind, press);
  const record = recordNow(ref);
  return verb !== undefined && record !== undefined && beginVerb(ref.kind, verb, [record]);
}
