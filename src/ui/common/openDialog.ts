/**
 * Opens a dialog above the page. A second key press, an extension or a translation may have opened it, moved it or taken it away
 * before, and then `showModal` alone would throw.
 *
 * @param home where it was rendered: elsewhere, its buttons would be out of React's reach
 */
export function openDialog(dialog: HTMLDialogElement, home: Element | null): void {
  if (home && !home.contains(dialog)) home.append(dialog);
  // Taken away together with its home.
  if (!dialog.isConnected) return;
  if (dialog.open) {
    if (dialog.matches(':modal')) return;
    // Opened by its attribute, it stands in the page, and Escape does not close it.
    dialog.close();
  }
  dialog.showModal();
}
