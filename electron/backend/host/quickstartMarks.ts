/** What `npm run quickstart` found out about this machine's daemons; see build/quickstart/mark.ts. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { domainTypes, type HostConfig } from '../../../shared/model/host.ts';

const marks = z.record(z.string(), z.object({ defaultDomainType: z.enum(domainTypes).optional() })).catch({});
/** By URI. */
export type QuickstartMarks = z.infer<typeof marks>;

/** A file that is missing or broken is a hint less, not an error. */
export async function readQuickstartMarks(dataDir: string): Promise<QuickstartMarks> {
  const text = await readFile(join(dataDir, 'quickstart.json'), 'utf8').catch(() => '{}');
  try {
    return marks.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

/** The configuration with what quickstart found out about its daemon, whenever that host was added. */
export function withMark<T extends Pick<HostConfig, 'uri' | 'defaultDomainType'>>(
  config: T,
  found: QuickstartMarks,
): T {
  const defaultDomainType = config.defaultDomainType ?? found[config.uri]?.defaultDomainType;
  return defaultDomainType === undefined ? config : { ...config, defaultDomainType };
}
