/** What a domain's definition says: its top-level properties, and the short forms that lists, consoles and deletion need. */
import type { Consoles, GraphicsConsole } from './console.ts';
import type { DomainSummary } from './domain.ts';
import { attribute, flag, list, readAll, records, scaled, text, type Values } from '../xml/property.ts';
import { hexadecimal, integer, oneOf, onOff, string, yesNo } from '../xml/codec.ts';
import { parseXml } from '../xml/parse.ts';

/** @throws AppError `invalidArgument` when the text is no XML */
export function summarize(xml: string, xmlHash: string): DomainSummary {
  throw new Error('not yet');
}
export function consolesOf(xml: string, active: boolean): Consoles {
  throw new Error('not yet');
}
/** Paths (or network names) of all disk sources. */
export function diskPaths(xml: string): readonly string[] {
  throw new Error('not yet');
}
