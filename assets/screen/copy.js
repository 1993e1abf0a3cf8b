// Copies what a button names: the code of an error and the id of its request, for whoever is asked about it.
const copied = async (text) => {
  // The page of a machine on the home network is not a secure one, and has no clipboard.
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => false);
  const box = document.createElement('textarea');
  box.value = text;
  document.body.append(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  return done;
};
element.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  const done = await copied(button.dataset.copy);
  button.textContent = done ? say('Copied') : say('Select it and copy');
  setTimeout(() => { button.textContent = say('Copy'); }, 2000);
});
