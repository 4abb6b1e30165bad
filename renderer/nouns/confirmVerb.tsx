/** Asks before work is interrupted or lost: says what happens to which objects. */
import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { objectKey, type ObjectRef } from '../../shared/model/objectRef.ts';
import { ConfirmDialog, type ConfirmObject, type Damage } from '../components/confirmDialog.tsx';
import { keyOf, useRecordsByKey } from '../store/inventory.ts';
import { refTo, targetOf, type Target } from './noun.ts';
import { isDescribed, nounOf, type DescribedKind } from './nounOf.ts';
import { applies, runVerb } from './runVerb.ts';
import { UsedByList } from './usedByList.tsx';
import type { Confirmation, Verb } from './verb.ts';

interface ConfirmProps<Ref> {
  /** Id of the verb. */
  readonly verb: string;
  /** Those that were chosen, of one kind; to those that can't take it nothing happens. */
  readonly refs: readonly Ref[];
  readonly onClose: () => void;
}

export function ConfirmVerb({ verb, refs, onClose }: ConfirmProps<ObjectRef>): ReactElement | null {
  const described = refs.filter(isDescribed);
  const kind = described[0]?.kind;
  return kind === undefined ? null : <Confirm kind={kind} verb={verb} refs={described} onClose={onClose} />;
}

interface KindConfirmProps<K extends DescribedKind> extends ConfirmProps<ObjectRef<K>> {
  readonly kind: K;
}

function Confirm<K extends DescribedKind>({ kind, verb: id, refs, onClose }: KindConfirmProps<K>): ReactElement | null {
  const { t } = useTranslation();
  const records = useRecordsByKey(kind);
  const { name, verbs } = nounOf[kind];
  const verb = verbs.find((one) => one.id === id);
  if (!verb || verb.confirm === 'none') return null;
  const { words } = verb.confirm;
  const chosen = refs.flatMap((ref) => records[keyOf(ref)] ?? []).map((record) => targetOf(kind, record));
  const targets = chosen.filter((target) => applies(verb, target));
  const excluded = chosen.filter((target) => !applies(verb, target));
  const count = targets.length;
  // The only one that it is about; or the only one that was chosen, if it is left out.
  const named = targets.length === 1 ? targets[0] : chosen.length === 1 ? chosen[0] : undefined;
  return (
    <ConfirmDialog
      title={named ? t(`${words}.title`, { name: name(named.record) }) : t(`${words}.titleMany`, { count })}
      consequence={
        <>
          {t(`${words}.consequence`, { count })}
          {verb.confirm.users === true && <UsedByList kind={kind} targets={targets} />}
        </>
      }
      damage={damageOf(verb.confirm, verbs, targets, targets.length === 1 ? namesOf(kind, targets) : String(count), t)}
      objects={targets.length > 1 ? targets.map((target) => objectOf(kind, target)) : []}
      excluded={excluded.map((target) => ({
        ...objectOf(kind, target),
        why: t(`verb.reasons.${verb.blocked(target) ?? 'doesNotApply'}`),
      }))}
      {...(chosen.length > 1 && { excludedTitle: t('object.confirm.excluded', { count: excluded.length }) })}
      more={(rest) => t('object.confirm.more', { count: rest })}
      act={count === 1 ? t(verb.label) : t(`${words}.act`, { count })}
      disabled={count === 0}
      cancel={t('shell.cancel')}
      close={t('shell.close')}
      onConfirm={() => run(verb, targets)}
      onClose={onClose}
    />
  );
}

function run<T>(verb: Verb<T>, targets: readonly T[]): void {
  for (const target of targets) void runVerb(verb, target);
}

const namesOf = <K extends DescribedKind>(kind: K, targets: readonly Target<K>[]): string =>
  targets.map(({ record }) => nounOf[kind].name(record)).join(', ');

/** `answer`: what must be typed where data is lost. With the gentler way beside it, where all of them can go it. */
function damageOf<T>(
  { damage, gentler }: Exclude<Confirmation, 'none'>,
  verbs: readonly Verb<T>[],
  targets: readonly T[],
  answer: string,
  t: TFunction,
): Damage {
  if (damage === 'plain') return { kind: 'plain' };
  if (damage === 'typed') {
    const label =
      targets.length === 1
        ? t('object.confirm.typeName', { name: answer })
        : t('object.confirm.typeCount', { count: targets.length });
    return { kind: 'typed', label, answer };
  }
  const way = verbs.find(({ id }) => id === gentler?.verb);
  if (!gentler || !way || targets.length === 0 || !targets.every((target) => applies(way, target)))
    return { kind: 'explicit' };
  return { kind: 'explicit', gentler: { label: t(gentler.label), onChoose: () => run(way, targets) } };
}

function objectOf<K extends DescribedKind>(kind: K, { record, host }: Target<K>): ConfirmObject {
  const { name, icon } = nounOf[kind];
  return { key: objectKey(refTo(kind, record)), name: name(record), icon: icon(record), place: host?.config.name };
}
