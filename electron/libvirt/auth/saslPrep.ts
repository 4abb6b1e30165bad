/** How names and passwords are made comparable (SASLprep, RFC 4013): odd spaces become spaces, what is invisible goes, NFKC. */
import { appError } from '../../../shared/errors.ts';

/** RFC 3454, table C.1.2. */
const otherSpaces = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/gu;
/** Table B.1: commonly mapped to nothing. */
const invisible = /\u00ad|\u034f|\u1806|[\u180b-\u180d]|[\u200c\u200d]|\u2060|[\ufe00-\ufe0f]|\ufeff/gu;
/** Tables C.2 to C.9: controls, private use, non-characters, surrogates, marks of direction and deprecated ones. */
const prohibited =
  /[\p{Cc}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}\u06dd\u070f\u180e\u2028\u2029\u200e\u200f\u202a-\u202e\u2061-\u2063\u206a-\u206f\ufff9-\ufffd\u2ff0-\u2ffb\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}]|\u0340|\u0341/u;

/** @throws AppError `invalidArgument` for text that may be no name or password */
export function saslPrep(text: string): string {
  const prepared = text.replace(otherSpaces, ' ').replace(invisible, '').normalize('NFKC');
  if (prohibited.test(prepared)) {
    throw appError('invalidArgument', 'a name or password contains a character that SASL does not allow');
  }
  return prepared;
}
