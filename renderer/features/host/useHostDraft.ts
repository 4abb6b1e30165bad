import { useCallback, useEffect, useState } from 'react';
import type { UriDescription } from '../../../shared/api/host.ts';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import type { HostConfig } from '../../../shared/model/host.ts';
import { api } from '../../backend.ts';
import type { HostForm } from './hostUri.ts';
import {
  afterReading,
  blank,
  enteringName,
  leavingName,
  nameOf,
  typedOf,
  withForm,
  withUri,
  type Typed,
} from './typed.ts';

/** What the backend makes of the URI as it stands. */
export type UriCheck =
  | { readonly kind: 'checking' }
  | { readonly kind: 'good'; readonly warnings: UriDescription['warnings'] }
  | { readonly kind: 'bad'; readonly error: ErrorData };

/** The host that is being added, as it was left: a dialog that is closed by a slip opens with it again. */
let unfinished = blank;

const SETTLE_MS = 150;

export interface HostDraft {
  readonly form: HostForm;
  readonly uri: string;
  readonly name: string;
  readonly autoconnect: boolean;
  readonly check: UriCheck;
  /** What is to be saved: at once, also while a URI that was typed is still to be read. */
  readonly settle: () => Promise<Omit<HostConfig, 'id'>>;
  readonly setForm: (form: HostForm) => void;
  readonly setUri: (uri: string) => void;
  readonly setName: (name: string) => void;
  /** What is proposed stands still while somebody is at it: their first letter must not meet a proposal that has just come. */
  readonly enterName: () => void;
  /** A name that was left empty, or as it was proposed, is proposed again. */
  readonly leaveName: () => void;
  readonly setAutoconnect: (autoconnect: boolean) => void;
  /** Nothing of it is wanted any more: it was saved, or given up. */
  readonly forget: () => void;
}

export function useHostDraft(host: HostConfig | undefined): HostDraft {
  const [typed, setTyped] = useState(() => (host === undefined ? unfinished : typedOf(host)));
  const adding = host === undefined;
  useEffect(() => {
    if (adding) unfinished = typed;
  }, [adding, typed]);
  const onRead = useCallback((uri: string, description: UriDescription | undefined) => {
    setTyped((now) => afterReading(now, uri, description));
  }, []);
  const check = useUriCheck(typed.uri, onRead);
  const change = (part: Partial<Typed>): void => setTyped((now) => ({ ...now, ...part }));
  return {
    form: typed.form,
    uri: typed.uri,
    name: nameOf(typed),
    autoconnect: typed.autoconnect,
    check,
    setForm: (form) => setTyped((now) => withForm(now, form, check.kind === 'checking')),
    setUri: (uri) => setTyped((now) => withUri(now, uri)),
    settle: async () => {
      const settled = await readNow(typed);
      setTyped(settled);
      return configOf(settled);
    },
    setName: (name) => change({ name }),
    enterName: () => setTyped(enteringName),
    leaveName: () => setTyped((now) => (adding ? leavingName(now) : now)),
    setAutoconnect: (autoconnect) => change({ autoconnect }),
    forget: () => {
      unfinished = blank;
    },
  };
}

async function readNow(typed: Typed): Promise<Typed> {
  if (!typed.formBehind) return typed;
  try {
    return afterReading(typed, typed.uri, await api.host.describeUri({ uri: typed.uri }));
  } catch {
    // It can't be read: saving says so, in its place.
    return afterReading(typed, typed.uri, undefined);
  }
}

const configOf = (typed: Typed): Omit<HostConfig, 'id'> => ({
  name: nameOf(typed).trim(),
  uri: typed.uri.trim(),
  autoconnect: typed.autoconnect,
});

/** Asks the backend about the URI once typing rests; what it reads is handed on, what it can't read leaves the form as it is. */
function useUriCheck(uri: string, onRead: (uri: string, description: UriDescription | undefined) => void): UriCheck {
  const [checked, setChecked] = useState<{ readonly uri: string; readonly check: UriCheck }>();
  useEffect(() => {
    const asking = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const description = await api.host.describeUri({ uri }, { signal: asking.signal });
        if (asking.signal.aborted) return;
        setChecked({ uri, check: { kind: 'good', warnings: description.warnings } });
        onRead(uri, description);
      } catch (thrown) {
        if (asking.signal.aborted) return;
        setChecked({ uri, check: { kind: 'bad', error: toErrorData(thrown) } });
        onRead(uri, undefined);
      }
    };
    const timer = setTimeout(() => void ask(), SETTLE_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [uri, onRead]);
  return checked?.uri === uri ? checked.check : { kind: 'checking' };
}
