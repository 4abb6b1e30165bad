/** Words for a POSIX shell on a host. The only place where a command line is put together. */

/** One word that the shell takes as it is, whatever it holds. A NUL can't be in a word: it throws. */
export function quote(word: string): string {
  if (word.includes('\0')) throw new RangeError('a NUL in a word for the shell');
  return /^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command of several words. */
export const commandLine = (...words: readonly string[]): string => words.map(quote).join(' ');
