/**
 * Who uses which image of a host: domains by their definitions, images by what they are based on. All that is known is put together
 * here under every name an image goes by, so that nothing is taken for free because somebody calls it something else.
 */
import type { DomainImages } from './domainImages.ts';
import { fileName, normalPath } from './imagePath.ts';

export interface KnownVolume {
  readonly pool: string;
  readonly name: string;
  readonly key: string;
  readonly path: string;
  readonly capacityBytes: number;
  readonly allocationBytes: number;
  /** The image it is based on, as its header spells it. */
  readonly backingPath?: string;
  readonly backingFormat?: string;
}

export interface KnownDomain {
  readonly uuid: string;
  readonly name: string;
  readonly running: boolean;
  /** Of each of its definitions. */
  readonly images: readonly DomainImages[];
}

/** What might have told of a further user, and could not be looked at. */
export type Unlooked =
  /** `inactive`: libvirt knows nothing of what is in it. */
  | { readonly kind: 'pool'; readonly name: string; readonly why: 'inactive' | 'unread' }
  | { readonly kind: 'domain'; readonly name: string }
  /** In no pool, and no running domain has it: what it is based on stands in its header only. */
  | { readonly kind: 'image'; readonly name: string };

export interface ImageFacts {
  readonly volumes: readonly KnownVolume[];
  readonly domains: readonly KnownDomain[];
  /** Pools and domains. */
  readonly unlooked: readonly Unlooked[];
  /** Path, as it was spelled -> what names the file on the host whatever its path (device and inode); of those the host was asked for. */
  readonly files?: ReadonlyMap<string, string>;
}

export interface Dependents {
  /** Those that have the image or one that is based on it. */
  readonly domains: readonly KnownDomain[];
  /** Paths of images that are based on it, over any number of steps, and that none of these domains has. */
  readonly images: readonly string[];
}

export interface ImageUse {
  /** @param except UUID of a domain whose use, and whose images, don't count */
  dependents(name: string, except?: string): Dependents;
  /** The images based on it, over any number of steps. */
  above(name: string): readonly string[];
  /** Those of them that are directly based on it. */
  overlays(name: string): readonly string[];
  /** What the image is based on, nearest first. */
  beneath(name: string): readonly string[];
  /** The volume that the image is. */
  volume(name: string): KnownVolume | undefined;
  same(name: string, other: string): boolean;
  /** Images in use, by others than `except`, that have the same file name in another place: by a link they may be the same file. */
  namesakes(name: string, except?: string): readonly string[];
  readonly unlooked: readonly Unlooked[];
  /** Whether the host has told which paths lead to the same file. */
  readonly linksFollowed: boolean;
}

