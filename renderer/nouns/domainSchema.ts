/** libvirt's schema of domains with its documentation: big, so it is asked for when an editor is first opened. */
import { useEffect, useState } from 'react';
import type { Schema } from '../../shared/xml/schema.ts';
import { showFailure } from './runVerb.ts';

/** By language; a sentence each. */
export interface Documentation {
  readonly en: string;
  readonly zh: string;
}

export interface DomainSchema {
  readonly schema: Schema;
  /** By the end of a path: `disk/driver@cache`. */
  readonly docs: Readonly<Record<string, Documentation>>;
}

let loading: Promise<DomainSchema> | undefined;

/** @throws {TypeError} when the program is away; the next call tries again */
export function loadDomainSchema(): Promise<DomainSchema> {
  loading ??= fetch('./domainSchema.json').then((answer) => answer.json());
  loading.catch(() => (loading = undefined));
  return loading;
}

/** undefined until it is there; an editor works without it. */
export function useDomainSchema(): DomainSchema | undefined {
  const [loaded, setLoaded] = useState<DomainSchema>();
  useEffect(() => {
    let gone = false;
    loadDomainSchema().then(
      (found) => {
        if (!gone) setLoaded(found);
      },
      (thrown: unknown) => showFailure(thrown),
    );
    return () => {
      gone = true;
    };
  }, []);
  return loaded;
}
