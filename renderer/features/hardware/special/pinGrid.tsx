import { useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { cpusOf } from '../../../../shared/model/cpuset.ts';
import { toggled, type HostCpu, type PinRow, type PinTarget } from '../../../../shared/model/pinning.ts';
import { TextInput } from '../../../nouns/textInput.tsx';
import styles from './special.module.css';

interface PinGridProps {
  readonly rows: readonly PinRow[];
  /** None: the host doesn't say which it has. */
  readonly cpus: readonly HostCpu[];
  readonly nameOf: (target: PinTarget) => string;
  readonly onPin: (target: PinTarget, cpuset: string | undefined) => void;
}

/** Beyond that many cells a map shows nothing any more. */
const MAX_CELLS = 4096;

/** A row for everything that can be pinned: its CPUs as text, and a map of the host's CPUs to click. */
export function PinGrid({ rows, cpus, nameOf, onPin }: PinGridProps): ReactElement {
  const { t } = useTranslation();
  const shown = rows.length * cpus.length <= MAX_CELLS ? cpus : [];
  const grid = useRef<HTMLTableElement>(null);
  const [focus, setFocus] = useState({ row: 0, column: 0 });
  const at = {
    row: Math.min(focus.row, rows.length - 1),
    column: Math.min(focus.column, Math.max(0, shown.length - 1)),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = step(event.key, at, { rows: rows.length, columns: shown.length });
    if (to === undefined) return;
    event.preventDefault();
    setFocus(to);
    grid.current?.querySelector<HTMLElement>(`[data-at="${to.row}.${to.column}"]`)?.focus();
  };
  return (
    <div className={styles.pins}>
      <table ref={grid} className={styles.pinTable} aria-label={t('hardware.special.pinning.map')}>
        <PinHead cpus={shown} />
        <tbody>
          {rows.map((row, index) => {
            const who = nameOf(row.target);
            return (
              <tr key={who}>
                <th scope="row">{who}</th>
                <td>
                  <TextInput
                    label={t('hardware.special.pinning.onlyOn', { who })}
                    value={row.cpuset}
                    placeholder={t('hardware.special.pinning.anywhere')}
                    width={84}
                    invalid={row.cpuset !== undefined && cpusOf(row.cpuset) === undefined}
                    onChange={(to) => onPin(row.target, to)}
                  />
                </td>
                {shown.map(({ id }, column) => {
                  const own = row.cpuset !== undefined && row.cpus?.includes(id) === true;
                  const may = row.cpuset === undefined && (row.cpus?.includes(id) ?? true);
                  return (
                    <td key={id} className={styles.pinCell} data-edge={startsNode(shown, column)}>
                      <button
                        type="button"
                        aria-pressed={own}
                        aria-label={t('hardware.special.pinning.cell', { who, cpu: id })}
                        className={styles.pin}
                        data-at={`${index}.${column}`}
                        data-may={may}
                        tabIndex={at.row === index && at.column === column ? 0 : -1}
                        onFocus={() => setFocus({ row: index, column })}
                        onKeyDown={onKeyDown}
                        onClick={() => onPin(row.target, toggled(row, id))}
                      />
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
      {shown.length < cpus.length && <p className={styles.note}>{t('hardware.special.pinning.tooLarge')}</p>}
    </div>
  );
}

interface Place {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads on the map; undefined where it is no key of a map. */
function step(key: string, { row, column }: Place, size: { rows: number; columns: number }): Place | undefined {
  switch (key) {
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) };
    case 'ArrowRight':
      return { row, column: Math.min(size.columns - 1, column + 1) };
    case 'ArrowUp':
      return { row: Math.max(0, row - 1), column };
    case 'ArrowDown':
      return { row: Math.min(size.rows - 1, row + 1), column };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: size.columns - 1 };
    default:
      return undefined;
  }
}

const startsNode = (cpus: readonly HostCpu[], index: number): boolean =>
  index > 0 && (cpus[index - 1]?.node !== cpus[index]?.node || cpus[index - 1]?.socket !== cpus[index]?.socket);

/** The CPUs under the node and socket that they belong to. */
function PinHead({ cpus }: { readonly cpus: readonly HostCpu[] }): ReactElement {
  const { t } = useTranslation();
  const groups: { readonly node: number; readonly socket: number; count: number }[] = [];
  for (const { node, socket } of cpus) {
    const last = groups.at(-1);
    if (last?.node === node && last.socket === socket) last.count++;
    else groups.push({ node, socket, count: 1 });
  }
  const several = new Set(cpus.map(({ node }) => node)).size < groups.length;
  return (
    <thead>
      {groups.length > 1 && (
        <tr>
          <th colSpan={2} scope="colgroup">
            {t('hardware.special.pinning.title')}
          </th>
          {groups.map(({ node, socket, count }) => (
            <th key={`${node}.${socket}`} scope="colgroup" colSpan={count} className={styles.pinGroup}>
              {t(`hardware.special.pinning.${several ? 'nodeSocket' : 'node'}`, { node, socket })}
            </th>
          ))}
        </tr>
      )}
      <tr>
        <th scope="col">{t('hardware.special.pinning.who')}</th>
        <th scope="col">{t('hardware.special.pinning.cpus')}</th>
        {cpus.map(({ id }) => (
          <th key={id} scope="col" className={styles.pinColumn}>
            {id}
          </th>
        ))}
      </tr>
    </thead>
  );
}
