// The list of what is wrong: each line leads to what it speaks of, repairs are asked for, and the lesser ones are folded.
const act = (button) => {
  const { fix, field, pick, longest } = button.dataset;
  const way = button.closest('.r2v-finding')?.dataset;
  if (button.dataset.do === 'lead') lead(way);
  else if (button.dataset.do === 'another') chooseAnother(way);
  else if (button.classList.contains('r2v-unfold')) unfold(element.dataset.unfolded !== 'true');
  else if (pick) pickPart({ url: pick, fix, field, longest: Number(longest), title: button.title });
  else trigger('select', { fix, field, start: null, end: null });
};

const unfold = (open) => {
  element.dataset.unfolded = String(open);
  element.querySelector('.r2v-unfold')?.setAttribute('aria-expanded', String(open));
};

// A verdict that comes between pressing and letting go draws the list anew, and a browser then makes no click of the
// two; or its lines move, and another one is under the pointer. So what was pressed is remembered, and is meant where the
// pointer is let go of on it, or where it was pressed.
const NEAR = 8;
const NONE = { name: '', x: 0, y: 0 };
let pressed = NONE;
const nameOf = (button) => {
  if (!button) return '';
  const { fix, field, pick, do: deed } = button.dataset;
  return [fix, field, pick, deed, deed && button.closest('.r2v-finding').textContent, button.className].join(' ');
};
const buttonAt = (event) => event.target.closest('.r2v-preflight button');
const isPressed = (button) => Boolean(button) && nameOf(button) === pressed.name;
// What it leads to has the focus, which a press would take.
element.addEventListener('mousedown', (event) => buttonAt(event)?.dataset.do && event.preventDefault());
element.addEventListener('pointerdown', (event) => {
  pressed = event.button === 0 ? { name: nameOf(buttonAt(event)), x: event.clientX, y: event.clientY } : NONE;
});
element.addEventListener('pointerup', (event) => {
  const stayed = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < NEAR;
  const all = stayed && pressed.name ? [...element.querySelectorAll('.r2v-preflight button')] : [];
  const button = [buttonAt(event), ...all].find(isPressed);
  pressed = NONE;
  if (button) act(button);
});
element.addEventListener('pointercancel', () => { pressed = NONE; });
// A click without a pointer comes from the keyboard, or from a screen reader.
element.addEventListener('click', (event) => {
  const button = buttonAt(event);
  if (button && event.detail === 0) act(button);
});

let led = '';
watch('value', () => {
  unfold(element.dataset.unfolded === 'true');
  const { lead: stamp } = props.value;
  if (!stamp || stamp === led) return;
  led = stamp;
  element.querySelector('.r2v-findings').scrollTop = 0;
  const first = element.querySelector('.r2v-error[data-spot]:not([data-spot=""])');
  if (first) lead(first.dataset);
});
