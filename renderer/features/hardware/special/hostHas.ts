/** What the host says it has, for editors: read when one is shown, kept by the backend for as long as the connection stands. */
import type { Capabilities } from '../../../../shared/model/capabilities.ts';
import type { DomainCapabilities } from '../../../../shared/model/domainCapabilities.ts';
import { domain } from '../../../../shared/model/domainProperties.ts';
import type { HostId } from '../../../../shared/model/host.ts';
import { api } from '../../../backend.ts';
import { useLoaded, type Loaded } from '../../../nouns/loaded.ts';
import { useHost } from '../../../store/inventory.ts';
import type { PropertyForm } from '../form.ts';

/** Asked again when the host comes back. */
const useConnected = (host: HostId): string => useHost(host)?.status.kind ?? '';

export function useCapabilities({ ref: { host } }: PropertyForm): Loaded<Capabilities> {
  const status = useConnected(host);
  const [loaded] = useLoaded(host, status, (signal) => api.host.capabilities({ host }, { signal }));
  return loaded;
}

/** Of the machine that the domain is planned to be. */
export function useDomainCapabilities({
  ref: { host },
  hardware: { planned },
}: PropertyForm): Loaded<DomainCapabilities> {
  const status = useConnected(host);
  const [type, arch, machine, emulator] = [domain.type, domain.arch, domain.machine, domain.emulator].map((property) =>
    property.get(planned),
  );
  const kind = {
    host,
    ...(type !== undefined && { type }),
    ...(arch !== undefined && { arch }),
    ...(machine !== undefined && { machine }),
    ...(emulator !== undefined && { emulator }),
  };
  const subject = JSON.stringify(kind);
  const [loaded] = useLoaded(subject, status, (signal) => api.host.domainCapabilities(kind, { signal }));
  return loaded;
}

/** What there is of it by now. */
export const valueOf = <T>(loaded: Loaded<T>): T | undefined => (loaded.kind === 'loaded' ? loaded.value : undefined);
