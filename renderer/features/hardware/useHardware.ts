import { useMemo } from 'react';
import type { DefinitionText } from '../../../shared/model/definitionText.ts';
import { toErrorData } from '../../../shared/errors.ts';
import { isActive, type DomainRef } from '../../../shared/model/domain.ts';
import type { DomainEdits } from '../../../shared/model/domainEdit.ts';
import { useDefinition } from '../../nouns/definition.ts';
import type { Loaded } from '../../nouns/loaded.ts';
import { usePlannedEdits } from '../../store/edits.ts';
import { useDomain } from '../../store/inventory.ts';
import { hardwareOf, type Hardware, type HardwareTexts } from './hardware.ts';

interface LoadedHardware {
  readonly hardware: Hardware;
  /** Where the text came from: a host that is away answers with what was kept. */
  readonly definition: DefinitionText;
}

/** The hardware of a domain with what is planned; read again as its definition changes. */
export function useHardware(ref: DomainRef): readonly [Loaded<LoadedHardware>, () => void] {
  const domain = useDomain(ref);
  const active = domain !== undefined && isActive(domain);
  const persistent = domain?.persistent !== false;
  const edits = usePlannedEdits(ref);
  const [next, reload] = useDefinition(ref, persistent ? 'persistent' : 'live');
  const [live] = useDefinition(ref, active ? 'live' : 'persistent');
  const definition = next.kind === 'loaded' ? next.value : undefined;
  const running = active && live.kind === 'loaded' && live.value.from === 'host' ? live.value.xml : undefined;
  const waiting = active && live.kind === 'loading';
  const hardware = useMemo(
    () =>
      definition === undefined || waiting
        ? undefined
        : attempt({ next: definition.xml, live: running, persistent }, edits),
    [definition, running, waiting, persistent, edits],
  );
  if (next.kind === 'failed') return [next, reload];
  if (hardware === undefined || definition === undefined) return [{ kind: 'loading' }, reload];
  if (hardware.kind !== 'loaded') return [hardware, reload];
  return [{ kind: 'loaded', value: { hardware: hardware.value, definition } }, reload];
}

function attempt(texts: HardwareTexts, edits: DomainEdits): Loaded<Hardware> {
  try {
    return { kind: 'loaded', value: hardwareOf(texts, edits) };
  } catch (thrown) {
    return { kind: 'failed', error: toErrorData(thrown) };
  }
}
