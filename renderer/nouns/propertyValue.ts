/** The value of a property, for people. */
import type { EditValue } from '../../shared/model/domainEdit.ts';
import type { FieldTraits, Unit } from '../../shared/xml/traits.ts';

/** What {@link propertyValue} needs to say of a property or of one of its columns. */
export interface ValueWords {
  readonly yes: string;
  readonly no: string;
  readonly notSet: string;
  /** Of a column, by its path. */
  readonly label: (column: readonly string[]) => string;
  readonly unit: (unit: Unit) => string;
  /** A word for one of the allowed values, where there is one. */
  readonly choice: (column: readonly string[], value: string) => string | undefined;
}

/** @param field undefined: nothing is known of the property, its value is printed as it is */
export function propertyValue(
  field: FieldTraits | undefined,
  value: EditValue,
  words: ValueWords,
  column: readonly string[] = [],
): string {
  if (value === null) return words.notSet;
  if (field?.secret === true) return hidden;
  switch (typeof value) {
    case 'boolean':
      return value ? words.yes : words.no;
    case 'number':
      return numberText(field, value, words, column);
    case 'string': {
      const word = words.choice(column, value);
      return word === undefined ? value : `${value} (${word})`;
    }
    case 'object':
      break;
    default:
      return value satisfies never;
  }
  if (Array.isArray(value)) {
    const texts = value.map((each) => propertyValue(field, each, words, column));
    return texts.join(field?.kind === 'records' ? '; ' : ', ');
  }
  return Object.entries(value)
    .map(([name, each]) => {
      const path = [...column, name];
      return `${words.label(path)} ${propertyValue(field?.fields?.[name], each, words, path)}`;
    })
    .join(', ');
}

/** As many dots for every secret: its length is one too. */
const hidden = '••••••';

/** @param column of records: its label, which stands before the value, has the unit already */
function numberText(
  field: FieldTraits | undefined,
  value: number,
  words: ValueWords,
  column: readonly string[],
): string {
  if (field?.kind === 'size') return sizeText(value);
  // Below 0 stands for something else: no limit, chosen by the hypervisor.
  if (field?.unit === undefined || value < 0 || column.length > 0) return String(value);
  return `${value} ${words.unit(field.unit)}`;
}

const sizeUnits = [
  ['TiB', 1024 ** 3],
  ['GiB', 1024 ** 2],
  ['MiB', 1024],
  ['KiB', 1],
] as const;

const hundredths = (value: number): number => Math.round(value * 100) / 100;

/**
 * "4 GiB", "1.5 GiB", "1025 MiB (≈ 1 GiB)": nothing is rounded away, the exact size comes first.
 * @param kib 0 and up
 */
export function sizeText(kib: number): string {
  const [natural, size] = sizeUnits.find(([, per]) => kib >= per) ?? ['KiB', 1];
  const [exact, per] = sizeUnits.find(([, each]) => kib >= each && (kib * 100) % each === 0) ?? ['KiB', 1];
  const text = `${kib / per} ${exact}`;
  return exact === natural ? text : `${text} (≈ ${hundredths(kib / size)} ${natural})`;
}