/** All at once: for few images. */
export function imageUse(facts: ImageFacts): ImageUse {
  const steps = imageUseSteps(facts);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

/** In small steps, for a host with thousands of them. */
export function* imageUseSteps(facts: ImageFacts): Generator<void, ImageUse, void> {
  const use = new Uses(facts);
  yield* use.learn();
  return use;
}

/** The names of each image, as a forest: every name leads to one that stands for all. */
class Names {
  readonly #up = new Map<string, string>();

  /** The name that stands for the image. */
  of(name: string): string {
    let at = normalPath(name);
    for (let up = this.#up.get(at); up !== undefined; up = this.#up.get(at)) at = up;
    return at;
  }

  /** `main` goes on standing for the image. */
  unite(main: string, other: string): void {
    const [one, two] = [this.of(main), this.of(other)];
    if (one !== two) this.#up.set(two, one);
  }
}

class Uses implements ImageUse {
  unlooked: readonly Unlooked[] = [];
  readonly linksFollowed: boolean;
  readonly #names = new Names();
  readonly #facts: ImageFacts;
  /** By path, and by pool and name. */
  readonly #named = new Map<string, KnownVolume>();
  /** By the name that stands for the image, like all that follow. */
  readonly #volumes = new Map<string, KnownVolume>();
  readonly #beneath = new Map<string, string>();
  readonly #above = new Map<string, Set<string>>();
  readonly #users = new Map<string, Set<KnownDomain>>();

  constructor(facts: ImageFacts) {
    this.#facts = facts;
    this.linksFollowed = facts.files !== undefined;
  }

  *learn(): Generator<void, void, void> {
    const { volumes, domains, unlooked } = this.#facts;
    yield* this.#learnNames();
    for (const volume of volumes) {
      this.#named.set(normalPath(volume.path), volume).set(`${volume.pool}/${volume.name}`, volume);
      this.#volumes.set(this.#names.of(volume.path), volume);
      if (volume.backingPath !== undefined) this.#base(volume.path, volume.backingPath);
      yield;
    }
    for (const domain of domains) {
      for (const images of domain.images) this.#learnDomain(domain, images);
      yield;
    }
    this.unlooked = [...unlooked, ...(yield* this.#unlookedImages())];
  }

  *#learnNames(): Generator<void, void, void> {
    const { volumes, files = new Map<string, string>() } = this.#facts;
    for (const { pool, name, key, path } of volumes) {
      this.#names.unite(path, key);
      this.#names.unite(path, `${pool}/${name}`);
      yield;
    }
    const byFile = new Map<string, string>();
    for (const [path, file] of files) {
      const first = byFile.get(file);
      if (first === undefined) byFile.set(file, path);
      else this.#names.unite(first, path);
      yield;
    }
  }

  #learnDomain(domain: KnownDomain, { names, chains }: DomainImages): void {
    for (const name of names) {
      const image = this.#names.of(name);
      this.#users.set(image, (this.#users.get(image) ?? new Set()).add(domain));
    }
    for (const { images } of chains) {
      images.forEach((image, at) => {
        const above = images[at - 1];
        if (above !== undefined) this.#base(above, image);
      });
    }
  }

  #base(image: string, backing: string): void {
    const [upper, lower] = [this.#names.of(image), this.#names.of(backing)];
    if (upper === lower) return;
    this.#beneath.set(upper, lower);
    this.#above.set(lower, (this.#above.get(lower) ?? new Set()).add(upper));
  }

  /** Images whose header nobody has read: neither a pool's volume, nor raw, nor told of by the definition of a running domain. */
  *#unlookedImages(): Generator<void, readonly Unlooked[], void> {
    const ends = new Map<string, boolean>();
    const note = (name: string, known: boolean): void => {
      const image = this.#names.of(name);
      ends.set(image, (ends.get(image) ?? false) || known);
    };
    for (const { backingPath, backingFormat } of this.#facts.volumes) {
      if (backingPath !== undefined) note(backingPath, backingFormat === 'raw');
      yield;
    }
    for (const { images: definitions } of this.#facts.domains) {
      for (const { images, ends: known } of definitions.flatMap(({ chains }) => chains))
        images.forEach((image, at) => note(image, at < images.length - 1 || known));
      yield;
    }
    return [...ends].flatMap(([image, known]) =>
      known || this.#volumes.has(image) ? [] : [{ kind: 'image' as const, name: image }],
    );
  }

  dependents(name: string, except?: string): Dependents {
    const own = this.#imagesOf(except);
    const start = this.#names.of(name);
    const domains = new Set<KnownDomain>();
    const images: string[] = [];
    for (const image of [start, ...this.above(start)]) {
      const users = [...(this.#users.get(image) ?? [])].filter(({ uuid }) => uuid !== except);
      for (const user of users) domains.add(user);
      if (image !== start && users.length === 0 && !own.has(image)) images.push(image);
    }
    return { domains: [...domains], images };
  }

  above(name: string): readonly string[] {
    const start = this.#names.of(name);
    const all = new Set([start]);
    // A set is walked in order of insertion, and what is added meanwhile is walked too.
    for (const image of all) for (const above of this.#above.get(image) ?? []) all.add(above);
    all.delete(start);
    return [...all];
  }

  overlays(name: string): readonly string[] {
    return [...(this.#above.get(this.#names.of(name)) ?? [])].map((image) => this.#volumes.get(image)?.path ?? image);
  }

  beneath(name: string): readonly string[] {
    const chain: string[] = [];
    const seen = new Set([this.#names.of(name)]);
    for (
      let at = this.#beneath.get(this.#names.of(name));
      at !== undefined && !seen.has(at);
      at = this.#beneath.get(at)
    ) {
      seen.add(at);
      chain.push(at);
    }
    return chain;
  }

  volume(name: string): KnownVolume | undefined {
    // First by the very name: keys that storage gives twice must not lead to another's volume.
    return this.#named.get(normalPath(name)) ?? this.#volumes.get(this.#names.of(name));
  }

  same(name: string, other: string): boolean {
    return this.#names.of(name) === this.#names.of(other);
  }

  namesakes(name: string, except?: string): readonly string[] {
    const image = this.#names.of(name);
    const file = fileName(image);
    if (file === undefined) return [];
    const own = this.#imagesOf(except);
    const { files } = this.#facts;
    const told = (path: string): boolean => files?.has(path) ?? false;
    const used = new Set([...this.#users.keys(), ...this.#above.keys()]);
    return [...used].filter(
      (other) => other !== image && !own.has(other) && fileName(other) === file && !(told(image) && told(other)),
    );
  }

  #imagesOf(uuid: string | undefined): ReadonlySet<string> {
    const domain = uuid === undefined ? undefined : this.#facts.domains.find((each) => each.uuid === uuid);
    const names = domain?.images.flatMap((images) => images.names) ?? [];
    return new Set(names.flatMap((name) => [this.#names.of(name), ...this.beneath(name)]));
  }
}
