/** A domain's screen, now. */
import type { Screenshot } from '../../../shared/api/domain.ts';
import { appError, toErrorData } from '../../../shared/errors.ts';
import { video } from '../../../shared/model/devices/video.ts';
import { domainKey } from '../../../shared/model/domain.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { procedures, type Connection, type LibvirtStream } from '../../libvirt/index.ts';
import type { DomainTarget } from './target.ts';
import { isLibvirt } from '../calls/libvirtErrors.ts';
import { pngFromPpm } from './png.ts';

/** An 8K screen as a pixmap has 95 MiB; what is shown here is smaller. */
const MAX_BYTES = 32 * 1024 * 1024;
const LIMIT_MS = 15_000;

/** Takes one picture at a time of each domain; who asks meanwhile gets the same. */
export class Screenshots {
  readonly #taking = new Map<string, Promise<Screenshot>>();

  /** @throws AppError `notSupported` where there is no screen */
  take(target: DomainTarget): Promise<Screenshot> {
    const key = domainKey(target.domain);
    const running = this.#taking.get(key);
    if (running !== undefined) return running;
    const taking = takeScreenshot(target).finally(() => this.#taking.delete(key));
    this.#taking.set(key, taking);
    return taking;
  }
}

async function takeScreenshot({ session, dom, object }: DomainTarget): Promise<Screenshot> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  const lane = await session.streamLane(signal);
  try {
    const { reply, stream } = await lane.openStream(
      procedures.domainScreenshot,
      { dom, screen: 0, flags: 0 },
      { signal },
    );
    const bytes = await readAll(stream);
    await stream.finish();
    // image/png since QEMU 7.1, a pixmap before.
    return reply.mime === 'image/png'
      ? { mime: reply.mime, bytes }
      : { mime: 'image/png', bytes: await pngFromPpm(bytes) };
  } catch (thrown) {
    if (await meansNoScreen(thrown, lane, dom)) {
      throw appError('notSupported', 'the domain has no screen', {
        operation: 'domain.screenshot',
        object,
        cause: toErrorData(thrown),
      });
    }
    throw thrown;
  } finally {
    await lane.close();
  }
}

/** QEMU's own refusal comes as VIR_ERR_INTERNAL_ERROR like any other fault of the monitor's: the definition decides. */
async function meansNoScreen(thrown: unknown, lane: Connection, dom: DomainTarget['dom']): Promise<boolean> {
  if (isLibvirt(thrown, 'NO_SUPPORT', 'OPERATION_UNSUPPORTED', 'INVALID_ARG')) return true;
  if (!isLibvirt(thrown, 'INTERNAL_ERROR')) return false;
  const { xml } = await lane.call(procedures.domainGetXmlDesc, { dom, flags: 0 });
  const cards = parseXml(xml).root.child('devices')?.childrenNamed('video') ?? [];
  return cards.every((card) => video.model.get(card) === 'none');
}

async function readAll(stream: LibvirtStream): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    if (chunk.kind !== 'data') continue;
    length += chunk.bytes.length;
    if (length > MAX_BYTES) throw appError('notSupported', `the screenshot is larger than ${MAX_BYTES} bytes`);
    chunks.push(chunk.bytes);
  }
  return Buffer.concat(chunks);
}
