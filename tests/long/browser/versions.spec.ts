import { trainsOnWithItsOwn } from '../../browser/harness/takenWhileTraining.ts';

trainsOnWithItsOwn('first', 'second');
// A host that goes back to an older version.
trainsOnWithItsOwn('second', 'first');
