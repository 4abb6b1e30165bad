/** The languages of the window. What users read is in words/; the compiler checks the keys, `npm run check` that both languages have the same ones. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { languages, type Settings } from '../shared/model/settings.ts';
import { en } from './words/en.ts';
import { zhCN } from './words/zh-CN.ts';

type Language = (typeof languages)[number];

/** The language that a setting means on this machine. */
export function languageOf(setting: Settings['language'], system: readonly string[] = navigator.languages): Language {
  if (setting !== 'system') return setting;
  const first = system.find((tag) => /^(en|zh)\b/i.test(tag));
  return first?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

export async function openWords(setting: Settings['language']): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: languageOf(setting),
    fallbackLng: 'en',
    supportedLngs: languages,
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false }, // React escapes
  });
  document.documentElement.lang = i18next.language;
}

export function setLanguage(setting: Settings['language']): void {
  const language = languageOf(setting);
  if (language === i18next.language) return;
  void i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
