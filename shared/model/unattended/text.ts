/** Writing what was typed into files of installers, so that it stays what it was and nothing else. */
import { appError } from '../../errors.ts';
import type { UnattendedAnswers } from './answers.ts';

/**
 * A word for a POSIX shell, and for Python's shlex, by which kickstart files are read. No backslash is made: at the end of a line
 * of a preseed file it would join the next one to it.
 */
export const shellWord = (text: string): string => `'${text.replaceAll("'", `'"'"'`)}'`;

/** @throws AppError `invalidArgument` for a text of several lines: the next one would be a statement of its own */
export function oneLine(text: string): string {
  if (/[\n\r\0]/.test(text)) throw appError('invalidArgument', 'a line break where one line is wanted');
  return text;
}

/** @throws AppError `invalidArgument` for characters that XML has no way to write (XML 1.0, 2.2) */
export function xmlText(text: string): string {
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text)) throw appError('invalidArgument', 'no text for XML');
  return text;
}

/** A full name for /etc/passwd, whose fields end with colons and commas. */
export const gecos = (name: string): string =>
  name
    .replace(/[:,\\"\p{Cc}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Names of packages, groups and patterns, several to a line or one. */
const packageName = /^[A-Za-z0-9@^][\w@^.+:~*-]*$/;

/** @throws AppError `invalidArgument` for what can be no package: an option or a section of the file it is written into */
export function packageNames({ packages }: UnattendedAnswers): readonly string[] {
  const names = packages.flatMap((line) => line.split(/\s+/)).filter(Boolean);
  const wrong = names.find((name) => !packageName.test(name));
  if (wrong !== undefined) throw appError('invalidArgument', `no name of a package: ${wrong}`);
  return names;
}
