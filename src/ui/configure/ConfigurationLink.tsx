import { useState } from 'react';
import { linkQuery } from '../../network/configurationLink.ts';
import { chosenHyperparameters } from '../../session/state/selectors.ts';
import { showInAddress } from '../address.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSessionState } from '../common/sessionContext.ts';

/** A link that carries the configuration: it becomes the page's own address, and goes to the clipboard. */
export function ConfigurationLink() {
  const network = useSessionState((state) => state.network);
  const texts = useSessionState((state) => state.fields);
  const [answer, setAnswer] = useState('');
  const isWhole = chosenHyperparameters({ network, fields: texts }) !== null;
  return (
    <div className="row">
      <ActionButton
        disabledReason={isWhole ? null : 'Correct the marked values first: a link cannot contain them.'}
        onRefused={setAnswer}
        onPress={async () => {
          showInAddress(linkQuery({ network, texts }));
          // The clipboard may not answer for a long time, or never: what is certain is said first.
          setAnswer('The link is in the address bar: it opens this page with these values.');
          if (await isCopied(location.href)) setAnswer('Copied. The link opens this page with these values.');
        }}
      >
        Copy link
      </ActionButton>
      <p className="quiet" role="status">
        {answer}
      </p>
    </div>
  );
}

async function isCopied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
