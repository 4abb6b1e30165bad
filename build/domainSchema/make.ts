/**
 * node build/domainSchema/make.ts [FOLDER]: makes assets/domainSchema.json from libvirt's RELAX NG schema of domains (LGPL-2.1+) and the
 * sentences in docs.json. Run by hand when a newer libvirt is there; FOLDER is its schemas folder, /usr/share/libvirt/schemas else.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileRelaxNg } from '../../shared/xml/relaxNg.ts';
import type { Schema } from '../../shared/xml/schema.ts';
import { fail, say } from '../machine/say.ts';

const [, , folder = '/usr/share/libvirt/schemas'] = process.argv;

/** By the end of a path: `disk/driver@cache` is that attribute of each `driver` in a `disk`. */
type Docs = Readonly<Record<string, { readonly en: string; readonly zh: string }>>;

/** Sentences about what the schema doesn't have would never be read. */
function strayDocs(schema: Schema, docs: Docs): readonly string[] {
  const known = new Set<string>();
  for (const { name, attributes = {}, children = {} } of schema.elements) {
    known.add(name);
    for (const attribute of Object.keys(attributes)) known.add(`${name}@${attribute}`);
    for (const child of Object.keys(children)) known.add(`${name}/${child}`);
  }
  return Object.keys(docs).filter((key) => {
    const [path = '', attribute] = key.split('@');
    const steps = path.split('/');
    const pairs = steps.slice(1).map((step, at) => `${steps[at]}/${step}`);
    const last = attribute === undefined ? steps.at(-1) : `${steps.at(-1)}@${attribute}`;
    return ![...pairs, last ?? ''].every((part) => known.has(part));
  });
}

const schema = compileRelaxNg('domain.rng', (file) => readFileSync(join(folder, file), 'utf8'));
const docs: Docs = JSON.parse(readFileSync(join(import.meta.dirname, 'docs.json'), 'utf8'));
const stray = strayDocs(schema, docs);
if (stray.length > 0) fail(`docs.json explains what the schema doesn't have: ${stray.join(', ')}`);
const lines = (list: readonly unknown[]): string => list.map((each) => JSON.stringify(each)).join(',\n');
const { elements, types, ...rest } = schema;
const text = [
  `{"schema":{"elements":[\n${lines(elements)}\n],"types":[\n${lines(types)}\n],${JSON.stringify(rest).slice(1)},`,
  `"docs":{\n${Object.entries(docs)
    .map(([key, words]) => `${JSON.stringify(key)}:${JSON.stringify(words)}`)
    .join(',\n')}\n}}\n`,
].join('\n');
JSON.parse(text);
writeFileSync(join(import.meta.dirname, '../../assets/domainSchema.json'), text);
say(`${elements.length} elements, ${types.length} types, ${Object.keys(docs).length} sentences`);
