import { trainsOnWithItsOwn } from '../../browser/harness/takenWhileTraining.ts';

// `npm test` has the other way round. This is a host that goes back to an older version.
trainsOnWithItsOwn('second', 'first');
