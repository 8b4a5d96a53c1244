import type { ViewState } from '../../session/state/inspectionState.ts';
import { wholeNumber } from '../words/numbers.ts';

/** The step of the weights that a view's answer is about. */
export function StepNote({ view }: { readonly view: ViewState | undefined }) {
  return view?.answer && <span className="quiet figures">Step {wholeNumber(view.answer.weights.step)}</span>;
}
