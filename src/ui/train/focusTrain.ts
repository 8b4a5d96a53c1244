/** Where the focus goes when the button that had it goes away: to Train, which is what one presses next. */
export function focusTrain(): void {
  const train = document.querySelector('.run-controls .button');
  if (train instanceof HTMLElement) train.focus();
}
