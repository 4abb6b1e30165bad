/** What was typed in the host dialog. The form and the URI follow each other; the URI is what counts. */
import type { UriDescription } from '../../../shared/api/host.ts';
import type { HostConfig } from '../../../shared/model/host.ts';
import { emptyForm, formOf, proposedName, uriOf, type HostForm } from './hostUri.ts';

export interface Typed {
  /** As shown. */
  readonly form: HostForm;
  readonly uri: string;
  /** The URI was typed and the form has yet to follow it: reading it takes a call. */
  readonly formBehind: boolean;
  /** Fields that were changed while the form was behind; they are put into what the URI turns out to say. */
  readonly edits: Partial<HostForm>;
  /** Undefined until the user names the host. */
  readonly name: string | undefined;
  readonly autoconnect: boolean;
}

export const blank: Typed = {
  form: emptyForm,
  uri: '',
  formBehind: false,
  edits: {},
  name: undefined,
  autoconnect: true,
};

export const typedOf = ({ uri, name, autoconnect }: HostConfig): Typed => withUri({ ...blank, name, autoconnect }, uri);

export const withUri = (typed: Typed, uri: string): Typed => ({ ...typed, uri, formBehind: true, edits: {} });

/** @param reading the URI is still being read; otherwise what the form says takes the place of a URI that can't be read */
export function withForm(typed: Typed, form: HostForm, reading: boolean): Typed {
  if (!typed.formBehind || !reading) return { ...typed, form, uri: uriOf(form), formBehind: false, edits: {} };
  return { ...typed, form, edits: { ...typed.edits, ...changesOf(typed.form, form) } };
}

function changesOf(before: HostForm, after: HostForm): Partial<HostForm> {
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(Object.entries(after).filter(([field, value]) => old.get(field) !== value));
}

/** After the backend has read a URI, or could not (`description` undefined). One that has changed since is let pass. */
export function afterReading(typed: Typed, uri: string, description: UriDescription | undefined): Typed {
  if (!typed.formBehind || typed.uri !== uri) return typed;
  const edited = Object.keys(typed.edits).length > 0;
  if (description === undefined) return edited ? withForm(typed, typed.form, false) : typed;
  const form = { ...formOf(description, typed.form), ...typed.edits };
  return edited ? withForm(typed, form, false) : { ...typed, form, formBehind: false };
}

/** As shown: what was typed, or what the URI proposes. */
export const nameOf = ({ name, form }: Typed): string => name ?? proposedName(form);

/** What is proposed stands still while the name has the keyboard: a first letter must not meet a proposal that has just come. */
export const enteringName = (typed: Typed): Typed => ({ ...typed, name: nameOf(typed) });

/** A name that was left empty, or as it was proposed, follows the URI again. */
export const leavingName = (typed: Typed): Typed =>
  typed.name?.trim() === '' || typed.name === proposedName(typed.form) ? { ...typed, name: undefined } : typed;
