/** What a host and its hypervisors can do: documents that don't change while the daemon runs, so each is read once per connection. */
import { readCapabilitiesXml, type Capabilities } from '../../../shared/model/capabilities.ts';
import { readDomainCapabilities, type DomainCapabilities } from '../../../shared/model/domainCapabilities.ts';
import { procedures, type Connection } from '../../libvirt/index.ts';
import type { HostSession } from '../session.ts';

/** The guest that is asked about; what is absent the host chooses. */
export interface GuestKind {
  readonly arch?: string | undefined;
  readonly machine?: string | undefined;
  readonly type?: string | undefined;
  readonly emulator?: string | undefined;
}

/** Answers by what was asked, forgotten with the connection they came by. */
class Answers<T> {
  readonly #kept = new WeakMap<Connection, Map<string, Promise<T>>>();

  of(connection: Connection, question: string, ask: () => Promise<T>): Promise<T> {
    const answers = this.#kept.get(connection) ?? new Map<string, Promise<T>>();
    this.#kept.set(connection, answers);
    const kept = answers.get(question);
    if (kept !== undefined) return kept;
    const answer = ask();
    answers.set(question, answer);
    answer.catch(() => answers.delete(question));
    return answer;
  }
}

const hostAnswers = new Answers<Capabilities>();
const domainAnswers = new Answers<DomainCapabilities>();

/** @throws AppError `notSupported` where the driver has none */
export async function capabilitiesOf(session: HostSession): Promise<Capabilities> {
  const slow = await session.lane('slow');
  return await hostAnswers.of(slow, '', async () => {
    const { capabilities } = await slow.call(procedures.connectGetCapabilities, {});
    return readCapabilitiesXml(capabilities);
  });
}

/** @throws AppError `notSupported` where the driver has none, `invalidArgument` for a guest this host can't have */
export async function domainCapabilitiesOf(session: HostSession, kind: GuestKind): Promise<DomainCapabilities> {
  const slow = await session.lane('slow');
  const { arch, machine, type: virttype, emulator: emulatorbin } = kind;
  return await domainAnswers.of(slow, JSON.stringify([arch, machine, virttype, emulatorbin]), async () => {
    const args = { arch, machine, virttype, emulatorbin, flags: 0 };
    const { capabilities } = await slow.call(procedures.connectGetDomainCapabilities, args);
    return readDomainCapabilities(capabilities);
  });
}
