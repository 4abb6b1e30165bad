/** The program's languages, for what is read outside the window: native menus, the login page. */
import { languages } from '../../shared/model/settings.ts';

export type Language = (typeof languages)[number];
/** One text in every language. */
export type Words = Readonly<Record<Language, string>>;

/** The first of the user's languages that the program speaks, whatever its region; English otherwise. */
export function preferredLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const wanted = tag.trim().toLowerCase().split('-')[0];
    const found = languages.find((language) => language.toLowerCase().split('-')[0] === wanted);
    if (found) return found;
  }
  return 'en';
}
