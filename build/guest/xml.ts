export { el, type Child } from '../../shared/xml/build.ts';
export { serializeElement as toXml } from '../../shared/xml/serialize.ts';
