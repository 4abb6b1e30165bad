/** The pages outside a session: plain HTML without script, in the browser's language. */
import { preferredLanguage, type Words } from '../shell/language.ts';

export type LoginNote = 'linkUsed' | 'wrongPassword' | 'wait';

const words = {
  title: { en: 'Log in to VirtDeck', 'zh-CN': '登录 VirtDeck' },
  password: { en: 'Password', 'zh-CN': '密码' },
  logIn: { en: 'Log in', 'zh-CN': '登录' },
  goOn: { en: 'Open VirtDeck', 'zh-CN': '打开 VirtDeck' },
  useLink: {
    en: 'Open the one-time link that VirtDeck printed where it was started. Press Enter there for a new one.',
    'zh-CN': '请打开 VirtDeck 在启动处打印的一次性链接。在那里按 Enter 键可获取新链接。',
  },
  linkUsed: {
    en: 'This link was already used or is older than ten minutes.',
    'zh-CN': '此链接已被使用，或已超过十分钟。',
  },
  wrongPassword: { en: 'The password is wrong.', 'zh-CN': '密码错误。' },
  wait: { en: 'Too many attempts. Wait a moment and try again.', 'zh-CN': '尝试次数过多，请稍候再试。' },
} as const satisfies Readonly<Record<string, Words>>;

const style = `:root{color-scheme:light dark}body{font:14px system-ui,sans-serif;display:grid;place-items:center;min-height:90vh;margin:0}
main{width:min(22rem,90vw)}h1{font-size:1.1rem}input,button{font:inherit;box-sizing:border-box;width:100%;padding:.4rem;margin:.25rem 0 .75rem}
[role=alert]{color:light-dark(#b3261e,#ffb4ab)}`;

/** The login form where there is a password, else what to do instead. */
export function loginPage(
  acceptLanguage: string,
  { password, note }: { password: boolean; note?: LoginNote | undefined },
): string {
  const language = preferredLanguage(acceptLanguage.split(',').map((range) => range.split(';')[0] ?? ''));
  const say = (key: keyof typeof words): string => escaped(words[key][language]);
  const alert = note ? `<p role="alert">${say(note)}</p>` : '';
  const form = `<form method="post" action="/login"><label for="password">${say('password')}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
<button>${say('logIn')}</button></form>`;
  return page(
    language,
    say('title'),
    `<h1>${say('title')}</h1>${alert}${password ? form : `<p>${say('useLink')}</p>`}`,
  );
}

/**
 * Goes on to a page of the window. A redirect would not do: after a link from elsewhere the browser sends no SameSite=Strict
 * cookie to where it is redirected, but it does when this page goes on by itself.
 */
export function goOnPage(acceptLanguage: string, hash: string): string {
  const language = preferredLanguage(acceptLanguage.split(',').map((range) => range.split(';')[0] ?? ''));
  const url = escaped(`/${hash}`);
  const link = `<p><a href="${url}">${escaped(words.goOn[language])}</a></p>`;
  return page(language, 'VirtDeck', link, `<meta http-equiv="refresh" content="0;url=${url}">`);
}

function page(language: string, title: string, body: string, head = ''): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title>${head}<style>${style}</style></head><body><main>${body}</main></body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
