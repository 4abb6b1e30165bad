/** Which note belongs beside which field: what the dry run found, and what is wrong before it. */
import { useTranslation } from 'react-i18next';
import type { CreationProblem } from '../../../../shared/model/creation/creationPlan.ts';
import type { Hardware } from '../../../../shared/model/creation/hardware.ts';
import type { Note } from '../../../components/formRow.tsx';
import { useProblemText } from '../problems.tsx';
import { hardwareFaults } from './faults.ts';

export interface Placed extends Note {
  readonly field: string;
}

/** The notes of these fields; one that ends in `*` takes in all below it. */
export type NotesAt = (...fields: readonly string[]) => readonly Note[];

const fits = (field: string, wanted: string): boolean =>
  wanted.endsWith('*') ? field.startsWith(wanted.slice(0, -1)) : field === wanted;

/** Of several VMs the same is said once. */
export function notesAt(placed: readonly Placed[], fields: readonly string[]): readonly Note[] {
  const found = placed.filter(({ field }) => fields.some((wanted) => fits(field, wanted)));
  return [
    ...new Map(found.map((note): [string, Note] => [note.text, { level: note.level, text: note.text }])).values(),
  ];
}

/** Those that none of the shown fields takes. */
export const notesElsewhere = (placed: readonly Placed[], shown: readonly string[]): readonly Note[] =>
  notesAt(
    placed.filter(({ field }) => !shown.some((wanted) => fits(field, wanted))),
    ['*'],
  );

export function useHardwareNotes(hardware: Hardware, problems: readonly CreationProblem[]): readonly Placed[] {
  const { t } = useTranslation();
  const text = useProblemText();
  const found = problems.flatMap((problem): readonly Placed[] => {
    const { field = '', level } = problem;
    return field === 'hardware' || field.startsWith('hardware.') ? [{ field, level, text: text(problem) }] : [];
  });
  const faults = hardwareFaults(hardware).map(({ field, word }): Placed => ({
    field,
    level: 'error',
    text: t(`creation.hardware.fault.${word}`),
  }));
  return [...faults, ...found];
}
