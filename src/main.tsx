// First, so that a component's own rules come after them.
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/page.css';
import { hydrateRoot } from 'react-dom/client';
import { isWellFormed } from './configuration/wellFormed.ts';
import { holdVersion } from './offline/openVersions.ts';
import { browserEnvironment } from './session/environment/browserEnvironment.ts';
import { createSession } from './session/session.ts';
import { App } from './ui/App.tsx';
import { onOtherQuery, onResultLink } from './ui/address.ts';
import { tolerateMovedElements } from './ui/movedElements.ts';
import { keepToTrustedTypes } from './ui/trustedTypes.ts';

keepToTrustedTypes();
holdVersion(import.meta.url);
tolerateMovedElements();
const session = createSession(browserEnvironment());
void session.open();
session.openFields(location.search);
// TensorFlow.js, which comes later, decodes the address too, and would throw.
if (!isWellFormed(location.search)) history.replaceState(null, '', location.pathname);
// Back and forward between links.
onOtherQuery((query) => session.openLink(query));
onResultLink((fragment) => session.openResultLink(fragment));

const root = document.getElementById('root');
if (!root) throw new Error('the page has no element #root');
resetControls(root);
hydrateRoot(root, <App session={session} onHydrated={() => delete root.dataset.prerendered} />);
// It is not part of the first screen. Without it, the focus is lost where a control goes, and nothing else.
import('./ui/keptFocus.ts').then(
  ({ keepFocus }) => keepFocus(root),
  () => {},
);

/** Takes back what a key has changed by then: hydration does not see it, and the page would show what the session does not have. */
function resetControls(page: Element): void {
  for (const input of page.querySelectorAll('input')) input.value = input.defaultValue;
  for (const option of page.querySelectorAll('option')) option.selected = option.defaultSelected;
}
