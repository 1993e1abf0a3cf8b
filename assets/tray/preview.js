// What a card shows of its file: the picture, the clip's first frame, a button that plays the sound, else the server's
// poster, else a drawing.
const makePreview = (changed) => {
  const box = make('div', 'r2v-ref-media');
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
  const unshowable = new Set();
  let shown = '';
  let video = null;
  let seconds = null;
  let sound = null;

  const giveUp = (source) => {
    unshowable.add(source);
    changed();
  };

  const pictureOf = (source) => {
    const picture = make('img');
    picture.alt = '';
    picture.draggable = false;
    picture.decoding = 'async';
    picture.addEventListener('error', () => giveUp(source), { once: true });
    picture.src = source;
    return picture;
  };

  const clipOf = (source) => {
    video = make('video');
    Object.assign(video, { muted: true, loop: true, playsInline: true, preload: 'metadata', tabIndex: -1 });
    video.disablePictureInPicture = true;
    video.setAttribute('aria-hidden', 'true');
    video.addEventListener('error', () => giveUp(source), { once: true });
    video.addEventListener('loadedmetadata', (event) => {
      const { videoWidth, duration } = event.target;
      seconds = Number.isFinite(duration) ? duration : null;
      // A codec that the browser lacks may still let the sound play: there is nothing to see then.
      if (videoWidth === 0) giveUp(source);
      else changed();
    });
    // The fragment makes every browser draw a frame; without it some draw none until the clip plays.
    video.src = `${source}#t=0.01`;
    return video;
  };

  const drawingOf = (kind, name) => {
    const drawing = make('div', 'r2v-ref-drawing');
    drawing.append(makeIcon(kind), make('span', '', name));
    return drawing;
  };

  const hush = () => {
    if (sound) sound.pause();
  };

  const soundOf = (source, name) => {
    const drawing = make('div', 'r2v-ref-drawing');
    const button = makeButton('r2v-ref-listen', () => {
      if (sound.paused) sound.play().catch(() => giveUp(source));
      else sound.pause();
    });
    sound = new Audio(source);
    sound.preload = 'metadata';
    const show = () => button.replaceChildren(makeIcon(sound.paused ? 'play' : 'pause'));
    for (const event of ['play', 'pause', 'ended']) sound.addEventListener(event, show);
    show();
    drawing.append(button, make('span', '', name));
    return drawing;
  };

  const shownOf = (card, source) => {
    if (card.kind === 'sound') return soundOf(source, card.name);
    return card.kind === 'clip' ? clipOf(source) : pictureOf(source);
  };

  const draw = (card, poster, listen) => {
    const source = card.source || card.url;
    const own = source && !unshowable.has(source) && card.kind !== 'other';
    const posted = !own && poster && !unshowable.has(poster);
    const key = JSON.stringify(own ? [card.kind, source] : posted ? [poster] : [card.kind, card.name, 'drawn']);
    if (key === shown) return;
    shown = key;
    video = null;
    hush();
    if (own) box.replaceChildren(shownOf(card, source));
    else box.replaceChildren(posted ? pictureOf(poster) : drawingOf(card.kind, card.name));
    const button = box.querySelector('button');
    if (button) describe(button, { 'aria-label': listen });
  };

  const play = () => {
    if (video && !calm.matches) video.play().catch(() => { /* it was left again before it began */ });
  };
  const rest = () => {
    if (!video) return;
    video.pause();
    if (video.readyState > 0) video.currentTime = 0.01;
  };
  return { box, draw, play, rest, hush, length: () => (video && seconds !== null ? lengthWords(seconds) : '') };
};
