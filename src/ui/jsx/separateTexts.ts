import { type ElementType, Fragment, type ReactNode } from 'react';
import { jsx, jsxs } from 'react/jsx-runtime';

/*
 * The page's elements belong to others too: a browser's translation and many extensions put elements of their own in the place of
 * text nodes. Where React keeps a text node beside other children, it goes on writing to the node that is gone, so that the page
 * shows old text; and it fails where it removes that node or inserts something before it. The text of an element that has no other
 * child is no such node: React sets it by `textContent`, which replaces whatever stands there.
 */

export interface Props {
  readonly children?: ReactNode;
}

/**
 * Gives every text an element that has no other child. Children that are nothing but texts become one text; a text beside elements,
 * or in a Fragment, which may stand beside some, gets a `<span>`. White space alone is left as it is: nobody replaces it, and in a
 * row an element would be one more item.
 *
 * @param type of the element to create. What a component is given it passes on to elements, which come here themselves
 * @returns the same object where nothing is to be done
 */
export function withSeparateTexts(type: ElementType, props: Props): Props {
  const { children } = props;
  if (children === undefined || typeof type === 'function' || typeof type === 'object') return props;
  const separate = (typeof type === 'string' && onlyText(children)) || separated(children);
  return separate === children ? props : { ...props, children: separate };
}

/** Null where an element is among the children. */
function onlyText(children: ReactNode): string | null {
  if (isNothing(children)) return '';
  if (!isList(children)) return isText(children) ? String(children) : null;
  const texts = children.map(onlyText);
  return texts.includes(null) ? null : texts.join('');
}

/** Every child keeps its place among the others: by that, React knows it again. */
function separated(children: ReactNode): ReactNode {
  if (!isList(children)) return inOwnElement(children);
  const separate = children.map((child) => {
    const own = separated(child);
    return own !== child && isList(own) ? jsxs(Fragment, { children: own }) : own;
  });
  return separate.some((child, place) => child !== children[place]) ? separate : children;
}

function inOwnElement(child: ReactNode): ReactNode {
  return isText(child) && /\S/.test(String(child)) ? jsx('span', { children: child }) : child;
}

function isList(children: ReactNode): children is readonly ReactNode[] & Iterable<ReactNode> {
  return Array.isArray(children);
}

function isText(child: ReactNode): child is string | number | bigint {
  return typeof child === 'string' || typeof child === 'number' || typeof child === 'bigint';
}

function isNothing(child: ReactNode): child is null | undefined | boolean {
  return child === null || child === undefined || typeof child === 'boolean';
}
