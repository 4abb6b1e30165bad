import { useEffect, useState } from 'react';
import type { DefinitionText } from '../../shared/model/definitionText.ts';
import { domainKey, type DomainRef, type XmlKind } from '../../shared/model/domain.ts';
import { api } from '../backend.ts';
import { useDomain, useHost } from '../store/inventory.ts';
import { useLoaded, type Loaded } from './loaded.ts';

/** libvirt has no event for much of what other programs change in a definition (memory, attached devices): what is looked at is asked for. */
const LOOK_AGAIN_MS = 5000;

/** A domain's XML, asked for again whenever the domain, its state or its host's connection changed, and every few seconds. */
export function useDefinition(ref: DomainRef, kind: XmlKind): readonly [Loaded<DefinitionText>, () => void] {
  const { host, uuid } = ref;
  const key = domainKey(ref);
  const domain = useDomain(ref);
  const connected = useHost(host)?.status.kind === 'connected';
  const round = useRounds(LOOK_AGAIN_MS, connected);
  const version = [domain?.definition?.xmlHash, domain?.state, domain?.name, connected, round].join(' ');
  return useLoaded(`${key} ${kind}`, version, (signal) => api.domain.definition({ host, uuid, kind }, { signal }));
}

/** Counts up every `everyMs`, while the page is seen and `on`. */
function useRounds(everyMs: number, on: boolean): number {
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) setRound((before) => before + 1);
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, on]);
  return round;
}
