/** The numbers of one update; `rate` is the learning rate, `decayFactor` the share of each weight that weight decay leaves. */
export interface MomentumRule {
  readonly rate: number;
  readonly decayFactor: number;
  readonly momentum: number;
  readonly isNesterov: boolean;
}

export interface AdamRule {
  /** The learning rate, divided by the mean's bias correction. */
  readonly rate: number;
  readonly decayFactor: number;
  readonly meanDecay: number;
  readonly squareDecay: number;
  /** 1 divided by the root of the square's bias correction. */
  readonly rootFactor: number;
  readonly epsilon: number;
}
