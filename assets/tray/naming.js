// A name for people at the foot of the picture: a button that shows it, and while it is written a field in its place.
const NAME_LENGTH = 40;

const makeNaming = (card, actions) => {
  const box = make('span', 'r2v-ref-given');
  const button = makeButton('r2v-ref-given-button', () => edit());
  let words = {};
  let label = '';
  box.append(button);

  const edit = () => {
    const field = make('input', 'r2v-ref-given-field');
    Object.assign(field, { type: 'text', value: card.called, maxLength: NAME_LENGTH, autocomplete: 'off' });
    describe(field, { 'aria-label': fill(words.name_of, { label }), placeholder: words.name_hint });
    let ended = false;
    const end = (kept, back) => {
      // Taking the field away makes it lose the focus, which ends it too.
      if (ended) return;
      ended = true;
      const name = field.value.trim();
      field.replaceWith(button);
      if (back) actions.focus(card);
      if (kept && name !== card.called) actions.rename(card, name);
      else draw(words, label);
    };
    field.addEventListener('keydown', (event) => {
      // Undo, arrows and Delete are the field's own here.
      event.stopPropagation();
      if (event.key === 'Enter' || event.key === 'Escape') end(event.key === 'Enter', true);
    });
    field.addEventListener('blur', () => end(true, false));
    button.replaceWith(field);
    box.hidden = false;
    field.select();
    field.focus();
  };

  const draw = (language, shown) => {
    words = language;
    label = shown;
    box.hidden = !card.called && button.isConnected;
    write(button, card.called);
    const text = fill(words.rename, { label, name: card.called });
    describe(button, { 'aria-label': text });
    button.title = text;
  };
  return { box, draw, edit };
};
