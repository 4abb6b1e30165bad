/** From a draft to the steps that are shown of it. */
import type { PlannedStep } from './creationPlan.ts';
import type { CreationRequest } from './creationRequest.ts';
import type { DraftVm, DraftVolume } from './draft.ts';

/** What will be done, in its order. */
export function stepsOf({ start }: CreationRequest, { name, volumes, installation }: DraftVm): readonly PlannedStep[] {
  return [
    ...volumes.map((volume): PlannedStep => {
      const { pool, volume: of, capacityBytes } = volume;
      return { kind: stepKind(volume), object: `${pool}/${of}`, bytes: capacityBytes };
    }),
    { kind: 'define', object: name },
    ...(start ? [{ kind: 'start' as const, object: name }] : []),
    ...(start && installation
      ? [{ kind: installation.endsWithReboot ? ('install' as const) : ('firstBoot' as const), object: name }]
      : []),
    ...(volumes.some(({ temporary }) => temporary) ? [{ kind: 'cleanUp' as const }] : []),
  ];
}

export function stepKind({ content }: DraftVolume): PlannedStep['kind'] {
  switch (content.kind) {
    case 'empty':
      return 'createVolume';
    case 'upload':
      return 'upload';
    case 'url':
      return 'download';
    case 'seed':
      return 'writeSeed';
    case 'image':
      return content.mode === 'copy' ? 'copyImage' : 'linkImage';
    default:
      return content satisfies never;
  }
}
