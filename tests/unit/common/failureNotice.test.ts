import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { FailureNotice } from '../../../src/ui/common/FailureNotice.tsx';

it('a failure’s notice is not there before its sentence: an alert that stands empty is read out as nothing', () => {
  const notice = createElement(FailureNotice, { failure: { code: 'taken-over', details: {} } });
  expect(renderToString(notice)).not.toContain('alert');
});
