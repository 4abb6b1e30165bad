import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostId } from '../../../shared/model/host.ts';
import { onTick, perCpu } from '../../store/stats.ts';
import styles from './hostOverview.module.css';

/** From this share on a CPU is marked. */
const HIGH = 0.85;

/**
 * One bar per CPU of the host, those that are switched off among them and empty, painted with each tick past React: a host may
 * have hundreds.
 * @param threads how many are switched on
 */
export function CpuBars({ host, threads }: { readonly host: HostId; readonly threads: number }): ReactElement {
  const { t } = useTranslation();
  const bars = useRef<HTMLDivElement>(null);
  const none = useRef<HTMLParagraphElement>(null);
  const [count, setCount] = useState(threads);
  useEffect(() => {
    const paint = (): void => {
      const shares = perCpu(host);
      if (none.current !== null) none.current.hidden = shares.length > 0;
      if (shares.length > 0) setCount(shares.length);
      if (bars.current !== null)
        paintBars(bars.current, shares, (cpu, percent) => t('host.cpuNumber', { cpu, percent }));
    };
    paint();
    return onTick((ticked) => {
      if (ticked === host) paint();
    });
  }, [host, count, t]);
  return (
    <>
      <div ref={bars} className={styles.cpuBars} role="img" aria-label={t('host.perCpuLabel', { count: threads })}>
        {Array.from({ length: count }, (_, cpu) => (
          <i key={cpu}>
            <b />
          </i>
        ))}
      </div>
      <p ref={none} className={styles.quiet} hidden>
        {t('host.perCpuUnknown')}
      </p>
    </>
  );
}

function paintBars(bars: HTMLElement, shares: Float32Array, title: (cpu: number, percent: number) => string): void {
  let cpu = 0;
  for (const bar of bars.children) {
    const share = shares[cpu] ?? Number.NaN;
    const fill = bar.firstElementChild;
    if (bar instanceof HTMLElement && fill instanceof HTMLElement) {
      const known = !Number.isNaN(share);
      fill.style.transform = `scaleY(${known ? share.toFixed(3) : 0})`;
      fill.dataset['high'] = String(known && share >= HIGH);
      bar.title = known ? title(cpu, Math.round(share * 100)) : '';
    }
    cpu += 1;
  }
}
