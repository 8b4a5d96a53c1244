import { adamWithAllElse, resumesWithSameBits, smallNetwork } from '../../browser/harness/resumption.ts';

resumesWithSameBits({ backend: 'WASM', steps: 300, configure: adamWithAllElse });
resumesWithSameBits({ backend: 'WebGL', steps: 300, configure: smallNetwork });
resumesWithSameBits({ backend: 'CPU', steps: 300, configure: smallNetwork });
