/** Who uses something of a host, by the definitions of its domains that were seen last: asks the host nothing, and is good for showing. */
import type { XmlElement } from '../../../shared/xml/element.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import type { HostSession } from '../session.ts';
import { sideBySide } from './listing.ts';

/**
 * Names of the domains whose definition names it, in order.
 * @param name as it stands there: parsed are only those whose text holds it, which of a thousand are few
 */
export async function domainsNaming(
  session: HostSession,
  name: string,
  isNamed: (definition: XmlElement) => boolean,
): Promise<readonly string[]> {
  // What is written in another way in XML can't be looked for in the text.
  const isPlain = /^[\w.:/-]+$/.test(name);
  const users = await sideBySide([...session.records('domain')], async ({ uuid, name: domain }) => {
    const xml = await session.definition({ kind: 'domain', id: uuid }, 'persistent');
    if (xml === undefined || (isPlain && !xml.includes(name))) return [];
    return isNamed(parseXml(xml).root) ? [domain] : [];
  });
  return users.flat().toSorted();
}

/** Whether an element of this name, anywhere below, has the attribute with this value. */
export const hasElement = (element: XmlElement, name: string, attribute: string, value: string): boolean =>
  element.children.some(
    (child) =>
      (child.name === name && child.attribute(attribute) === value) || hasElement(child, name, attribute, value),
  );
