// Who is cited in a prompt, by the rules that Python gives: the model's own forms of citing, and the other known ones.
const HAN = /[\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const EACH_HAN = new RegExp(HAN.source, 'gu');

const makeCiting = (rules) => {
  const { citations = [], reading } = rules;
  const pattern = new RegExp(reading.pattern, 'giu');
  const numberIn = (digits) => Number(digits.normalize('NFKC'));

  const read = (text) =>
    [...text.matchAll(pattern)].map((match) => {
      const { number, word, means } = reading.groups.find((one) => match.groups[one.number] !== undefined);
      const written = means || match.groups[word].toLowerCase();
      const end = match.index + match[0].length;
      const meant = reading.chinese[written] ?? written;
      return { start: match.index, end, word: meant, number: numberIn(match.groups[number]), chinese: written in reading.chinese };
    });

  // A card's label says its place: "Image 2", or 图2 where the page is Chinese.
  const placeOf = (label) => {
    for (const own of citations) {
      for (const word of [own.word, own.chinese].filter(Boolean)) {
        const digits = label.startsWith(word) ? label.slice(word.length).trim() : '';
        if (/^\p{Nd}+$/u.test(digits)) return { own, number: numberIn(digits) };
      }
    }
    return null;
  };

  // "Image 2" is what a person calls it; the model may read it as [Image 2], or in a Chinese prompt as 图2.
  const cite = ({ own, number }, chinese) => {
    if (own.chinese && chinese) return `${own.chinese}${number}`;
    return own.pattern.replace('{word}', () => own.word).replace('{number}', number);
  };

  const missing = (cited, places) => {
    if (cited.word === 'character') return cited.number < 1 || cited.number > places.length;
    const own = citations.find((one) => one.word.toLowerCase() === cited.word);
    return !places.some((place) => place.own === own && place.number === cited.number);
  };

  // Where the model has no references, a number behind a word is only that.
  return { citations, read: citations.length ? read : () => [], placeOf, cite, missing, compounds: reading.compounds };
};

const lengthOf = (text, han) => [...text].length + (han - 1) * (text.match(EACH_HAN) || []).length;
