/**
 * A selector that answers again only when one of these parts of the state is another: for answers that take long to find, or that must
 * be the same object as long as they are the same.
 */
export function rememberedBy<State, Part extends keyof State, Found>(
  parts: readonly Part[],
  find: (state: State) => Found,
): (state: State) => Found {
  let last: { readonly state: Pick<State, Part>; readonly found: Found } | null = null;
  return (state) => {
    const before = last;
    if (before && parts.every((part) => before.state[part] === state[part])) return before.found;
    const found = find(state);
    last = { state, found };
    return found;
  };
}
