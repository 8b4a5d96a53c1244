import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { SessionContext } from '../../../src/ui/common/sessionContext.ts';
import { ImportProgress } from '../../../src/ui/data/ImportProgress.tsx';
import { sessionInMemory } from '../../fixtures/sessionInMemory.ts';

it.each([
  ['download', 'CIFAR-10 download'],
  ['files', 'CIFAR-10 from your files'],
] as const)('the progress of an import says where the pictures come from: %s', (source, title) => {
  const { session } = sessionInMemory({ runs: [], checkpoints: [] });
  const data = { kind: 'importing', stored: [], progress: null, source } as const;
  const progress = createElement(ImportProgress, { data });
  const page = renderToStaticMarkup(createElement(SessionContext, { value: session }, progress));
  expect(page).toContain(`<progress aria-label="${title}"`);
});
