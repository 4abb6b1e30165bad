/** Bytes of a domain's consoles: RFB through the host's transport, serial lines through a libvirt stream. */
import type { console } from '../../../shared/api/console.ts';
import { appError, toErrorData } from '../../../shared/errors.ts';
import { isActive, type DomainRef } from '../../../shared/model/domain.ts';
import { consolesOf, graphicsTarget, type GraphicsTarget } from '../../../shared/model/domainXml.ts';
import { graphics } from '../../../shared/model/devices/graphics.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { enums, procedures } from '../../libvirt/index.ts';
import type { ForwardTarget } from '../../libvirt/transport/transport.ts';
import { pipeDuplex, pipeStream } from './pipes.ts';
import { domainTarget, type DomainTarget } from '../domain/target.ts';
import type { Sessions } from '../session.ts';
import { isLibvirt } from '../calls/libvirtErrors.ts';

const { virDomainXMLFlags, virDomainConsoleFlags } = enums;

export function consoleHandlers({ sessions }: { readonly sessions: Sessions }): NounHandlers<typeof console> {
  return {
    list: async (ref) => {
      const target = domainTarget(sessions, ref);
      return consolesOf((await readLive(target)).xml, isActive(target.domain));
    },
    vnc: ({ index, ...ref }, { signal }) => openVnc(sessions, ref, index, signal),
    serial: ({ alias, force, ...ref }, { signal }) => openSerial(sessions, ref, alias, force, signal),
  };
}

async function openVnc(sessions: Sessions, ref: DomainRef, index: number, signal: AbortSignal) {
  const target = domainTarget(sessions, ref);
  const { session, object } = target;
  const { xml } = await readWithPasswords(target);
  const found = consolesOf(xml, isActive(target.domain)).graphics[index];
  if (found === undefined) throw appError('notFound', `no graphics device ${index}`, { object, params: { index } });
  const element = parseXml(xml).root.child('devices')?.childrenNamed('graphics')[index];
  const place = element === undefined ? undefined : forwardTarget(graphicsTarget(element));
  if (found.why !== undefined || element === undefined || place === undefined) {
    throw appError('notSupported', `this graphics device can't be shown: ${found.why ?? 'listenNone'}`, {
      object,
      params: { why: found.why ?? 'listenNone', type: found.type },
    });
  }
  const socket = await session.forward(place, { signal });
  const password = graphics.password.get(element);
  return {
    opened: password === undefined ? {} : { password },
    connect: pipeDuplex(socket, signal),
  };
}

/** Seen from the host itself: what listens everywhere, or nowhere in particular, is on its loopback. */
export function forwardTarget(target: GraphicsTarget): ForwardTarget | undefined {
  switch (target.kind) {
    case 'unix':
      return { kind: 'unix', path: target.path };
    case 'tcp': {
      const everywhere = target.address === '' || target.address === '0.0.0.0' || target.address === '::';
      return { kind: 'tcp', host: everywhere ? '127.0.0.1' : target.address, port: target.port };
    }
    case 'none':
      return undefined;
    default:
      return target satisfies never;
  }
}

async function readLive({ session, dom }: DomainTarget, flags = 0): Promise<{ readonly xml: string }> {
  const lane = await session.lane('control');
  return await lane.call(procedures.domainGetXmlDesc, { dom, flags });
}

/** With the VNC password where this connection may read it; without on a read-only one. */
async function readWithPasswords(target: DomainTarget): Promise<{ readonly xml: string }> {
  try {
    return await readLive(target, virDomainXMLFlags.VIR_DOMAIN_XML_SECURE);
  } catch (thrown) {
    if (!isLibvirt(thrown, 'OPERATION_DENIED', 'ACCESS_DENIED')) throw thrown;
    return await readLive(target);
  }
}

async function openSerial(sessions: Sessions, ref: DomainRef, alias: string, force: boolean, signal: AbortSignal) {
  const { session, dom, object } = domainTarget(sessions, ref);
  const lane = await session.streamLane(signal);
  try {
    const flags = force ? virDomainConsoleFlags.VIR_DOMAIN_CONSOLE_FORCE : 0;
    const { stream } = await lane.openStream(procedures.domainOpenConsole, { dom, devName: alias, flags }, { signal });
    return { opened: {}, connect: pipeStream(stream, () => lane.close(), signal) };
  } catch (thrown) {
    await lane.close();
    // The only OPERATION_FAILED that opening without force can give: "Active console session exists" (qemuDomainOpenConsole).
    if (!force && isLibvirt(thrown, 'OPERATION_FAILED')) {
      throw appError('busy', 'somebody else has this console', {
        object,
        params: { alias },
        cause: toErrorData(thrown),
      });
    }
    // "character device serial0 is not using a PTY": waiting doesn't change that.
    if (isLibvirt(thrown, 'INTERNAL_ERROR', 'NO_SUPPORT', 'OPERATION_UNSUPPORTED')) {
      throw appError('notSupported', 'this device gives no stream', {
        object,
        raw: toErrorData(thrown).message,
        cause: toErrorData(thrown),
      });
    }
    throw thrown;
  }
}
