/** Network filters (formatnwfilter), as far as an interface chooses one. */
import { integer, string } from '../xml/codec.ts';
import type { XmlElement } from '../xml/element.ts';
import { attribute, list, readAll, text } from '../xml/property.ts';

export const nwfilter = {
  name: attribute('@name', string),
  chain: attribute('@chain', string, { default: 'root' }),
  priority: attribute('@priority', integer),
  uuid: text('uuid', string),
  /** Filters that it is made of. */
  references: list('filterref/@filter', string),
};

export interface NwFilter {
  readonly name: string;
  readonly uuid: string;
  readonly chain: string;
  readonly references: readonly string[];
  /** Rules of its own. */
  readonly rules: number;
}

/** @param element the root of a filter's definition */
export function nwfilterFrom(element: XmlElement): NwFilter {
  const { name = '', uuid = '', chain = 'root', references = [] } = readAll(nwfilter, element);
  return { name, uuid, chain, references, rules: element.childrenNamed('rule').length };
}
