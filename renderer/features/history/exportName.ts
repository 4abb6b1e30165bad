/** Name and local time of a version as a file is called: `web-01 2026-11-21 08-05-09.xml`. @param seenAt epoch ms */
export function exportName(name: string, seenAt: number): string {
  const at = new Date(seenAt);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(two).join('-');
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join('-');
  return `${name} ${day} ${time}.xml`;
}
