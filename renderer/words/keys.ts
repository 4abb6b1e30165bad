/** Sets of names that have words: a verb, a reason or a column whose words were forgotten doesn't compile. */
import type { en } from './en.ts';

type Words = typeof en;
/** Nouns that have words of this section. */
type NounWith<Section extends string> = {
  [N in keyof Words]: Words[N] extends Readonly<Record<Section, object>> ? N : never;
}[keyof Words];

/** The verbs of a noun, by their words. */
export type VerbId<N extends NounWith<'verbs'>> = keyof Words[N]['verbs'];
export type DomainVerbId = VerbId<'domain'>;
export type HostVerbId = VerbId<'host'>;
export type ColumnId<N extends NounWith<'columns'>> = keyof Words[N]['columns'];
export type FieldId<N extends NounWith<'fields'>> = keyof Words[N]['fields'];

/** Nouns whose questions before a verb are all of one shape. */
type Asked = {
  [N in keyof Words]: Words[N] extends { readonly confirm: Readonly<Record<string, { readonly act: string }>> }
    ? N
    : never;
}[keyof Words];
/** What is said before a verb that interrupts or loses something begins: title, consequence, act. */
export type QuestionKey = { [N in Asked]: `${N}.confirm.${Extract<keyof Words[N]['confirm'], string>}` }[Asked];
/** Why a verb can't run now. */
export type ReasonId = keyof Words['verb']['reasons'];
/** Sections of hardware forms. */
export type SectionId = keyof Words['hardware']['sections'];
