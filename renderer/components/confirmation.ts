/** Rules of confirming. Pure. */

/** Names listed before "and N more", as long as nobody says otherwise. */
const LISTED = 12;

/** The first ones, and how many there are besides; never "and 1 more", which takes as much room as its name. */
export function shortened<T>(
  all: readonly T[],
  most = LISTED,
): { readonly listed: readonly T[]; readonly rest: number } {
  const listed = all.length <= most + 1 ? all : all.slice(0, most);
  return { listed, rest: all.length - listed.length };
}

/** Whether what was typed is what had to be; blanks around it are nobody's intention. */
export const isAnswer = (typed: string, answer: string): boolean => answer !== '' && typed.trim() === answer.trim();
