// What earlier visits left and the first paint needs: read before it, so that neither the colours nor the page's layout change
// right after it. `src/ui/common/theme.ts` and `src/ui/data/expectedPictures.ts` write it.
try {
  const { dataset } = document.documentElement;
  const theme = localStorage.getItem('cifar-10/theme');
  if (theme === 'light' || theme === 'dark') dataset.theme = theme;
  if (localStorage.getItem('cifar-10/pictures') === 'stored') dataset.pictures = 'expected';
} catch {
  // Where storage is blocked, every visit is like the first.
}
