import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The window: what a page runs, for both shells. Relative addresses, because Electron serves it under a scheme of its own. */
export default defineConfig({
  root: 'renderer',
  base: './',
  publicDir: '../assets',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    sourcemap: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
});
