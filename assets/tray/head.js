// The line above the cards: title, how many, and between them the undo strip, or the words of the card in focus.
const makeHead = (many, from) => {
  const UNDO_MS = 8000;
  const box = make('div', 'r2v-tray-head');
  const title = make('h2', 'r2v-tray-title');
  const details = make('p', 'r2v-tray-details');
  const strip = make('div', 'r2v-tray-undo');
  const message = make('span');
  const button = makeButton('r2v-tray-undo-button', () => undo());
  const count = make('span', 'r2v-tray-count');
  const spoken = make('div', 'r2v-sr');
  const steps = [];
  let timer = 0;
  let words = {};

  details.setAttribute('aria-hidden', 'true');
  strip.hidden = true;
  strip.append(message, button);
  describe(spoken, { role: 'status', 'aria-live': 'polite' });
  box.append(title, details, strip, ...(many ? [from] : []), count, spoken);

  const say = (text) => write(spoken, text);

  const show = () => {
    const step = steps.at(-1);
    strip.hidden = !step;
    details.hidden = Boolean(step);
    if (!step) return;
    write(message, many ? step.said : words[step.deed]);
    message.title = step.said;
    write(button, words.undo);
  };

  const forget = () => {
    clearTimeout(timer);
    for (const step of steps.splice(0)) step.forget();
    show();
  };

  // Whoever is on their way to the button still reaches it.
  const expire = () => {
    if (strip.matches(':hover, :focus-within')) timer = setTimeout(expire, 1000);
    else forget();
  };

  const undo = () => {
    const step = steps.pop();
    if (!step) return false;
    step.restore();
    show();
    return true;
  };

  // A deed is a word of the tray, like removed. restore() brings it back; forget() lets go of what was kept for that.
  const offer = (deed, label, restore, letGo) => {
    const said = fill(words[deed], { label });
    steps.push({ deed: `${deed}_short`, said, restore, forget: letGo });
    clearTimeout(timer);
    timer = setTimeout(expire, UNDO_MS);
    say(`${said}. ${words.undo}.`);
    show();
  };

  const draw = ({ words: language, heading, counted, over }) => {
    words = language;
    write(title, heading);
    write(count, counted);
    count.classList.toggle('r2v-tray-over', over);
    if (steps.length) write(button, words.undo);
  };
  return { box, draw, offer, undo, forget, say, detail: (text) => write(details, text) };
};
