/** A network installation tree: its address, and what its installer is started with. */
import { Select, TextInput } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { proposedPool, type TreeDraft } from '../draft.ts';
import { useErrorAt } from '../problems.tsx';
import { isUrl } from '../request.ts';
import { groupNow } from '../systems.ts';
import type { CreationState } from '../useCreationDraft.ts';
import { PoolSelect } from './targetFields.tsx';
import styles from './source.module.css';

export function TreeFields({ state }: { readonly state: CreationState }): ReactElement {
  const { t } = useTranslation();
  const { draft, change } = state;
  const { tree } = draft;
  const errorAt = useErrorAt(state.problems);
  const set = (part: Partial<TreeDraft>): void => change((now) => ({ ...now, tree: { ...now.tree, ...part } }));
  const wrong = tree.url.trim() !== '' && !isUrl(tree.url);
  return (
    <div className={styles.fields}>
      <KnownTrees state={state} onChoose={(url) => set({ url })} />
      <TextInput
        label={t('createDomain.tree.url')}
        placeholder="https://deb.debian.org/debian/dists/bookworm/main/installer-amd64/"
        value={tree.url}
        spellCheck={false}
        error={wrong ? t('createDomain.image.urlWrong') : undefined}
        onChange={(event) => set({ url: event.currentTarget.value })}
      />
      <div className={styles.grid}>
        {(['kernel', 'initrd'] as const).map((file) => (
          <TextInput
            key={file}
            label={t(`createDomain.tree.${file}`)}
            placeholder={t('createDomain.tree.found')}
            value={tree[file]}
            spellCheck={false}
            error={errorAt(`source.${file}`)}
            onChange={(event) => set({ [file]: event.currentTarget.value })}
          />
        ))}
        <TextInput
          label={t('createDomain.tree.arguments')}
          placeholder="console=ttyS0"
          value={tree.arguments}
          spellCheck={false}
          onChange={(event) => set({ arguments: event.currentTarget.value })}
        />
        <PoolSelect
          host={draft.hosts[0] ?? ''}
          label={t('createDomain.tree.pool')}
          value={tree.pool ?? proposedPool(draft)}
          onChange={(pool) => set({ pool })}
        />
      </div>
    </div>
  );
}

interface KnownTreesProps {
  readonly state: CreationState;
  readonly onChoose: (url: string) => void;
}

/** The trees that the makers of supported systems publish for the host's architecture. */
function KnownTrees({ state, onChoose }: KnownTreesProps): ReactElement | null {
  const { t } = useTranslation();
  const { systems, draft } = state;
  const arch = draft.hardware?.arch ?? 'x86_64';
  const known = useMemo(() => {
    const found = (systems ?? [])
      .filter((os) => groupNow(os) === 'recommended')
      .toSorted((a, b) => (b.released ?? '').localeCompare(a.released ?? ''))
      .flatMap(({ name, trees }) => {
        const url = trees.find((tree) => tree.arch === arch && tree.url !== undefined)?.url;
        return url === undefined ? [] : [{ value: url, label: name }];
      });
    return [...new Map(found.map((each) => [each.value, each])).values()];
  }, [systems, arch]);
  if (known.length === 0) return null;
  return (
    <Select
      searchable
      label={t('createDomain.tree.known')}
      placeholder={t('createDomain.cloud.knownHint')}
      nothingFoundMessage={t('createDomain.cloud.knownNothing')}
      data={known}
      value={known.some(({ value }) => value === draft.tree.url) ? draft.tree.url : null}
      onChange={(url) => url !== null && onChoose(url)}
    />
  );
}
