import type { Page } from '@playwright/test';

interface RenderedTexts {
  /** Texts beside others, white space aside: React would not notice that their nodes have been replaced. */
  readonly unprotected: readonly string[];
  /** Texts that were rendered, where the page shows others. */
  readonly outdated: readonly string[];
  /** Texts that are their element's only child. */
  readonly protectedCount: number;
}

/** What React has rendered, by its own tree, and whether the page shows it: see `src/ui/jsx/separateTexts.ts`. */
export async function renderedTexts(page: Page): Promise<RenderedTexts> {
  return page.evaluate(() => {
    interface Fiber {
      readonly stateNode: unknown;
      readonly memoizedProps: unknown;
      readonly child: Fiber | null;
      readonly sibling: Fiber | null;
    }
    const unprotected: string[] = [];
    const outdated: string[] = [];
    let protectedCount = 0;

    function check({ stateNode, memoizedProps: props }: Fiber): void {
      // Of a text node, the props are the text.
      if (typeof props === 'string' && props.trim() !== '') unprotected.push(props);
      if (!(stateNode instanceof Element) || typeof props !== 'object' || props === null) return;
      const children: unknown = Reflect.get(props, 'children');
      if (typeof children !== 'string' && typeof children !== 'number') return;
      protectedCount++;
      const shown = stateNode.textContent;
      if (shown !== String(children)) outdated.push(`${children} (shown: ${shown})`);
    }
    const root = document.getElementById('root') ?? document.body;
    const container = Object.keys(root).find((key) => key.startsWith('__reactContainer$'));
    if (container === undefined) throw new Error('React has left no trace of its tree');
    const fibers: (Fiber | null)[] = [Reflect.get(root, container).stateNode.current];
    for (let fiber = fibers.pop(); fiber !== undefined; fiber = fibers.pop()) {
      if (fiber === null) continue;
      check(fiber);
      fibers.push(fiber.sibling, fiber.child);
    }
    return { unprotected, outdated, protectedCount };
  });
}
