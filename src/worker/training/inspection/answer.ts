import { accuracyOf, confusionMatrixOf } from '../../../inspection/confusionMatrix.ts';
import type { InspectedNetwork } from './inspectedNetwork.ts';
import type { InspectionAnswer, InspectionQuestion } from './inspectionProtocol.ts';
import { pictureAnswer } from './picture.ts';
import { predictionsAnswer } from './predictions.ts';
import { unitAnswerTo, unitsAnswer } from './units.ts';

/** Answers a question about a network, and leaves no tensor behind. */
export function answerTo(question: InspectionQuestion, network: InspectedNetwork): Promise<InspectionAnswer> {
  switch (question.kind) {
    case 'predictions':
      return predictionsAnswer(network, question.images);
    case 'picture':
      return pictureAnswer(network, question.pixels);
    case 'units':
      return unitsAnswer(network, question.shown);
    case 'unit':
      return unitAnswerTo(network, question.unit);
  }
}

/** The accuracy on the test images that an answer gives away; null where it says nothing of them. */
export function testAccuracyIn(answer: InspectionAnswer): number | null {
  if (answer.kind !== 'predictions' || answer.images !== 'test') return null;
  return accuracyOf(confusionMatrixOf(answer.predictions));
}
