/** The languages that code is shown in. */
import { xml } from '@codemirror/lang-xml';
import { StreamLanguage, type StreamParser } from '@codemirror/language';
import type { Extension } from '@codemirror/state';

export type CodeLanguage = 'xml' | 'yaml' | 'settings';

/** Enough of YAML to read it: comments, keys, quoted texts. */
const yaml: StreamParser<unknown> = {
  name: 'yaml',
  startState: () => null,
  token: (stream) => {
    if (stream.match(/^\s*#.*/)) return 'comment';
    if (stream.eatSpace()) return null;
    if (stream.match(/^-(?=\s|$)/)) return 'bracket';
    if (stream.match(/^[\w.-]+(?=\s*:(\s|$))/)) return 'attributeName';
    if (stream.match(/^(?:"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?)/)) return 'string';
    // Whatever it is, to its end, or to a comment behind it.
    if (!stream.match(/^[^\s#]+(?:\s+[^\s#]+)*/)) stream.next();
    return null;
  },
};

/** Files of one setting a line: preseed, kickstart. */
const settings: StreamParser<unknown> = {
  name: 'settings',
  startState: () => null,
  token: (stream) => {
    if (stream.sol() && stream.match(/^\s*#.*/)) return 'comment';
    if (stream.sol() && stream.match(/^[%\w./-]+/)) return 'attributeName';
    if (stream.match(/^(?:"(?:[^"\\]|\\.)*"|'[^']*')/)) return 'string';
    if (!stream.match(/^[^"']+/)) stream.next();
    return null;
  },
};

const languages: Readonly<Record<CodeLanguage, () => Extension>> = {
  xml: () => xml(),
  yaml: () => StreamLanguage.define(yaml),
  settings: () => StreamLanguage.define(settings),
};

export const languageOf = (language: CodeLanguage): Extension => languages[language]();
