import i18next, { type ParseKeys } from 'i18next';

/** For names that come from the backend or libvirt: whether there are words for them. */
export const hasWords = (key: string): key is ParseKeys => i18next.exists(key);
