import { createHash } from 'node:crypto';
import { encode } from 'fast-png';
import type { Plugin, ResolvedConfig } from 'vite';
import { imageSize, testBatchName } from '../src/data/cifar10.ts';
import { imageSetOf, pictureAt } from '../src/data/imageSet.ts';
import { sampleCorner, sampleIndices, spriteHeight, spriteWidth } from '../src/data/samples.ts';
import { labelsOfBatch, packageBatch } from './cifar10Package.ts';

const moduleId = 'virtual:sample-sprite';
/** With the sign by which other plugins know that it is no file. */
const resolvedId = `\0${moduleId}`;

interface Sprite {
  /** Below the page; its hash makes it one of a version’s files that never change. */
  readonly fileName: string;
  readonly png: Uint8Array;
}

let made: Promise<Sprite> | undefined;

/**
 * Makes `virtual:sample-sprite`, which has the address of the samples’ PNG. The address is known before anything is bundled, so that the
 * prerendered page has the same.
 */
export function sampleSprite(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'sample-sprite',
    configResolved(resolved) {
      config = resolved;
    },
    resolveId: {
      filter: { id: /^virtual:sample-sprite$/ },
      handler: () => resolvedId,
    },
    load: {
      filter: { id: /virtual:sample-sprite$/ },
      async handler(id) {
        if (id !== resolvedId) return null;
        const { fileName, png } = await sprite();
        if (config.command === 'build') this.emitFile({ type: 'asset', fileName, source: png });
        return `export const sampleSpriteUrl = './${fileName}';`;
      },
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (!request.url?.includes('/assets/samples-')) return next();
        sprite().then(({ png }) => response.writeHead(200, { 'Content-Type': 'image/png' }).end(png), next);
      });
    },
  };
}

/** Made once, whoever asks. */
export function sprite(): Promise<Sprite> {
  made ??= makeSprite();
  return made;
}

async function makeSprite(): Promise<Sprite> {
  const testSet = imageSetOf([await packageBatch(testBatchName)]);
  const rgba = new Uint8Array(4 * spriteWidth * spriteHeight);
  sampleIndices(await labelsOfBatch(testBatchName)).forEach((index, place) => {
    draw(pictureAt(testSet, index), rgba, sampleCorner(place));
  });
  const png = encode({ width: spriteWidth, height: spriteHeight, data: rgba, depth: 8, channels: 4 });
  const hash = createHash('sha256').update(png).digest('hex').slice(0, 8);
  return { fileName: `assets/samples-${hash}.png`, png };
}

/** @param picture [3072]: red, green, blue plane */
function draw(
  picture: Uint8Array,
  rgba: Uint8Array,
  { left, top }: { readonly left: number; readonly top: number },
): void {
  const plane = imageSize * imageSize;
  for (let pixel = 0; pixel < plane; pixel++) {
    const row = top + Math.trunc(pixel / imageSize);
    const start = 4 * (row * spriteWidth + left + (pixel % imageSize));
    for (let channel = 0; channel < 3; channel++)
      rgba[start + channel] = picture[channel * plane + pixel] ?? 0;
    rgba[start + 3] = 255;
  }
}
