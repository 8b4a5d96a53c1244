import 'react';

declare module 'react' {
  interface CSSProperties {
    /** A share in [0, 1] that a stylesheet draws. */
    '--share'?: number;
    /** A length. */
    '--beside'?: string;
    /** A number of columns. */
    '--columns'?: number;
    /** Where something stands in its frame, in pixels from the left and from the top. */
    '--left'?: string;
    '--top'?: string;
  }
}
