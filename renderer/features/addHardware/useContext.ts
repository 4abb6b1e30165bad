/** What a new device of a domain is fitted to: its definition with what is planned, and what the host offers. */
import { useMemo } from 'react';
import { toErrorData } from '../../../shared/errors.ts';
import { isActive, type DomainRef } from '../../../shared/model/domain.ts';
import type { DomainEdits } from '../../../shared/model/domainEdit.ts';
import type { DomainCapabilities } from '../../../shared/model/domainCapabilities.ts';
import { editDefinition } from '../../../shared/model/editDefinition.ts';
import type { EditedDomain } from '../../../shared/model/editPlan.ts';
import type { NewDeviceContext } from '../../../shared/model/newDevice/context.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { api } from '../../backend.ts';
import { useDefinition } from '../../nouns/definition.ts';
import { useLoaded, type Loaded } from '../../nouns/loaded.ts';
import { usePlannedEdits } from '../../store/edits.ts';
import { useDomain, useHost } from '../../store/inventory.ts';

export interface AddingContext {
  readonly context: NewDeviceContext;
  /** As the host has it, without what is planned. */
  readonly definitions: EditedDomain;
  readonly running: boolean;
}

export function useAddingContext(ref: DomainRef): readonly [Loaded<AddingContext>, () => void] {
  const domain = useDomain(ref);
  const running = domain !== undefined && isActive(domain);
  const persistent = domain?.persistent !== false;
  const edits = usePlannedEdits(ref);
  const [next, reload] = useDefinition(ref, persistent ? 'persistent' : 'live');
  const [live] = useDefinition(ref, running ? 'live' : 'persistent');
  const nextXml = next.kind === 'loaded' ? next.value.xml : undefined;
  const liveXml = running && live.kind === 'loaded' ? live.value.xml : undefined;
  const libvirtVersion = useHost(ref.host)?.facts?.libvirtVersion;
  const capabilities = useCapabilities(ref, nextXml);
  const loaded = useMemo((): Loaded<AddingContext> => {
    if (nextXml === undefined || capabilities.kind === 'loading') return { kind: 'loading' };
    const definitions = {
      ...(persistent && { persistent: nextXml }),
      ...(liveXml !== undefined && { live: liveXml }),
    };
    return withPlanned(nextXml, edits, (root) => ({
      context: {
        root,
        libvirtVersion,
        // A host that can't tell what it offers holds nothing to be missing.
        ...(capabilities.kind === 'loaded' && { capabilities: capabilities.value }),
      },
      definitions,
      running,
    }));
  }, [nextXml, liveXml, persistent, running, edits, libvirtVersion, capabilities]);
  return [next.kind === 'failed' ? next : loaded, reload];
}

function withPlanned(
  xml: string,
  edits: DomainEdits,
  make: (root: NewDeviceContext['root']) => AddingContext,
): Loaded<AddingContext> {
  try {
    const { root } = parseXml(xml);
    editDefinition(root, edits, { force: true });
    return { kind: 'loaded', value: make(root) };
  } catch (thrown) {
    return { kind: 'failed', error: toErrorData(thrown) };
  }
}

/** Of the hypervisor, for a guest of this type, architecture and machine. */
function useCapabilities({ host, uuid }: DomainRef, xml: string | undefined): Loaded<DomainCapabilities> {
  const asked = useMemo(() => (xml === undefined ? undefined : kindOf(xml)), [xml]);
  const [loaded] = useLoaded(`${host} ${uuid}`, JSON.stringify(asked), async (signal) =>
    asked === undefined ? undefined : await api.host.domainCapabilities({ host, ...asked }, { signal }),
  );
  if (loaded.kind !== 'loaded') return loaded;
  return loaded.value === undefined ? { kind: 'loading' } : { kind: 'loaded', value: loaded.value };
}

function kindOf(xml: string): { readonly type?: string; readonly arch?: string; readonly machine?: string } {
  const { root } = parseXml(xml);
  const os = root.child('os')?.child('type');
  const [type, arch, machine] = [root.attribute('type'), os?.attribute('arch'), os?.attribute('machine')];
  return {
    ...(type !== undefined && { type }),
    ...(arch !== undefined && { arch }),
    ...(machine !== undefined && { machine }),
  };
}
