/** Sets of names that have words: a verb, a reason or a column whose words were forgotten doesn't compile. */
import type en from './en.json';

type Words = typeof en;

export type DomainVerbId = keyof Words['verbs']['domain'];
export type HostVerbId = keyof Words['verbs']['host'];
/** Verbs that say what they interrupt or lose before they begin. */
export type ConfirmedVerbId = Exclude<keyof Words['confirm'], 'more' | `excluded_${string}`>;
/** Why a verb can't run now. */
export type ReasonId = keyof Words['reasons'];
export type ColumnId = keyof Words['columns'];
/** Sections of hardware forms. */
export type SectionId = keyof Words['hardware']['sections'];
