import type { ElementType, Key, ReactElement } from 'react';
import { jsx as create } from 'react/jsx-runtime';
import { type Props, withSeparateTexts } from './separateTexts.ts';

export { Fragment, type JSX } from 'react/jsx-runtime';

/** What JSX is compiled to (`jsxImportSource` in `tsconfig.base.json`): React's own, with every text in an element of its own. */
export function jsx(type: ElementType, props: Props, key?: Key): ReactElement {
  return create(type, withSeparateTexts(type, props), key);
}

export { jsx as jsxs };
