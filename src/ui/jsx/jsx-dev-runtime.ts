import type { ElementType, Key, ReactElement } from 'react';
import { jsxDEV as create, type JSXSource } from 'react/jsx-dev-runtime';
import { type Props, withSeparateTexts } from './separateTexts.ts';

export { Fragment, type JSX } from 'react/jsx-dev-runtime';

/** As `jsx-runtime.ts`, in development. */
export function jsxDEV(
  type: ElementType,
  props: Props,
  key: Key | undefined,
  isStatic: boolean,
  source?: JSXSource,
  self?: unknown,
): ReactElement {
  const separate = withSeparateTexts(type, props);
  // A text that was passed on in a list had no key, and its element has none either.
  const isFixed = separate === props ? isStatic : Array.isArray(separate.children);
  return create(type, separate, key, isFixed, source, self);
}
