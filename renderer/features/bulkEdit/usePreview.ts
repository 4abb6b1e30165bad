/** Plans the same change for many VMs, a few at a time, as it is typed. */
import { useEffect, useState } from 'react';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import { bulkChanges, bulkEdits, bulkValues, type BulkChange, type BulkField } from '../../../shared/model/bulkEdit.ts';
import { domainKey, type DomainRef } from '../../../shared/model/domain.ts';
import type { DomainEdit, EditValue } from '../../../shared/model/domainEdit.ts';
import type { EditPlan } from '../../../shared/model/editPlan.ts';
import { api } from '../../backend.ts';

export type Preview =
  | { readonly kind: 'planning' }
  /** No new value was said yet; these are the old ones. */
  | { readonly kind: 'read'; readonly values: readonly EditValue[] }
  | { readonly kind: 'same' }
  | {
      readonly kind: 'planned';
      readonly changes: readonly BulkChange[];
      readonly edits: DomainEdit[];
      readonly plan: EditPlan;
    }
  | { readonly kind: 'failed'; readonly error: ErrorData };

/** Asked of the hosts side by side. */
const AT_ONCE = 4;
/** Not for every key that is pressed. */
const CALM_MS = 300;

export interface BulkChoice {
  readonly field: BulkField;
  /** Undefined: not said yet. */
  readonly value: EditValue | undefined;
  readonly nextStartOnly: boolean;
}

/** By `domainKey`; what isn't there yet is being planned. */
export function usePreview(domains: readonly DomainRef[], choice: BulkChoice): ReadonlyMap<string, Preview> {
  const [previews, setPreviews] = useState<ReadonlyMap<string, Preview>>(new Map());
  const subject = JSON.stringify([domains, choice]);
  useEffect(() => {
    const asking = new AbortController();
    const [refs, asked]: [readonly DomainRef[], BulkChoice] = [domains, choice];
    setPreviews(new Map());
    const timer = setTimeout(() => {
      const rest = [...refs];
      const work = async (): Promise<void> => {
        for (let ref = rest.shift(); ref !== undefined; ref = rest.shift()) {
          const key = domainKey(ref);
          const preview = await previewOf(ref, asked, asking.signal);
          if (asking.signal.aborted) return;
          setPreviews((before) => new Map([...before, [key, preview]]));
        }
      };
      for (let worker = 0; worker < AT_ONCE; worker++) void work();
    }, CALM_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
    // `subject` says all of what `domains` and `choice` say, and stays the same while they do.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [subject]);
  return previews;
}

async function previewOf(
  ref: DomainRef,
  { field, value, nextStartOnly }: BulkChoice,
  signal: AbortSignal,
): Promise<Preview> {
  const { host, uuid } = ref;
  try {
    const { xml } = await api.domain.definition({ host, uuid, kind: 'persistent' }, { signal });
    if (value === undefined) return { kind: 'read', values: bulkValues(xml, field).map(({ from }) => from) };
    const changes = bulkChanges(xml, field, value);
    if (changes.length === 0) return { kind: 'same' };
    const edits = bulkEdits(changes, field.property);
    const plan = await api.domain.planEdits({ host, uuid, edits, nextStartOnly, force: false }, { signal });
    return { kind: 'planned', changes, edits, plan };
  } catch (thrown) {
    return { kind: 'failed', error: toErrorData(thrown) };
  }
}
