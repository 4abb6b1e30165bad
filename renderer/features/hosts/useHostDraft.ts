import { useCallback, useEffect, useState } from 'react';
import type { UriDescription } from '../../../shared/api/hosts.ts';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import type { HostConfig } from '../../../shared/model/host.ts';
import { api } from '../../backend.ts';
import { emptyForm, formOf, proposedName, uriOf, type HostForm } from './hostUri.ts';

/** What the backend makes of the URI as it stands. */
export type UriCheck =
  | { readonly kind: 'checking' }
  | { readonly kind: 'good'; readonly warnings: UriDescription['warnings'] }
  | { readonly kind: 'bad'; readonly error: ErrorData };

/** All that was typed in the dialog. The form and the URI follow each other; the URI is what counts. */
interface Typed {
  readonly form: HostForm;
  readonly uri: string;
  /** The URI was typed and the form has yet to follow it. */
  readonly formBehind: boolean;
  /** Undefined until the user names the host. */
  readonly name: string | undefined;
  readonly autoconnect: boolean;
}

const blank: Typed = { form: emptyForm, uri: '', formBehind: false, name: undefined, autoconnect: true };

/** The host that is being added, as it was left: a dialog that is closed by a slip opens with it again. */
let unfinished = blank;

const typedOf = (host: HostConfig | undefined): Typed =>
  host === undefined
    ? unfinished
    : { form: emptyForm, uri: host.uri, formBehind: true, name: host.name, autoconnect: host.autoconnect };

const SETTLE_MS = 150;

export interface HostDraft {
  readonly form: HostForm;
  readonly uri: string;
  readonly name: string;
  readonly autoconnect: boolean;
  readonly check: UriCheck;
  readonly setForm: (form: HostForm) => void;
  readonly setUri: (uri: string) => void;
  readonly setName: (name: string) => void;
  readonly setAutoconnect: (autoconnect: boolean) => void;
  /** Nothing of it is wanted any more: it was saved, or given up. */
  readonly forget: () => void;
}

export function useHostDraft(host: HostConfig | undefined): HostDraft {
  const [typed, setTyped] = useState(() => typedOf(host));
  const adding = host === undefined;
  useEffect(() => {
    if (adding) unfinished = typed;
  }, [adding, typed]);
  const follow = useCallback((form: HostForm) => setTyped((now) => ({ ...now, form, formBehind: false })), []);
  const check = useUriCheck(typed, follow);
  const change = (part: Partial<Typed>): void => setTyped((now) => ({ ...now, ...part }));
  return {
    form: typed.form,
    uri: typed.uri,
    name: typed.name ?? proposedName(typed.form),
    autoconnect: typed.autoconnect,
    check,
    setForm: (form) => change({ form, uri: uriOf(form), formBehind: false }),
    setUri: (uri) => change({ uri, formBehind: true }),
    setName: (name) => change({ name: name === '' && adding ? undefined : name }),
    setAutoconnect: (autoconnect) => change({ autoconnect }),
    forget: () => {
      unfinished = blank;
    },
  };
}

/** Asks the backend about the URI once typing rests. A typed one that can be read is handed to the form; another leaves the form as it is. */
function useUriCheck({ uri, form, formBehind }: Typed, follow: (form: HostForm) => void): UriCheck {
  const [checked, setChecked] = useState<{ readonly uri: string; readonly check: UriCheck }>();
  useEffect(() => {
    if (checked?.uri === uri && !formBehind) return undefined;
    const asking = new AbortController();
    const timer = setTimeout(() => void ask(), SETTLE_MS);
    const ask = async (): Promise<void> => {
      try {
        const description = await api.hosts.describeUri({ uri }, { signal: asking.signal });
        if (asking.signal.aborted) return;
        setChecked({ uri, check: { kind: 'good', warnings: description.warnings } });
        if (formBehind) follow(formOf(description, form));
      } catch (thrown) {
        if (!asking.signal.aborted) setChecked({ uri, check: { kind: 'bad', error: toErrorData(thrown) } });
      }
    };
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [uri, formBehind]);
  return checked?.uri === uri ? checked.check : { kind: 'checking' };
}
