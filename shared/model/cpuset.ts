/** Sets of CPUs or NUMA nodes as libvirt writes them: `0-3,^2,8` (virBitmapParse). */

const MAX_CPU = 16383;

/** The numbers in the set, ascending; undefined when the text is malformed. */
export function cpusOf(text: string): readonly number[] | undefined {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(\^?)(\d+)(?:-(\d+))?$/.exec(part.trim());
    if (match?.[2] === undefined) return undefined;
    const [, not, from, to = from] = match;
    const [first, last] = [Number(from), Number(to)];
    if (last < first || last > MAX_CPU || (not !== '' && match[3] !== undefined)) return undefined;
    for (let cpu = first; cpu <= last; cpu++) {
      if (not === '') found.add(cpu);
      else found.delete(cpu);
    }
  }
  return [...found].toSorted((a, b) => a - b);
}

/** The shortest text: `0-3,8`. */
export function cpusetText(cpus: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const cpu of cpus.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && cpu <= last[1] + 1) last[1] = cpu;
    else ranges.push([cpu, cpu]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}
