// The stage: only the film, as large as the window. Escape leaves; the arrows go through the videos made before.
const asideOf = (node) => {
  const beside = [];
  for (let at = node; at && at !== document.body; at = at.parentElement) {
    beside.push(...[...at.parentElement.children].filter((one) => one !== at && !one.matches('script, style, link')));
  }
  return beside;
};
let hushed = [];
let back = null;
// Inside Gradio's own container: it repeats each rule of a stylesheet for what is in there, and those would win.
const house = () => document.getElementById('outcome');
const staged = () => house().classList.contains('r2v-staged');

const enter = () => {
  if (staged() || !film()) return;
  back = document.activeElement;
  house().classList.add('r2v-staged');
  // What isn't seen can't be reached by the keyboard or a screen reader either.
  hushed = asideOf(element).filter((one) => !one.inert);
  hushed.forEach((one) => { one.inert = true; });
  element.querySelector('.r2v-leave').focus();
};

const leave = () => {
  if (!staged()) return;
  house().classList.remove('r2v-staged');
  hushed.forEach((one) => { one.inert = false; });
  hushed = [];
  back?.focus?.();
};

const turn = (by) => {
  const past = [...document.querySelectorAll('#history .r2v-past')];
  const now = past.findIndex((one) => one.matches('.r2v-chosen'));
  past[now + by]?.click();
};

document.addEventListener('r2v:stage', enter);
element.addEventListener('click', (event) => {
  const asked = event.target.closest('[data-do]')?.dataset.do;
  if (asked === 'stage') enter();
  if (asked === 'leave') leave();
});
document.addEventListener('keydown', (event) => {
  if (!staged()) return;
  if (event.key === 'Escape') leave();
  if (event.key === 'ArrowRight' && event.target.tagName !== 'VIDEO') turn(1);
  if (event.key === 'ArrowLeft' && event.target.tagName !== 'VIDEO') turn(-1);
});
// Another form or a removed video leaves nothing to be shown.
watch('value', () => { if (staged() && !film()) leave(); });
