/** What is wrong with a text that is being typed: no XML, or nothing that the schema allows. */
import type { TFunction } from 'i18next';
import { toErrorData } from '../../shared/errors.ts';
import { parseXml } from '../../shared/xml/parse.ts';
import type { Schema } from '../../shared/xml/schema.ts';
import { checkSchema, type SchemaFault } from '../../shared/xml/schemaCheck.ts';
import type { CodeMark } from '../components/codeEditor.tsx';

/** Words that are allowed and listed in a message; of more, the first. */
const LISTED = 8;

export function isWellFormed(text: string): boolean {
  try {
    parseXml(text);
    return true;
  } catch {
    return false;
  }
}

/** @param schema absent: only whether it is XML */
export function faultsOf(text: string, schema: Schema | undefined, t: TFunction): readonly CodeMark[] {
  try {
    if (schema === undefined) {
      parseXml(text);
      return [];
    }
    // The schema is the one that VirtDeck was made with: the host's libvirt may know more, so it warns and forbids nothing.
    return checkSchema(schema, text).map((fault) => ({
      line: fault.line,
      column: fault.column,
      severity: 'warning',
      message: faultWords(fault, t),
    }));
  } catch (thrown) {
    const { params, raw = '' } = toErrorData(thrown);
    const place = (name: string): number => (typeof params?.[name] === 'number' ? params[name] : 1);
    return [
      {
        line: place('line'),
        column: place('column'),
        severity: 'error',
        message: t('definition.faults.malformed', { raw }),
      },
    ];
  }
}

function faultWords(fault: SchemaFault, t: TFunction): string {
  switch (fault.kind) {
    case 'unknownElement':
      return (
        t(fault.parent === '' ? 'definition.faults.unknownRoot' : 'definition.faults.unknownElement', {
          name: fault.name,
          parent: fault.parent,
        }) + suggestion(fault.name, fault.known, t)
      );
    case 'unknownAttribute':
      return (
        t('definition.faults.unknownAttribute', { name: fault.name, element: fault.element }) +
        suggestion(fault.name, fault.known, t)
      );
    case 'missingElement':
      return t('definition.faults.missingElement', { name: fault.name, parent: fault.parent });
    case 'missingAttribute':
      return t('definition.faults.missingAttribute', { name: fault.name, element: fault.element });
    case 'badValue': {
      const { element, attribute, value, allowed } = fault;
      const said =
        attribute === undefined
          ? t('definition.faults.badText', { element, value })
          : t('definition.faults.badValue', { element, attribute, value });
      if (allowed.length === 0) return said;
      const listed = allowed.slice(0, LISTED).join(', ') + (allowed.length > LISTED ? ', …' : '');
      return said + t('definition.faults.allowed', { listed });
    }
    default:
      return fault satisfies never;
  }
}

function suggestion(name: string, known: readonly string[], t: TFunction): string {
  const near = nearest(name, known);
  return near === undefined ? '' : t('definition.faults.meant', { name: near });
}

/** The word that is nearest to what was typed, when it is near enough to be meant. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const measured = known.map((word) => ({ word, distance: distanceOf(typed, word) }));
  const best = measured.toSorted((a, b) => a.distance - b.distance)[0];
  return best !== undefined && best.distance <= Math.max(1, Math.floor(typed.length / 3)) ? best.word : undefined;
}

/** Characters to insert, remove, replace or swap with their neighbour (optimal string alignment). */
function distanceOf(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, cell(i - 2, j - 2) + 1);
      row.push(least);
    }
  }
  return cell(a.length, b.length);
}
