/** An element's XML as if it stood alone: without the indentation of the place it was taken from. */
export function dedent(xml: string): string {
  const [first = '', ...rest] = xml.split('\n');
  const indents = rest.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const common = indents.length === 0 ? 0 : Math.min(...indents);
  return [first, ...rest.map((line) => line.slice(common))].join('\n');
}
