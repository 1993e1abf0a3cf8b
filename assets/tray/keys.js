// The keyboard on a card: arrows go to the next one, with Alt or Ctrl they carry it along; Delete removes it, Enter
// replaces it, F2 names it.
const takeKeys = (shell, { step, remove, replace, rename, undo }) => {
  const STEPS = { ArrowLeft: -1, ArrowRight: 1 };
  shell.addEventListener('keydown', (event) => {
    const { key, altKey, ctrlKey, metaKey, target } = event;
    if ((ctrlKey || metaKey) && key === 'z') {
      if (undo()) event.preventDefault();
      return;
    }
    // A button in the card has keys of its own.
    if (!target.matches('.r2v-ref-body')) return;
    const { id } = target.closest('.r2v-ref').dataset;
    if (STEPS[key]) step(id, STEPS[key], altKey || ctrlKey);
    else if (key === 'Delete' || key === 'Backspace') remove(id);
    else if (key === 'Enter') replace(id);
    else if (key === 'F2') rename(id);
    else return;
    event.preventDefault();
  });
};
