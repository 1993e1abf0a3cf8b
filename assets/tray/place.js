// The empty place at the end of the row: a button that opens the file chooser, and what may be dropped. Where it is the
// only place, the other ways in stand in its corner.
const makePlace = (many, choose, from) => {
  const item = make('li', 'r2v-tray-place');
  const button = makeButton('r2v-tray-slot', choose);
  const title = make('span', 'r2v-tray-slot-title');
  const hint = make('span', 'r2v-tray-slot-hint');
  button.append(makeIcon('add'), title, hint);
  item.append(button, ...(many ? [] : [from]));

  const draw = ({ words, heading }) => {
    const narrow = item.offsetWidth < 200;
    write(title, !many ? heading : narrow ? words.slot_short : words.slot);
    write(hint, !many ? words.optional : narrow ? '' : words.slot_hint);
    describe(button, { 'aria-label': many ? words.slot_name : heading });
  };
  return { item, draw, focus: () => button.focus() };
};
