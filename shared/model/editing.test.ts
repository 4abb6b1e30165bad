/** Three hundred definitions that nobody's tool printed alike: read, edited and written with nothing else changed. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { seeded, type Random } from '../../test/fixtures/random.ts';
import { deviceTrials, domainTrials, type Change, type Trial } from '../../test/fixtures/tableTrials.ts';
import { variedDomain } from '../../test/fixtures/variedDomains.ts';
import { diffLines } from '../xml/diff.ts';
import type { XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse.ts';
import { serializeXml } from '../xml/serialize.ts';
import { deviceElements } from './devices/index.ts';

const seeds = Array.from({ length: 300 }, (_, seed) => seed);

/** A property of one element of a definition. */
interface Place {
  readonly element: XmlElement;
  readonly trial: Trial;
  /** Path of the element from the root, for saying where: `devices/disk[2]`. */
  readonly owner: string;
}

function placesOf(root: XmlElement): readonly Place[] {
  const counts = new Map<string, number>();
  const devices = deviceElements(root).flatMap((element) => {
    const position = (counts.get(element.name) ?? 0) + 1;
    counts.set(element.name, position);
    const owner = `devices/${element.name}[${position}]`;
    return (deviceTrials.get(element.name) ?? []).map((trial) => ({ element, trial, owner }));
  });
  return [...domainTrials.map((trial) => ({ element: root, trial, owner: '' })), ...devices];
}

const readAll = (places: readonly Place[]): readonly unknown[] =>
  places.map(({ element, trial }) => trial.get(element));

/** A flag and what stands in its element (`<hugepages>` and its pages) come and go together. */
const isBoundTo = (one: Place, other: Place): boolean =>
  one.element === other.element && (stands(one, other) || stands(other, one));
const stands = (inside: Place, flag: Place): boolean =>
  flag.trial.kind === 'flag' && inside.trial.path.startsWith(`${flag.trial.path}/`);

/** Tags, texts and comments, each with the path of the element that it belongs to: `domain/devices/disk[1]/driver`. */
function pieces(text: string): readonly string[] {
  const open: { readonly name: string; readonly counts: Map<string, number> }[] = [];
  const here = (): string => open.map(({ name }) => name).join('/');
  return [
    ...text.matchAll(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(?:[^>"']|"[^"]*"|'[^']*')*>|[^<]+/g),
  ].map(([piece]) => {
    const line = JSON.stringify(piece);
    if (piece.startsWith('</')) {
      const closed = here();
      open.pop();
      return `${closed} ${line}`;
    }
    const name = /^<([^\s/>!?]+)/.exec(piece)?.[1];
    if (name === undefined) return `${here()} ${line}`;
    const counts = open.at(-1)?.counts;
    const position = (counts?.get(name) ?? 0) + 1;
    counts?.set(name, position);
    // Only devices are told apart by position; within one, a path names all of that name.
    const label =
      open.length === 2 && open[1]?.name === 'devices' && name !== 'emulator' ? `${name}[${position}]` : name;
    open.push({ name: label, counts: new Map() });
    const opened = here();
    if (piece.endsWith('/>')) open.pop();
    return `${opened} ${line}`;
  });
}

/** Whether a piece at `path` may change when the property does: its element, those around it and, for records and flags, those in it. */
function mayChange(path: string, { owner, trial }: Place): boolean {
  const steps = trial.path
    .replaceAll(/\[@[^\]]*\]/g, '')
    .split('/')
    .filter((step) => step !== '.' && !step.startsWith('@'));
  const target = ['domain', ...(owner === '' ? [] : [owner]), ...steps].join('/');
  return (
    path === target ||
    target.startsWith(`${path}/`) ||
    (['records', 'flag'].includes(trial.kind) && path.startsWith(`${target}/`))
  );
}

const changedPaths = (before: string, after: string): readonly string[] =>
  diffLines(pieces(before).join('\n'), pieces(after).join('\n')).flatMap(({ kind, text }) =>
    kind === 'same' ? [] : [text.slice(0, text.indexOf(' '))],
  );

/** A value that was replaced is written back as it was; lists, records and sizes may be laid out anew (rows, units). */
const comesBackExactly = ({ trial }: Place, { before, after }: Change): boolean =>
  before !== undefined && after !== undefined && !['list', 'records', 'size', 'flag'].includes(trial.kind);

const nameOf = ({ element, trial }: Place): string => `${element.name}.${trial.name}`;

/** Properties that the definition has. */
const namesIn = (text: string): ReadonlySet<string> =>
  new Set(
    placesOf(parseXml(text).root).flatMap((place) =>
      place.trial.get(place.element) === undefined ? [] : nameOf(place),
    ),
  );

/** Which properties are edited in which definition: each in one that has it, and about as many in each. */
function dealt(names: readonly ReadonlySet<string>[]): readonly (readonly string[])[] {
  const hands = names.map((): string[] => []);
  for (const name of new Set(names.flatMap((each) => [...each]))) {
    const having = hands.filter((_hand, index) => names[index]?.has(name));
    having.toSorted((a, b) => a.length - b.length)[0]?.push(name);
  }
  return hands;
}

/** Changes one property and says what is not as it should be then; `name`: of one that the definition has. */
function faultsOfEdit(text: string, random: Random, name?: string): readonly string[] {
  const document = parseXml(text);
  const places = placesOf(document.root);
  const before = readAll(places);
  const wanted = places.filter(
    (place, index) => name === undefined || (nameOf(place) === name && before[index] !== undefined),
  );
  const place = random.pick(wanted);
  const change = place.trial.change(place.element, random);
  if (change === undefined) return [];
  const edited = serializeXml(document);
  const read = readAll(placesOf(parseXml(edited).root));
  const faults: string[] = [];
  for (const [index, each] of places.entries()) {
    const expected = each === place ? change.after : before[index];
    if (each !== place && isBoundTo(each, place)) continue;
    if (!isDeepStrictEqual(read[index], expected)) faults.push(`${each.owner} ${each.trial.name} reads otherwise`);
  }
  for (const path of changedPaths(text, edited)) if (!mayChange(path, place)) faults.push(`${path} changed`);
  change.undo();
  if (!isDeepStrictEqual(place.trial.get(place.element), change.before)) faults.push('does not read as before');
  if (comesBackExactly(place, change) && serializeXml(document) !== text) faults.push('is not written as before');
  return faults.map((fault) => `${place.owner} ${place.trial.name} (${place.trial.path}): ${fault}`);
}

describe('three hundred varied definitions', () => {
  const texts = seeds.map(variedDomain);
  const names = texts.map(namesIn);
  const hands = dealt(names);

  test('differ, and every property that there is is edited in one that has it', () => {
    expect(new Set(texts).size).toBe(seeds.length);
    const edited = new Set(hands.flat());
    const all = [...deviceTrials, ['domain', domainTrials] as const].flatMap(([kind, trials]) =>
      trials.map(({ name }) => `${kind}.${name}`),
    );
    expect(all.filter((name) => !edited.has(name))).toEqual([]);
  });

  test.each(seeds)('definition %i comes out byte for byte, and an edit changes what it names and no more', (seed) => {
    const text = texts[seed] ?? '';
    expect(serializeXml(parseXml(text))).toBe(text);
    const random = seeded(seed);
    // Those dealt to it are there; most of those picked at random are not.
    const edits = [...(hands[seed] ?? []), undefined, undefined];
    expect(edits.flatMap((name) => faultsOfEdit(text, random, name))).toEqual([]);
  });
});
