/** Calls when colours may have changed: the colour scheme stands in attributes of the root element. */
export function onThemeChange(listener: () => void): () => void {
  const attributes = new MutationObserver(listener);
  attributes.observe(document.documentElement, { attributes: true });
  const contrast = matchMedia('(forced-colors: active)');
  contrast.addEventListener('change', listener);
  return () => {
    attributes.disconnect();
    contrast.removeEventListener('change', listener);
  };
}
