// Before the first paint: the look that was chosen on this device, or the system's.
(() => {
  const kept = localStorage.getItem('siar-scheme');
  const dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  const { documentElement: page } = document;
  page.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  if (localStorage.getItem('siar-density') === 'compact') page.setAttribute('data-density', 'compact');
})();
