/** An asynchronous queue between a producer and a consumer. */
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

  /** Yields all pieces until the end; for a single consumer. */
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
