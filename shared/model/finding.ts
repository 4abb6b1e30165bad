/** What a check of a definition found before the host is asked: said beside the fields, with ways out of it. */
import type { EditValue } from './domainEdit.ts';

/** Values for the words. */
export type FindingParams = Readonly<Record<string, string | number>>;

/** One click that settles a finding. */
export interface Fix<Word extends string = string> {
  readonly word: Word;
  readonly params?: FindingParams;
  /** Domain properties to change; null takes one away. */
  readonly changes: Readonly<Record<string, EditValue>>;
}

/** `error`: libvirt or the hypervisor refuses it. `warning`: taken, but hardly meant. `hint`: good to know. */
export interface Finding<Word extends string = string, FixWord extends string = string> {
  readonly level: 'error' | 'warning' | 'hint';
  readonly word: Word;
  readonly params?: FindingParams;
  readonly fixes?: readonly Fix<FixWord>[];
}
