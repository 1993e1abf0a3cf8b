// Opens and closes a part of the page that stays in it while it is closed, so that what stands in it is never lost.
// It is made right after the page stands: who clicks before that gets it then.
const button = element.querySelector('button');
const LONGEST_FRAMES = 300;
const turn = (frames) => {
  const part = document.getElementById(button.getAttribute('aria-controls'));
  if (!part) {
    if (frames) requestAnimationFrame(() => turn(frames - 1));
    return;
  }
  const open = part.classList.toggle('r2v-open');
  button.setAttribute('aria-expanded', String(open));
};
button.addEventListener('click', () => turn(LONGEST_FRAMES));
