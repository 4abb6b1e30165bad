import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DefinitionVersionInfo } from '../../../shared/model/definitionVersion.ts';
import { TaskLink } from '../../nouns/taskLink.tsx';
import styles from './history.module.css';

interface AuthorProps {
  readonly version: DefinitionVersionInfo;
  /** Of the VM. */
  readonly name: string;
  /** There is no version before: it was there when VirtDeck came. */
  readonly first: boolean;
}

/** By whom: a task of ours, or anybody else. */
export function Author({ version, name, first }: AuthorProps): ReactElement {
  const { t } = useTranslation();
  return (
    <span className={styles.author}>
      {version.task === undefined ? (
        t(first ? 'history.firstSeen' : 'history.outside')
      ) : (
        <TaskLink task={version.task} verb={version.verb} name={name} />
      )}
    </span>
  );
}
