/** The stretches of time a chart can show. */
export const chartRanges = ['5m', '1h', '24h', '7d'] as const;
export type ChartRange = (typeof chartRanges)[number];

export const rangeSeconds: Readonly<Record<ChartRange, number>> = {
  '5m': 300,
  '1h': 3600,
  '24h': 86_400,
  '7d': 604_800,
};
