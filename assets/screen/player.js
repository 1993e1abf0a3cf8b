// The player's own controls: loop, one frame back or on, speed, and the last frame for the next shot.
const film = () => element.querySelector('.r2v-film video');
const SPEEDS = [1, 0.5, 0.25, 2];
const keep = (name, text) => { try { localStorage.setItem(name, text); } catch { /* private window */ } };
const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };

const step = (video, frames) => {
  const fps = Number(element.querySelector('.r2v-film').dataset.fps);
  video.pause();
  // The middle of a frame, so that rounding never lands on the one before.
  const frame = Math.floor(video.currentTime * fps + 0.01) + frames;
  video.currentTime = Math.min(Math.max((frame + 0.5) / fps, 0), Math.max(video.duration - 0.5 / fps, 0));
};

const drawPlayer = () => {
  const video = film();
  if (!video) return;
  const loops = kept('r2v.loop') !== 'off';
  video.loop = loops;
  element.querySelector('[data-do=loop]').setAttribute('aria-pressed', String(loops));
  // A first frame decides the ratio instead of the setting, so the video itself is asked.
  video.addEventListener('loadedmetadata', () => {
    if (!video.videoWidth) return;
    // Gone where another video has taken the screen meanwhile.
    video.closest('.r2v-film')?.style.setProperty('--r2v-ratio', `${video.videoWidth} / ${video.videoHeight}`);
  }, { once: true });
};

const deeds = {
  loop: (video) => { keep('r2v.loop', video.loop ? 'off' : 'on'); drawPlayer(); },
  back: (video) => step(video, -1),
  on: (video) => step(video, 1),
  speed: (video, button) => {
    video.playbackRate = SPEEDS[(SPEEDS.indexOf(video.playbackRate) + 1) % SPEEDS.length];
    button.textContent = `${video.playbackRate}×`;
  },
  stage: () => document.dispatchEvent(new Event('r2v:stage')),
  keep: (video, button) => {
    const { job } = element.querySelector('.r2v-film').dataset;
    const on = button.getAttribute('aria-pressed') !== 'true';
    document.dispatchEvent(new CustomEvent('r2v:keep', { detail: { job, on } }));
  },
};
// The history and the stage give stars too.
document.addEventListener('r2v:keep', ({ detail }) => {
  const screen = element.querySelector('.r2v-film');
  if (screen?.dataset.job === detail.job) screen.querySelector('[data-do=keep]').setAttribute('aria-pressed', String(detail.on));
});

element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-do], [data-next]');
  const video = film();
  if (!button || !video) return;
  if (button.dataset.next) trigger('shot', { place: button.dataset.next });
  else deeds[button.dataset.do]?.(video, button);
});
document.addEventListener('keydown', (event) => {
  const video = film();
  const typing = event.target.closest?.('input, textarea, select, [contenteditable], dialog');
  if (!video || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === ',') step(video, -1);
  if (event.key === '.') step(video, 1);
});
watch('value', drawPlayer);
drawPlayer();
