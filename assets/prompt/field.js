// The prompt's own field, which is Gradio's, and the rows of its shots; what is written into them here can be taken back
// as what was typed can.
const field = () => document.querySelector('#prompt textarea');

// Where somebody writes now: in a shot's row, else in the prompt.
const written = () => (document.activeElement?.matches('.r2v-shot-words') ? document.activeElement : field());

const putText = (text, start, end, area = field()) => {
  if (!area) return;
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, end);
  // As if typed: the browser's own undo goes through it, which a text that a script sets would empty.
  if (document.execCommand(text ? 'insertText' : 'delete', false, text)) return;
  area.setRangeText(text, start, end, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
};

// With a space where Latin words would run together; Chinese ones stand side by side.
const putAmong = (words, start, end, area = field()) => {
  const { value } = area;
  const before = value.slice(0, start);
  const after = value.slice(end);
  const chinese = HAN.test(words);
  const ahead = before && !/[\s(\[“"]$/.test(before) && !chinese ? ' ' : '';
  const behind = after && /^[\p{L}\p{N}]/u.test(after) && !chinese ? ' ' : '';
  putText(ahead + words + behind, start, end, area);
};
