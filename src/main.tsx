// First, so that a component's own rules come after them.
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isWellFormed } from './configuration/wellFormed.ts';
import { browserEnvironment } from './session/environment/browserEnvironment.ts';
import { createSession } from './session/session.ts';
import { App } from './ui/App.tsx';
import { onOtherQuery } from './ui/address.ts';
import { FaultBoundary } from './ui/common/FaultBoundary.tsx';
import { SessionContext } from './ui/common/sessionContext.ts';
import { keepToTrustedTypes } from './ui/trustedTypes.ts';

keepToTrustedTypes();
const session = createSession(browserEnvironment());
void session.open();
session.openFields(location.search);
// TensorFlow.js, which comes later, decodes the address too, and would throw.
if (!isWellFormed(location.search)) history.replaceState(null, '', location.pathname);
// Before `DropTarget` takes dropped files, the browser must not leave the page to show one.
for (const kind of ['dragover', 'drop'] as const) {
  document.addEventListener(kind, (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
}
// Back and forward between links.
onOtherQuery((query) => session.openLink(query));

const root = document.getElementById('root');
if (!root) throw new Error('the page has no element #root');
createRoot(root).render(
  <StrictMode>
    <SessionContext value={session}>
      <FaultBoundary>
        <App />
      </FaultBoundary>
    </SessionContext>
  </StrictMode>,
);
