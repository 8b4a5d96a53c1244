import { expect, it } from 'vitest';
import { openDialog } from '../../../src/ui/common/openDialog.ts';

type PlayedDialog = ReturnType<typeof playedDialog>;

/** A dialog as HTML defines it, with all that makes `showModal` throw. */
function playedDialog() {
  const played = {
    open: false,
    isModal: false,
    isConnected: true,
    timesShown: 0,
    matches: (selector: string) => selector === ':modal' && played.isModal,
    close() {
      played.open = false;
      played.isModal = false;
    },
    showModal() {
      if (played.open || !played.isConnected) throw new DOMException('played', 'InvalidStateError');
      played.open = true;
      played.isModal = true;
      played.timesShown += 1;
    },
  };
  return played;
}

function playedHome(dialog: PlayedDialog, { isConnected = true, isHome = true } = {}) {
  const home = {
    contains: () => isHome,
    append() {
      isHome = true;
      dialog.isConnected = isConnected;
      // Taken out of its place, it does not stay modal.
      dialog.isModal = false;
    },
    isAtHome: () => isHome,
  };
  return home;
}

function open(dialog: PlayedDialog, home = playedHome(dialog)): void {
  openDialog(dialog as unknown as HTMLDialogElement, home as unknown as Element);
}

it('a dialog opens once, however often it is asked to', () => {
  const dialog = playedDialog();
  open(dialog);
  open(dialog);
  expect(dialog).toMatchObject({ isModal: true, timesShown: 1 });
});

it('one that was opened by its attribute opens above the page', () => {
  const dialog = playedDialog();
  dialog.open = true;
  open(dialog);
  expect(dialog).toMatchObject({ open: true, isModal: true, timesShown: 1 });
});

it('one that was taken away, or moved, opens where it belongs', () => {
  for (const state of [{ isConnected: false }, { isConnected: true, open: true, isModal: true }]) {
    const dialog = Object.assign(playedDialog(), state);
    const home = playedHome(dialog, { isHome: false });
    open(dialog, home);
    expect(dialog).toMatchObject({ isConnected: true, isModal: true, timesShown: 1 });
    expect(home.isAtHome()).toBe(true);
  }
});

it('one whose section was taken away does not open, and nothing fails', () => {
  const dialog = Object.assign(playedDialog(), { isConnected: false });
  open(dialog, playedHome(dialog, { isConnected: false, isHome: false }));
  expect(dialog).toMatchObject({ open: false, timesShown: 0 });
});
