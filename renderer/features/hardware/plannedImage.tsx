import type { ReactElement } from 'react';
import { useImageFormat } from '../../nouns/imageFormat.ts';
import { ImageFormatNote } from '../../nouns/imageFormatNote.tsx';
import type { PropertyForm } from './form.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Of a disk that shall have another image: plans the format that the host tells with it, and says so. */
export function PlannedImage({ form }: { readonly form: PropertyForm }): ReactElement | null {
  const format = text(form.value('format'));
  const isDisk = (form.value('device') ?? 'disk') === 'disk';
  const file = isDisk && form.isPlanned('file') ? text(form.value('file')) : '';
  const found = useImageFormat(form.ref.host, file, (told) => {
    if (told !== format) form.change({ format: told });
  });
  return <ImageFormatNote found={found} chosen={format} />;
}
