/** What is known of a host's machine and hypervisor. */
import { parseCapabilities } from '../../../shared/model/hostXml.ts';
import type { HostCapabilities, HostFacts } from '../../../shared/model/host.ts';
import { procedures, type Connection } from '../../libvirt/index.ts';

/** libvirt packs versions as major * 1,000,000 + minor * 1000 + release. */
export function versionText(packed: bigint): string {
  const version = Number(packed);
  return `${Math.floor(version / 1_000_000)}.${Math.floor(version / 1000) % 1000}.${version % 1000}`;
}

/** Side by side; what a driver hasn't got is left out. */
export async function readFacts(connection: Connection): Promise<HostFacts> {
  const optional = <T>(asked: Promise<T>): Promise<T | undefined> => asked.catch(() => undefined);
  const [{ hostname }, { type }, { libVer }, hypervisor, node] = await Promise.all([
    connection.call(procedures.connectGetHostname, {}),
    connection.call(procedures.connectGetType, {}),
    connection.call(procedures.connectGetLibVersion, {}),
    optional(connection.call(procedures.connectGetVersion, {})),
    connection.call(procedures.nodeGetInfo, {}),
  ]);
  return {
    hostname,
    hypervisor: type,
    libvirtVersion: versionText(libVer),
    ...(hypervisor && hypervisor.hvVer > 0n && { hypervisorVersion: versionText(hypervisor.hvVer) }),
    daemonUri: connection.uri,
    cpu: {
      model: node.model,
      mhz: node.mhz,
      threads: node.cpus,
      nodes: node.nodes,
      sockets: node.sockets,
      coresPerSocket: node.cores,
      threadsPerCore: node.threads,
    },
    memoryKiB: Number(node.memory),
  };
}

/** Takes seconds: the daemon asks every emulator what it can do. */
export async function readCapabilities(slow: Connection): Promise<HostCapabilities> {
  const { capabilities } = await slow.call(procedures.connectGetCapabilities, {});
  return parseCapabilities(capabilities, Date.now());
}
