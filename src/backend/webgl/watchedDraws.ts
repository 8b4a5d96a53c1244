import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { isInterrupted, isSlow } from '../interruption.ts';

/** Long against the time that waiting takes, short against a person's patience. */
const bandMs = 250;
/** A draw that is slow itself must not be so with its first band. */
const firstShare = 1 / 64;
const maxGrowth = 8;
/** Fewer texels are drawn at once. */
const minTexels = 4_096;

/**
 * Lets computations be interrupted between draws, and within long ones. A GPU accepts in milliseconds what it computes for minutes;
 * so where a computation is slow, each draw is waited for, in bands of rows. No texel depends on the band that it is in.
 */
export function watchDraws({ gpgpu }: MathBackendWebGL): void {
  const { gl } = gpgpu;
  const draw = gpgpu.executeProgram.bind(gpgpu);
  gpgpu.executeProgram = () => {
    if (isInterrupted()) return;
    if (isSlow()) drawInBands(gl, draw);
    else draw();
  };
}

function drawInBands(gl: WebGLRenderingContext, draw: () => void): void {
  const [x = 0, y = 0, width = 0, height = 0] = gl.getParameter(gl.SCISSOR_BOX) as Int32Array;
  let rows = width * height < minTexels ? height : Math.ceil(height * firstShare);
  for (let done = 0; done < height && !isInterrupted(); ) {
    const startedAt = performance.now();
    gl.scissor(x, y + done, width, Math.min(rows, height - done));
    draw();
    gl.finish();
    done += rows;
    const growth = bandMs / Math.max(1, performance.now() - startedAt);
    rows = Math.max(1, Math.floor(rows * Math.min(maxGrowth, growth)));
  }
  gl.scissor(x, y, width, height);
}
