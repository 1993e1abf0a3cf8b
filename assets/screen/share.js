// Sharing: the file itself where the browser hands files on, else the link where others can follow one.
const canHandOn = (name) => {
  const probe = new File([''], name, { type: 'video/mp4' });
  return Boolean(navigator.canShare?.({ files: [probe] }));
};
const offerShare = () => {
  const button = element.querySelector('[data-do=share]');
  if (button) button.hidden = !(button.dataset.link || canHandOn(button.dataset.name));
};
const handOn = async ({ name }) => {
  const answer = await fetch(film().currentSrc);
  const file = new File([await answer.blob()], name, { type: 'video/mp4' });
  // Closing the sheet again is no failure.
  await navigator.share({ files: [file] }).catch(() => {});
};
element.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-do=share]');
  if (!button) return;
  if (canHandOn(button.dataset.name)) {
    await handOn(button.dataset);
    return;
  }
  const words = button.querySelector('span');
  const before = words.textContent;
  words.textContent = (await copied(button.dataset.link)) ? say('Link copied') : button.dataset.link;
  setTimeout(() => { words.textContent = before; }, 2000);
});
watch('value', offerShare);
offerShare();
