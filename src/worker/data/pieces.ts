/** What one side adds and the other takes, in order and at its own pace. */
export class Pieces<Piece> {
  readonly #waiting: Piece[] = [];
  #isEnded = false;
  #wake: () => void = () => {};

  add(piece: Piece): void {
    this.#waiting.push(piece);
    this.#wake();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  /** All of them, until the end; for one reader. */
  async *take(): AsyncGenerator<Piece, void, void> {
    while (true) {
      for (let piece = this.#waiting.shift(); piece !== undefined; piece = this.#waiting.shift()) yield piece;
      if (this.#isEnded) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
