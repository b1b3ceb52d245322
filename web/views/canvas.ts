/** What is drawn on canvases: as sharp as the screen, in the colours of the page. */

/** Made as large as its box, in pixels of the screen; drawing is then in pixels of the page. */
export function prepare(canvas: HTMLCanvasElement, height: number): { readonly context: CanvasRenderingContext2D; readonly width: number } | undefined {
  const width = canvas.clientWidth;
  const context = canvas.getContext('2d');
  if (context === null || width === 0) return undefined;
  const ratio = devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.height = `${height}px`;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width };
}

/** A colour of the page, by the name of its variable. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
