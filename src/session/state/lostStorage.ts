/** What the clearing of the browser's storage has taken while the page was open, after all that the page still had was written again. */
export interface LostStorage {
  /** Whether pictures are gone. */
  readonly pictures: boolean;
  /** How many are gone of each list. */
  readonly checkpoints: number;
  readonly runs: number;
  readonly sweeps: number;
  /** What becomes of the present run, or of the sweep whose trial it is; null where there is none. */
  readonly present: 'saved' | 'savedSoon' | 'savedElsewhere' | 'sweepGoesOn' | null;
}
