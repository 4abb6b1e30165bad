/** The definition of an object as text: from its host; while that is away, what was seen last. Passwords are never in it. */
import { appError } from '../../../shared/errors.ts';
import type { DefinitionText } from '../../../shared/model/definitionText.ts';
import type { HostedRef, HostSession } from '../session.ts';

/**
 * @param read asks the host
 * @throws AppError `hostNotConnected` when the host is away and no version is kept; what `read` throws
 */
export async function definitionText(
  session: HostSession,
  of: HostedRef,
  read: () => Promise<{ readonly xml: string }>,
): Promise<DefinitionText> {
  if (session.status.kind === 'connected') return { xml: (await read()).xml, from: 'host', readAt: Date.now() };
  return lastDefinition(session, of, await session.definition(of, 'persistent'));
}

/** @param xml the last version that was seen */
export function lastDefinition(session: HostSession, { kind, id }: HostedRef, xml: string | undefined): DefinitionText {
  if (xml !== undefined) return { xml, from: 'store', readAt: session.lastSeen ?? 0 };
  throw appError('hostNotConnected', 'the definition was never read', {
    object: { kind, name: session.record(kind, id)?.name ?? id },
    host: session.config.name,
    params: { host: session.config.name },
  });
}
