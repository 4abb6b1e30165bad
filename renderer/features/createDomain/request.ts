/** From what was said so far to the request that is planned, or to what is still missing. */
import { creationRequest, type CreationRequest } from '../../../shared/model/creation/creationRequest.ts';
import type { CreationProblem } from '../../../shared/model/creation/creationPlan.ts';
import type { CreationSource, ImageLocation } from '../../../shared/model/creation/sources.ts';
import { cloudInitOf, proposedPool, unattendedOf, type CreationDraft, type ImageDraft } from './draft.ts';
import { unattendedFaults, wrongAnswers } from './firstBoot/index.ts';
import { hardwareFaults } from './hardware/index.ts';
import { fileNameOf } from './names.ts';

/** What has to be said before anything can be planned; the words are `createDomain.missing.<id>`. */
export type MissingId =
  | 'image'
  | 'file'
  | 'url'
  | 'path'
  | 'tree'
  | 'xml'
  | 'disk'
  | 'pool'
  | 'host'
  | 'name'
  | 'hardware';

export type Asked =
  | { readonly kind: 'missing'; readonly missing: MissingId }
  | { readonly kind: 'invalid'; readonly problems: readonly CreationProblem[] }
  | { readonly kind: 'request'; readonly request: CreationRequest };

/** What is decided outside of the draft. */
export interface Known {
  /** The system, detected or chosen. */
  readonly os: string | undefined;
  readonly name: string;
}

export function requestOf(draft: CreationDraft, { os, name }: Known): Asked {
  const { hardware, title, description } = draft;
  const [cloudInit, unattended] = [cloudInitOf(draft), unattendedOf(draft)];
  const source = sourceOf(draft);
  if (typeof source === 'string') return { kind: 'missing', missing: source };
  if (draft.hosts.length === 0) return { kind: 'missing', missing: 'host' };
  if (name.trim() === '') return { kind: 'missing', missing: 'name' };
  if (hardware === undefined) return { kind: 'missing', missing: 'hardware' };
  const faults =
    draft.kind === 'xml'
      ? []
      : hardwareFaults(hardware).map(({ field, word }) => invalid(field, `creation.hardware.fault.${word}`));
  if (faults.length > 0) return { kind: 'invalid', problems: faults };
  const parsed = creationRequest.safeParse({
    name: name.trim(),
    count: draft.count,
    hosts: [...draft.hosts],
    ...(os !== undefined && { os }),
    ...(title.trim() !== '' && { title: title.trim() }),
    ...(description.trim() !== '' && { description: description.trim() }),
    source,
    hardware,
    extraMedia: draft.extraMedia,
    ...(cloudInit && { cloudInit }),
    ...(unattended && { unattended }),
    start: draft.start,
    autostart: draft.autostart,
  });
  if (parsed.success) return { kind: 'request', request: parsed.data };
  return {
    kind: 'invalid',
    problems: parsed.error.issues.map(({ path }) => {
      const field = path.join('.');
      return invalid(field, wordsOf(field, cloudInit, unattended));
    }),
  };
}

/** @param words a key of the language files that says what is wrong with it; absent: only that something is */
const invalid = (field: string, words?: string): CreationProblem => ({
  level: 'error',
  code: 'valueInvalid',
  field,
  ...(words !== undefined && { params: { words } }),
});

/** As it is said beside the field. */
function wordsOf(
  field: string,
  cloudInit: CreationRequest['cloudInit'],
  unattended: CreationRequest['unattended'],
): string | undefined {
  const [step, ...path] = field.split('.');
  const inside = path.slice(1).join('.');
  if (step === 'cloudInit' && cloudInit !== undefined) {
    const found = wrongAnswers(cloudInit.answers).find((each) => each.field === inside);
    return found && `creation.cloudInit.wrong.${found.word}`;
  }
  if (step === 'unattended' && unattended !== undefined) {
    const found = unattendedFaults(unattended.answers).find((each) => each.field === inside);
    return found && `creation.unattended.wrong.${found.word}`;
  }
  return undefined;
}

/** The source as it is asked for, or what is missing of it. */
export function sourceOf(draft: CreationDraft): CreationSource | MissingId {
  const { kind, tree, xml, hardware } = draft;
  switch (kind) {
    case 'iso': {
      const image = imageOf(draft.iso, proposedPool(draft));
      return typeof image === 'string' ? image : { kind, image };
    }
    case 'cloud': {
      const { mode, keepImage } = draft.cloud;
      const image = imageOf({ ...draft.cloud, remote: false }, proposedPool(draft));
      return typeof image === 'string' ? image : { kind, image, mode, keepImage };
    }
    case 'tree': {
      const pool = tree.pool ?? proposedPool(draft);
      if (!isUrl(tree.url)) return 'tree';
      if (pool === undefined) return 'pool';
      const [kernel, initrd] = [tree.kernel.trim(), tree.initrd.trim()];
      return {
        kind,
        url: tree.url.trim(),
        pool,
        ...(kernel !== '' && { kernel }),
        ...(initrd !== '' && { initrd }),
        arguments: tree.arguments,
      };
    }
    case 'import':
      return hardware?.disks[0]?.content.kind === 'new' ? 'disk' : { kind };
    case 'xml':
      return xml.trim() === '' ? 'xml' : { kind, xml };
    case 'pxe':
    case 'blank':
      return { kind };
    default:
      return kind satisfies never;
  }
}

export const isUrl = (text: string): boolean =>
  /^(https?|ftp):\/\/[^/\s]+/.test(text.trim()) && URL.canParse(text.trim());

/** @param fallback the pool for what is brought to the host, where none was chosen */
export function imageOf(draft: ImageDraft, fallback: string | undefined): ImageLocation | MissingId {
  const { from, volume, path, file, url, remote, pool = fallback } = draft;
  const sha256 = draft.sha256.trim().toLowerCase();
  const sum = sha256 === '' ? {} : { sha256 };
  switch (from) {
    case 'pool':
      return volume === undefined ? 'image' : { kind: 'volume', ...volume };
    case 'path':
      return path.trim() === '' ? 'path' : { kind: 'path', path: path.trim() };
    case 'file': {
      if (file === undefined) return 'file';
      if (pool === undefined) return 'pool';
      const sizeBytes = file.file.size;
      return { kind: 'upload', upload: file.upload, pool, volume: draft.name ?? file.file.name, sizeBytes, ...sum };
    }
    case 'url': {
      if (!isUrl(url)) return 'url';
      if (remote) return { kind: 'remote', url: url.trim() };
      if (pool === undefined) return 'pool';
      return { kind: 'url', url: url.trim(), pool, volume: draft.name ?? fileNameOf(url), ...sum };
    }
    default:
      return from satisfies never;
  }
}
