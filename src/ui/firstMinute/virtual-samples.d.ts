/** Made by `build/sampleSprite.ts`. */
declare module 'virtual:sample-sprite' {
  /** The address of the samples’ PNG (`data/samples.ts`), relative to the page. */
  export const sampleSpriteUrl: string;
}
