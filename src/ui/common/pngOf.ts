/** The canvas as a PNG file. */
export async function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array<ArrayBuffer>> {
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!png) throw new RangeError('the browser made no PNG of the canvas');
  return new Uint8Array(await png.arrayBuffer());
}
