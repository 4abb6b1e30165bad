/** Sets of names that have words: a verb, a reason or a column whose words were forgotten doesn't compile. */
import type { en } from './en.ts';

type Words = typeof en;

export type DomainVerbId = keyof Words['domain']['verbs'];
export type HostVerbId = keyof Words['host']['verbs'];
/** Verbs that say what they interrupt or lose before they begin. */
export type ConfirmedVerbId = Exclude<keyof Words['domain']['confirm'], 'more' | `excluded_${string}`>;
/** Why a verb can't run now. */
export type ReasonId = keyof Words['verb']['reasons'];
export type ColumnId = keyof Words['domain']['columns'];
/** Sections of hardware forms. */
export type SectionId = keyof Words['hardware']['sections'];
