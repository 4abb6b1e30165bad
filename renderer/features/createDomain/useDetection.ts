/** Finds out which system an image, a tree or a disk has: through its host, or here where the file is here. */
import { useEffect, useState } from 'react';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import type { ImageLocation } from '../../../shared/model/creation/sources.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { readVolumeDescriptor, volumeDescriptorAt } from '../../../shared/model/media.ts';
import { detectImageName, detectMedia } from '../../../shared/model/os.ts';
import { api } from '../../backend.ts';
import { imageDraftOf, type CreationDraft } from './draft.ts';
import { imageOf, isUrl } from './request.ts';
import { loadSystems } from './systems.ts';

export type Detection =
  /** Nothing to look at. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'looking' }
  | ({ readonly kind: 'looked' } & Found)
  | { readonly kind: 'failed'; readonly error: ErrorData };

export interface Found {
  /** Short id; absent: not recognised. */
  readonly os?: string;
  readonly by: 'medium' | 'fileName' | 'tree';
  /** Of the medium. */
  readonly label?: string;
  readonly arch?: string;
  readonly live?: boolean;
}

/** What is looked at. */
type Subject =
  | { readonly kind: 'image'; readonly host: HostId; readonly image: ImageLocation }
  | { readonly kind: 'file'; readonly upload: string; readonly file: File }
  | { readonly kind: 'tree'; readonly url: string };

/** An address that is being typed is not asked for at every letter. */
const TYPING_MS = 500;

export function useDetection(draft: CreationDraft): Detection {
  const subject = subjectOf(draft);
  // Files have no content that could be compared: their upload stands for them.
  const key = subject === undefined ? '' : JSON.stringify(subject);
  const [state, setState] = useState<{ readonly key: string; readonly detection: Detection }>();
  useEffect(() => {
    if (subject === undefined) return undefined;
    const asking = new AbortController();
    const timer = setTimeout(
      () => {
        void answerOf(subject, asking.signal).then((detection) => {
          if (!asking.signal.aborted) setState({ key, detection });
        });
      },
      isTyped(subject) ? TYPING_MS : 0,
    );
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the key stands for the subject, which is made anew with each rendering
  }, [key]);
  if (subject === undefined) return { kind: 'nothing' };
  return state?.key === key ? state.detection : { kind: 'looking' };
}

const isTyped = (subject: Subject): boolean =>
  subject.kind === 'tree' || (subject.kind === 'image' && subject.image.kind !== 'volume');

function subjectOf(draft: CreationDraft): Subject | undefined {
  const [host] = draft.hosts;
  const image = imageDraftOf(draft);
  if (image?.from === 'file') return image.file && { kind: 'file', ...image.file };
  if (draft.kind === 'tree') return isUrl(draft.tree.url) ? { kind: 'tree', url: draft.tree.url.trim() } : undefined;
  if (host === undefined) return undefined;
  if (image !== undefined) {
    const location = imageOf({ ...image, sha256: '' }, '-');
    return typeof location === 'string' ? undefined : { kind: 'image', host, image: location };
  }
  const content = draft.kind === 'import' ? draft.hardware?.disks[0]?.content : undefined;
  if (content?.kind === 'volume') return { kind: 'image', host, image: content };
  return content?.kind === 'path' ? { kind: 'image', host, image: { kind: 'path', path: content.path } } : undefined;
}

async function answerOf(subject: Subject, signal: AbortSignal): Promise<Detection> {
  try {
    return { kind: 'looked', ...(await look(subject, signal)) };
  } catch (thrown) {
    return { kind: 'failed', error: toErrorData(thrown) };
  }
}

async function look(subject: Subject, signal: AbortSignal): Promise<Found> {
  switch (subject.kind) {
    case 'tree': {
      const { os } = await api.creation.inspectTree({ url: subject.url }, { signal });
      return { by: 'tree', ...(os !== undefined && { os }) };
    }
    case 'image': {
      const { host, image } = subject;
      const { kind, os, label, arch, live } = await api.creation.inspectImage({ host, image }, { signal });
      return {
        by: kind === 'iso' ? 'medium' : 'fileName',
        ...(os && { os: os.id }),
        ...(label !== undefined && { label }),
        ...(arch !== undefined && { arch }),
        ...(live !== undefined && { live }),
      };
    }
    case 'file':
      return await lookInto(subject.file);
    default:
      return subject satisfies never;
  }
}

/** A file of this computer: 2 KiB of it tell. */
async function lookInto(file: File): Promise<Found> {
  const { offset, length } = volumeDescriptorAt;
  const [systems, sector] = await Promise.all([loadSystems(), file.slice(offset, offset + length).arrayBuffer()]);
  const descriptor = readVolumeDescriptor(new Uint8Array(sector));
  if (descriptor === undefined) {
    const os = detectImageName(systems, file.name);
    return { by: 'fileName', ...(os && { os: os.id }) };
  }
  const found = detectMedia(systems, descriptor);
  const { volumeId: label } = descriptor;
  return {
    by: 'medium',
    label,
    ...(found && { os: found.os.id, arch: found.media.arch, live: found.media.live ?? false }),
  };
}
