import { Loader } from '@mantine/core';
import { MonitorOff, MonitorPlay } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import { isActive, type Domain } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { useHost } from '../../store/inventory.ts';
import styles from './overview.module.css';

/** Between the end of one picture and the asking for the next. */
const refreshMs = 3000;

type Picture =
  | { readonly kind: 'none' }
  | { readonly kind: 'shown'; readonly url: string }
  | { readonly kind: 'failed'; readonly error: ErrorData };

interface ScreenProps {
  readonly domain: Domain;
  /** The host answers. */
  readonly connected: boolean;
  readonly consoleHref: string;
}

/** The screen of the VM, taken again every few seconds while anybody can see it; it leads to the console. */
export function Screen({ domain, connected, consoleHref }: ScreenProps): ReactElement {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const readOnly = useHost(domain.host)?.readOnly === true;
  // libvirt takes pictures for those who may change something.
  const active = isActive(domain) && connected && !readOnly;
  const picture = usePicture(domain, active, frame);
  return (
    <div ref={frame} className={styles.screen}>
      {picture.kind === 'shown' && active ? (
        <a href={consoleHref} className={styles.screenLink}>
          <img src={picture.url} alt={t('domain.screenOf', { name: domain.name })} />
          <span className={styles.screenHint} aria-hidden>
            <MonitorPlay size={14} /> {t('domain.openConsole')}
          </span>
        </a>
      ) : (
        <ScreenEmpty domain={domain} connected={connected} readOnly={readOnly} picture={picture} />
      )}
    </div>
  );
}

function ScreenEmpty({
  domain,
  connected,
  readOnly,
  picture,
}: Omit<ScreenProps, 'consoleHref'> & { readonly readOnly: boolean; readonly picture: Picture }): ReactElement {
  const { t } = useTranslation();
  if (isActive(domain) && connected && !readOnly && picture.kind === 'none') {
    return <Loader size="sm" aria-label={t('domain.screenLoading')} />;
  }
  return (
    <div className={styles.screenEmpty}>
      <MonitorOff size={22} aria-hidden />
      {whyEmpty()}
    </div>
  );

  function whyEmpty(): string {
    if (!connected) return t('domain.screenHostAway');
    if (!isActive(domain)) return t('domain.screenOff');
    if (readOnly) return t('domain.screenReadOnly');
    if (picture.kind !== 'failed') return t('domain.screenLoading');
    if (picture.error.code === 'notSupported') return t('domain.screenNone');
    return t(`error.${picture.error.code}.title`, { ...picture.error.params });
  }
}

/** Asks only while the element is in view, the window is shown and the VM runs; one question at a time. */
function usePicture(domain: Domain, active: boolean, frame: { readonly current: HTMLElement | null }): Picture {
  const { host, uuid } = domain;
  const [picture, setPicture] = useState<Picture>({ kind: 'none' });
  useEffect(() => {
    if (!active || frame.current === null) return undefined;
    const element = frame.current;
    const stopped = new AbortController();
    let inView = false;
    let asking = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let url: string | undefined;
    const show = (next: Picture): void => {
      if (url !== undefined) URL.revokeObjectURL(url);
      url = next.kind === 'shown' ? next.url : undefined;
      setPicture(next);
    };
    const ask = async (): Promise<void> => {
      clearTimeout(timer);
      if (asking || !inView || document.hidden) return;
      asking = true;
      try {
        const { mime, bytes } = await api.domain.screenshot({ host, uuid }, { signal: stopped.signal });
        if (!stopped.signal.aborted)
          show({ kind: 'shown', url: URL.createObjectURL(new Blob([bytes.slice()], { type: mime })) });
      } catch (thrown) {
        if (!stopped.signal.aborted) show({ kind: 'failed', error: toErrorData(thrown) });
      }
      asking = false;
      if (!stopped.signal.aborted) timer = setTimeout(() => void ask(), refreshMs);
    };
    const observer = new IntersectionObserver(([entry]) => {
      inView = entry?.isIntersecting ?? false;
      void ask();
    });
    observer.observe(element);
    const onVisibility = (): void => void ask();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      stopped.abort();
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('visibilitychange', onVisibility);
      show({ kind: 'none' });
    };
  }, [host, uuid, active, frame]);
  return picture;
}
