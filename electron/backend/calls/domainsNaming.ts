/** Who uses something of a host, by the definitions of its domains that were seen last: asks the host nothing, and is good for showing. */
import type { XmlElement } from '../../../shared/xml/element.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import type { HostSession } from '../session.ts';
import { sideBySide } from './listing.ts';

/** Names of the domains whose definition names it, in order. */
export async function domainsNaming(
  session: HostSession,
  isNamed: (definition: XmlElement) => boolean,
): Promise<readonly string[]> {
  const users = await sideBySide([...session.records('domain')], async ({ uuid, name }) => {
    const xml = await session.definition({ kind: 'domain', id: uuid }, 'persistent');
    return xml !== undefined && isNamed(parseXml(xml).root) ? [name] : [];
  });
  return users.flat().toSorted();
}

/** Whether an element of this name, anywhere below, has the attribute with this value. */
export const hasElement = (element: XmlElement, name: string, attribute: string, value: string): boolean =>
  element.children.some(
    (child) =>
      (child.name === name && child.attribute(attribute) === value) || hasElement(child, name, attribute, value),
  );
