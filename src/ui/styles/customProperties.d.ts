import 'react';

declare module 'react' {
  interface CSSProperties {
    /** A share in [0, 1] that a stylesheet draws. */
    '--share'?: number;
    /** A length. */
    '--beside'?: string;
  }
}
