// A dialog above the page, of which each tray has one: a heading, what is asked there, and a line for what went wrong.
const makeSheet = (shell) => {
  const dialog = make('dialog', 'r2v-tray-sheet');
  const bar = make('div', 'r2v-ask-bar');
  const heading = make('h3');
  const close = makeButton('r2v-ask-close', () => dialog.close());
  const body = make('div', 'r2v-ask-body');
  const told = make('p', 'r2v-ask-told');
  let leave = () => {};

  heading.id = `${props.tray}-sheet`;
  describe(dialog, { 'aria-labelledby': heading.id });
  describe(told, { role: 'alert' });
  close.append(makeIcon('close'));
  bar.append(heading, close);
  dialog.append(bar, body, told);
  shell.append(dialog);

  dialog.addEventListener('close', () => {
    leave();
    leave = () => {};
    body.replaceChildren();
  });
  // A click beside the dialog lands on itself; its keys are not the tray's.
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('keydown', (event) => event.stopPropagation());

  // `left` is called once when it is closed, however that comes about.
  const open = ({ words, said, content, left = () => {} }) => {
    if (dialog.open) dialog.close();
    leave = left;
    write(heading, said);
    describe(close, { 'aria-label': words.close });
    write(told, '');
    body.replaceChildren(...content);
    dialog.showModal();
  };
  return { open, close: () => dialog.close(), say: (text) => write(told, text), isOpen: () => dialog.open };
};

const makeWordButton = (className, words, act) => {
  const button = makeButton(className, act);
  write(button, words);
  return button;
};
