// The line above the list: words, state, model, dates and favourites. `changed` is called when somebody has chosen.
const TYPING_PAUSE = 250;

const makeFilters = ({ words, states, models, changed }) => {
  const row = make('div', 'r2v-filters');
  const search = make('input', 'r2v-filter r2v-filter-words');
  search.type = 'search';
  search.maxLength = 200;
  describe(search, { placeholder: words.search, 'aria-label': words.search });

  const choice = (name, any, options) => {
    const select = make('select', `r2v-filter r2v-filter-${name}`);
    describe(select, { 'aria-label': words[name] });
    select.append(new Option(any, ''), ...options.map(([value, text]) => new Option(text, value)));
    select.addEventListener('change', changed);
    return select;
  };
  const state = choice(Object.keys({ state: 0 })[0], words.any_state, states.map((name) => [name, words[name] || name]));
  const model = choice(Object.keys({ model: 0 })[0], words.any_model, models);
  model.hidden = models.length < 2;

  const day = (name) => {
    const label = make('label', 'r2v-filter-day');
    const input = make('input', 'r2v-filter');
    input.type = 'date';
    input.addEventListener('change', changed);
    label.append(make('span', '', words[name]), input);
    return { label, input };
  };
  const since = day(Object.keys({ since: 0 })[0]);
  const until = day(Object.keys({ until: 0 })[0]);

  const favourites = makeWordButton('r2v-filter-favourites', '', () => {
    favourites.setAttribute('aria-pressed', String(favourites.getAttribute('aria-pressed') !== 'true'));
    changed();
  });
  favourites.append(makeIcon('star'), make('span', '', words.favourites));
  favourites.setAttribute('aria-pressed', 'false');

  const clear = makeWordButton('r2v-filter-clear', words.clear, () => {
    reset();
    search.focus();
    changed();
  });

  let typing = 0;
  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(changed, TYPING_PAUSE);
  });

  // Midnight where the person is; a day that is chosen as the last one is still in it.
  const midnight = (input, daysOn) => {
    if (!input.value) return null;
    const [year, month, date] = input.value.split('-').map(Number);
    return new Date(year, month - 1, date + daysOn).getTime() / 1000;
  };
  const value = () => ({
    words: search.value.trim(),
    state: state.value,
    model: model.value,
    since: midnight(since.input, 0),
    until: midnight(until.input, 1),
    favourites: favourites.getAttribute('aria-pressed') === 'true',
  });
  const active = () => Object.values(value()).some(Boolean);
  const reset = () => {
    for (const field of [search, state, model, since.input, until.input]) field.value = '';
    favourites.setAttribute('aria-pressed', 'false');
  };
  row.append(search, state, model, since.label, until.label, favourites, clear);
  return { row, search, value, active, draw: () => { clear.hidden = !active(); } };
};
