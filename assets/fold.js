// Opens and closes a part of the page that stays in it while it is closed, so that what stands in it is never lost.
const button = element.querySelector('button');
button.addEventListener('click', () => {
  const part = document.getElementById(button.getAttribute('aria-controls'));
  if (!part) return;
  const open = part.classList.toggle('r2v-open');
  button.setAttribute('aria-expanded', String(open));
});
