/** Where the system comes from: the kind of source, and what that kind needs to know. */
import { Button } from '@mantine/core';
import { Disc3, CloudDownload, FileCode2, Globe, HardDrive, Network, Square, type LucideIcon } from 'lucide-react';
import { useRef, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceKind } from '../../../../shared/model/creation/sources.ts';
import { withKind } from '../draft.ts';
import { isAt, ProblemLines } from '../problems.tsx';
import type { CreationState } from '../useCreationDraft.ts';
import { CloudFields } from './cloudFields.tsx';
import { DetectionLine } from './detectionLine.tsx';
import { ImageFields } from './imageFields.tsx';
import { ImportFields } from './importFields.tsx';
import { TreeFields } from './treeFields.tsx';
import { XmlFields } from './xmlFields.tsx';
import styles from './source.module.css';

/** Most used first. */
const kinds: readonly { readonly kind: SourceKind; readonly icon: LucideIcon }[] = [
  { kind: 'iso', icon: Disc3 },
  { kind: 'cloud', icon: CloudDownload },
  { kind: 'import', icon: HardDrive },
  { kind: 'tree', icon: Globe },
  { kind: 'pxe', icon: Network },
  { kind: 'xml', icon: FileCode2 },
  { kind: 'blank', icon: Square },
];

export function SourceStep({ state }: { readonly state: CreationState }): ReactElement {
  const { t } = useTranslation();
  const { draft, change } = state;
  // What can't be fetched can't be recognised either: once is enough.
  const failsTwice = state.detection.kind === 'failed' && state.problems.some(({ code }) => code === 'noSource');
  return (
    <>
      <KindChoice kind={draft.kind} onChange={(kind) => change((now) => withKind(now, kind))} />
      <p className={styles.about}>{t(`createDomain.source.${draft.kind}.about`)}</p>
      <Fields state={state} />
      {draft.kind !== 'xml' && !failsTwice && (
        <DetectionLine detection={state.detection} systems={state.systems} os={state.os} />
      )}
      <ProblemLines problems={state.problemsAt('source').filter((problem) => !shownAtField(problem))} />
      <TakeTheOneThere state={state} />
    </>
  );
}

/** These say it themselves. */
const shownAtField = isAt('source.image.sha256');

/** The pool has an image of that name, probably from the last time: it needn't be brought again. */
function TakeTheOneThere({ state }: { readonly state: CreationState }): ReactElement | null {
  const { t } = useTranslation();
  const { draft, change, problems, request } = state;
  const { kind } = draft;
  const image = request !== undefined && 'image' in request.source ? request.source.image : undefined;
  const there = problems.some(({ code, field }) => code === 'volumeExists' && field === 'source.image');
  if (!there || image === undefined || !('volume' in image) || (kind !== 'iso' && kind !== 'cloud')) return null;
  const { pool, volume } = image;
  return (
    <Button
      mt={12}
      variant="default"
      onClick={() => change((now) => ({ ...now, [kind]: { ...now[kind], from: 'pool', volume: { pool, volume } } }))}
    >
      {t('createDomain.image.takeThere', { pool, volume })}
    </Button>
  );
}

function Fields({ state }: { readonly state: CreationState }): ReactElement | null {
  const { draft, change } = state;
  switch (draft.kind) {
    case 'iso':
      return (
        <ImageFields
          state={state}
          image={draft.iso}
          media
          onChange={(part) => change((now) => ({ ...now, iso: { ...now.iso, ...part } }))}
        />
      );
    case 'cloud':
      return <CloudFields state={state} />;
    case 'import':
      return <ImportFields state={state} />;
    case 'tree':
      return <TreeFields state={state} />;
    case 'xml':
      return <XmlFields state={state} />;
    case 'pxe':
    case 'blank':
      return null;
    default:
      return draft.kind satisfies never;
  }
}

interface KindChoiceProps {
  readonly kind: SourceKind;
  readonly onChange: (kind: SourceKind) => void;
}

/** A radio group: one stop of the Tab key, arrows choose. */
function KindChoice({ kind, onChange }: KindChoiceProps): ReactElement {
  const { t } = useTranslation();
  const group = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = kinds.findIndex((each) => each.kind === kind);
    const next = kinds[(at + step + kinds.length) % kinds.length];
    if (next === undefined) return;
    onChange(next.kind);
    group.current?.querySelector<HTMLElement>(`[data-kind="${next.kind}"]`)?.focus();
  };
  return (
    <div
      ref={group}
      role="radiogroup"
      tabIndex={-1}
      aria-label={t('createDomain.source.label')}
      className={styles.kinds}
      onKeyDown={move}
    >
      {kinds.map(({ kind: each, icon: Icon }) => (
        <button
          key={each}
          type="button"
          role="radio"
          data-kind={each}
          aria-checked={each === kind}
          tabIndex={each === kind ? 0 : -1}
          {...(each === kind && { 'data-first': true, 'data-autofocus': true })}
          className={styles.kind}
          onClick={() => onChange(each)}
        >
          <Icon size={17} strokeWidth={1.6} aria-hidden />
          {t(`createDomain.source.${each}.name`)}
        </button>
      ))}
    </div>
  );
}
