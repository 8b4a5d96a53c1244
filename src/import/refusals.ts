import { Failure } from '../failure.ts';

/** Weights that no network here can use. @param reason why: `no network of this page has 4 layers` */
export function unsuitable(reason: string): Failure {
  return new Failure({ code: 'weights-unsuitable', details: { reason } });
}

/** A file of another kind than those that are read. @param found what it is: `a tfjs graph model` */
export function unread(found: string): Failure {
  return new Failure({ code: 'weights-kind-unread', details: { found } });
}
