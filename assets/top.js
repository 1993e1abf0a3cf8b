// Light or dark, remembered in this browser.
const root = document.body;
const remembered = (() => { try { return localStorage.getItem('r2v.theme'); } catch { return null; } })();
if (remembered) root.classList.toggle('dark', remembered === 'dark');
element.addEventListener('click', (event) => {
  if (event.target.closest('.r2v-stage-button')) document.dispatchEvent(new Event('r2v:stage'));
  if (event.target.closest('.r2v-service-button')) {
    const opener = document.querySelector('#service-sheet-button button');
    if (opener?.getAttribute('aria-expanded') === 'false') opener.click();
    opener?.scrollIntoView({ block: 'center' });
    opener?.focus({ preventScroll: true });
  }
  if (!event.target.closest('.r2v-theme')) return;
  const dark = root.classList.toggle('dark');
  try { localStorage.setItem('r2v.theme', dark ? 'dark' : 'light'); } catch { /* private window */ }
});
