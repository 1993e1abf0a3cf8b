// Several videos as one: the longest leads, the others follow it, and hold their last frame where they are shorter.
const DRIFT = 0.06;
const FRAME = 1 / 30;

const makePlayer = (videos, words) => {
  const controls = make('div', 'r2v-player');
  const play = makeIconButton('r2v-player-play', 'play', () => (playing ? pause() : start()));
  const scrubber = make('input', 'r2v-player-scrubber');
  const clock = make('output', 'r2v-player-clock');
  scrubber.type = 'range';
  scrubber.min = '0';
  scrubber.step = '0.01';
  scrubber.value = '0';
  describe(scrubber, { 'aria-label': words.moment });
  let playing = false;
  let moment = 0;
  let held = false;
  let tick = 0;

  const lengthOf = (video) => (Number.isFinite(video.duration) ? video.duration : 0);
  const total = () => Math.max(0, ...videos.map(lengthOf));
  const leader = () => videos.reduce((longest, video) => (lengthOf(video) > lengthOf(longest) ? video : longest));
  // A video that is asked for its very end shows nothing in some browsers: its last frame is a frame before.
  const within = (video, at) => Math.min(at, Math.max(0, lengthOf(video) - FRAME));

  const draw = () => {
    scrubber.max = String(total());
    scrubber.value = String(moment);
    const said = `${moment.toFixed(1)} / ${total().toFixed(1)} s`;
    write(clock, said);
    describe(scrubber, { 'aria-valuetext': said });
  };
  const seek = (at) => {
    moment = Math.min(Math.max(0, at), total());
    for (const video of videos) video.currentTime = within(video, moment);
    draw();
  };
  const run = () => {
    for (const video of videos) {
      if (moment < lengthOf(video) - FRAME) video.play().catch(() => { /* it can be scrubbed all the same */ });
    }
  };
  const start = () => {
    if (!videos.length) return;
    if (moment >= total() - 2 * FRAME) seek(0);
    playing = true;
    run();
    drawPlay();
  };
  const pause = () => {
    playing = false;
    for (const video of videos) video.pause();
    seek(moment);
    drawPlay();
  };
  const drawPlay = () => {
    play.replaceChildren(makeIcon(playing ? 'pause' : 'play'));
    describe(play, { 'aria-label': playing ? words.pause : words.play });
  };
  const follow = () => {
    tick = requestAnimationFrame(follow);
    if (!playing || held) return;
    const first = leader();
    if (first.ended || first.currentTime >= lengthOf(first) - FRAME / 2) {
      seek(0);
      run();
      return;
    }
    moment = first.currentTime;
    for (const video of videos) {
      const away = Math.abs(video.currentTime - within(video, moment));
      if (video !== first && away > DRIFT && !video.seeking) video.currentTime = within(video, moment);
    }
    draw();
  };

  scrubber.addEventListener('pointerdown', () => { held = true; });
  scrubber.addEventListener('pointerup', () => { held = false; });
  scrubber.addEventListener('input', () => seek(Number(scrubber.value)));
  const keys = {
    ' ': () => (playing ? pause() : start()),
    ArrowLeft: () => seek(moment - 0.5),
    ArrowRight: () => seek(moment + 0.5),
    ',': () => seek(moment - FRAME),
    '.': () => seek(moment + FRAME),
    Home: () => seek(0),
    End: () => seek(total()),
  };
  const press = (event) => {
    const act = keys[event.key];
    // A button that has the focus hears its own Space.
    if (!act || event.ctrlKey || event.metaKey || (event.key === ' ' && event.target.closest('button, a'))) return;
    event.preventDefault();
    act();
  };
  for (const video of videos) {
    video.addEventListener('loadedmetadata', () => {
      seek(moment);
      if (playing) run();
    });
  }
  controls.append(play, scrubber, clock);
  drawPlay();
  draw();
  follow();
  const stop = () => {
    cancelAnimationFrame(tick);
    for (const video of videos) {
      video.pause();
      video.removeAttribute('src');
      video.load();
    }
  };
  return { controls, press, start, seek, stop };
};
