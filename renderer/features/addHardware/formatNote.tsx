/** Takes the format of an image from the host where its path was typed, and says so. */
import type { ReactElement } from 'react';
import type { HostId } from '../../../shared/model/host.ts';
import { useImageFormat } from '../../nouns/imageFormat.ts';
import { ImageFormatNote } from '../../nouns/imageFormatNote.tsx';
import type { Draft } from './draft.ts';

interface FormatNoteProps {
  readonly host: HostId;
  readonly draft: Draft;
}

export function FormatNote({ host, draft }: FormatNoteProps): ReactElement {
  const { file, format } = draft.values;
  const found = useImageFormat(host, typeof file === 'string' ? file : '', (told) => draft.set('format', told));
  return <ImageFormatNote found={found} chosen={typeof format === 'string' ? format : ''} />;
}
