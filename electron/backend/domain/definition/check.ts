/**
 * Asks a host what it says of a definition without defining it: its own schema, where its files can be read, and libvirt's parser
 * with all that the hypervisor's driver checks of a definition (virConnectDomainXMLToNative makes the command line and forgets it).
 */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError, type ErrorData } from '../../../../shared/errors.ts';
import type { DefinitionCheck, HostFault } from '../../../../shared/model/definitionCheck.ts';
import { parseXml } from '../../../../shared/xml/parse.ts';
import { includesOf } from '../../../../shared/xml/relaxNg.ts';
import { parseUri, procedures } from '../../../libvirt/index.ts';
import type { HostSession } from '../../session.ts';
import { validateRelaxNg, type Grammar } from './relaxNgValidator.ts';

/** Where distributions install them; only this machine's can be read. */
const folders = ['/usr/share/libvirt/schemas', '/usr/local/share/libvirt/schemas'];

/** @throws AppError `invalidArgument` when the text is no XML, `hostNotConnected`, and what ends a connection */
export async function checkDefinition(session: HostSession, xml: string): Promise<DefinitionCheck> {
  parseXml(xml);
  const [grammar, parsed] = await Promise.all([readGrammar(session), askParser(session, xml)]);
  const invalid = grammar === undefined ? [] : await validateRelaxNg(grammar, xml);
  return { schema: grammar === undefined ? 'unreadable' : 'host', faults: [...invalid, ...parsed] };
}

const nativeFormats: Readonly<Record<string, string>> = { qemu: 'qemu-argv', xen: 'xen-xl' };

async function askParser(session: HostSession, xml: string): Promise<readonly HostFault[]> {
  const nativeFormat = nativeFormats[parseUri(session.config.uri).driver];
  if (nativeFormat === undefined) return [];
  const lane = await session.lane('control');
  try {
    await lane.call(procedures.connectDomainXmlToNative, { nativeFormat, domainXml: xml, flags: 0 });
    return [];
  } catch (thrown) {
    if (!(thrown instanceof AppError) || !isRefusal(thrown.data)) throw thrown;
    return [{ by: 'libvirt', message: thrown.data.libvirt?.message ?? thrown.message }];
  }
}

/** libvirt answered, and the answer is about the text; a connection that broke is no fault of it. */
const isRefusal = ({ libvirt }: ErrorData): boolean => libvirt !== undefined;

const grammars = new Map<string, Promise<Grammar | undefined>>();

function readGrammar(session: HostSession): Promise<Grammar | undefined> {
  if (parseUri(session.config.uri).transport !== 'unix') return Promise.resolve(undefined);
  const key = session.config.uri;
  const known = grammars.get(key);
  if (known !== undefined) return known;
  const reading = firstGrammar();
  grammars.set(key, reading);
  return reading;
}

async function firstGrammar(): Promise<Grammar | undefined> {
  for (const folder of folders) {
    const files = await readFiles(folder, 'domain.rng').catch(() => undefined);
    if (files !== undefined) return { main: 'domain.rng', files };
  }
  return undefined;
}

/** A file with all that it includes, by name. */
async function readFiles(folder: string, main: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const waiting = [main];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (files.has(name)) continue;
    const text = await readFile(join(folder, basename(name)), 'utf8');
    files.set(name, text);
    waiting.push(...includesOf(parseXml(text).root));
  }
  return files;
}
