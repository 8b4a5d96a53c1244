import { type ElementType, Fragment, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { jsxDEV } from '../../../src/ui/jsx/jsx-dev-runtime.ts';
import { jsx } from '../../../src/ui/jsx/jsx-runtime.ts';

/** As JSX with several children is compiled in development, where React has its warnings. */
const element = (type: ElementType, ...children: ReactNode[]) => jsxDEV(type, { children }, undefined, true);

const mark = element('b', 'mark');
const paragraph = (...children: ReactNode[]) => renderToStaticMarkup(element('p', ...children));

function Passing({ children }: { readonly children?: ReactNode }) {
  return element('button', mark, children);
}

function PassingAlone({ children }: { readonly children?: ReactNode }) {
  return jsxDEV('button', { children }, undefined, false);
}

const warnings = vi.spyOn(console, 'error');

afterEach(() => {
  expect(warnings).not.toHaveBeenCalled();
});

describe('a text is its element’s only child', () => {
  it('where there are only texts, they are one', () => {
    expect(element('p', 'Step ', 7, ' of ', 9, false, null)).toHaveProperty('props.children', 'Step 7 of 9');
  });

  it('beside an element, a text has an element of its own, and a number has one', () => {
    expect(paragraph('a ', mark, 7)).toBe('<p><span>a </span><b>mark</b><span>7</span></p>');
  });

  it('white space between elements stays as it is', () => {
    expect(paragraph(mark, ' ', mark)).toBe('<p><b>mark</b> <b>mark</b></p>');
  });

  it('in a Fragment, which may stand beside elements', () => {
    expect(paragraph(element(Fragment, 'one'))).toBe('<p><span>one</span></p>');
    expect(paragraph(element(Fragment, 'one', 'other'), mark)).toBe(
      '<p><span>one</span><span>other</span><b>mark</b></p>',
    );
  });

  it('where a component passes its texts on', () => {
    expect(paragraph(element(Passing, 'all ', 7))).toBe(
      '<p><button><b>mark</b><span>all </span><span>7</span></button></p>',
    );
    expect(paragraph(element(PassingAlone, 'all ', 7))).toBe('<p><button>all 7</button></p>');
    expect(paragraph(element(PassingAlone, 'all ', mark))).toBe(
      '<p><button><span>all </span><b>mark</b></button></p>',
    );
  });
});

it('a child that comes and goes leaves the others in their places, by which React knows them', () => {
  for (const isThere of [true, false]) {
    expect(element('p', 'a', isThere && mark, 'b', mark)).toHaveProperty('props.children.3', mark);
  }
});

it('what needs no change is passed on as it is', () => {
  const props = { children: [mark, null, mark] };
  expect(jsx('p', props).props).toBe(props);
});
