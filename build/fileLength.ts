/** The length from which a file should be looked at for the second thing in it, and the length that is refused. Lines. */
export const lengthLimits = { warn: 300, fail: 500 } as const;

/** Tables grow with libvirt's protocol and tests with their rules; neither gets clearer by being cut. */
const exempt = /^electron\/libvirt\/protocol\/|\.(?:test|spec)\.tsx?$/;

export interface LongFile {
  readonly file: string;
  readonly lines: number;
  readonly level: 'warn' | 'fail';
}

/** Files past the limits, longest first. */
export function longFiles(files: ReadonlyMap<string, string>): LongFile[] {
  return [...files]
    .filter(([file]) => /\.tsx?$/.test(file) && !exempt.test(file))
    .map(([file, text]) => ({ file, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > lengthLimits.warn)
    .toSorted((a, b) => b.lines - a.lines)
    .map((one) => ({ ...one, level: one.lines > lengthLimits.fail ? 'fail' : 'warn' }));
}
