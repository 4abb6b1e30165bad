import { useVirtualizer } from '@tanstack/react-virtual';
import { HEAD_HEIGHT, ROW_HEIGHT } from './measures.ts';

/** Which rows are seen, and where they stand. */
export function useVirtualRows(count: number, scroller: HTMLElement | null) {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    scrollPaddingEnd: HEAD_HEIGHT,
  });
  return {
    items: virtual.getVirtualItems(),
    /** Pixels of all rows together. */
    height: virtual.getTotalSize(),
    /** Scrolls a row into sight. */
    show: (index: number): void => virtual.scrollToIndex(index, { align: 'auto' }),
  };
}
