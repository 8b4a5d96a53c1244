import {
  adamWithAllElse,
  convolutions,
  resumesWithSameBits,
  smallNetwork,
  threeLayers,
} from '../../browser/harness/resumption.ts';

resumesWithSameBits({ backend: 'WASM', steps: 300, configure: adamWithAllElse });
resumesWithSameBits({ backend: 'WebGL', steps: 300, configure: smallNetwork });
resumesWithSameBits({ backend: 'CPU', steps: 300, configure: smallNetwork });
resumesWithSameBits({ backend: 'WASM', steps: 200, configure: threeLayers });
resumesWithSameBits({ backend: 'WASM', steps: 150, configure: convolutions });
resumesWithSameBits({ backend: 'WebGL', steps: 30, configure: convolutions });
