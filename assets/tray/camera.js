// The camera in the tray's sheet: a photo, or a short clip with its sound.
const CLIP_TYPES = ['video/mp4;codecs=avc1.42E01E,mp4a.40.2', 'video/mp4;codecs=avc1.42E01E,opus', 'video/mp4', 'video/webm'];

// What the browser says when it gives no camera or microphone, in the tray's words.
const denialOf = (error, words, denied, missing) => {
  if (!navigator.mediaDevices) return words.insecure;
  return error.name === 'NotFoundError' || error.name === 'OverconstrainedError' ? words[missing] : words[denied];
};

// "2026-11-24 18.05.31": a name that tells one recording from the next.
const momentName = () => new Date().toLocaleString('sv').replaceAll(':', '.');

const photoOf = (video) => {
  const canvas = make('canvas');
  Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext('2d').drawImage(video, 0, 0);
  const done = (resolve) => canvas.toBlob((blob) => resolve(new File([blob], `Photo ${momentName()}.jpg`, { type: blob.type })), 'image/jpeg', 0.95);
  return new Promise(done);
};

// Records a stream until it is stopped, or for the longest that it may be; tick is told how long it has been.
const makeRecording = (stream, types, { longest, tick, done }) => {
  const type = types.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, type ? { mimeType: type, videoBitsPerSecond: 6_000_000 } : {});
  const pieces = [];
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const clock = setInterval(() => {
    tick(seconds());
    if (seconds() >= longest && recorder.state === 'recording') recorder.stop();
  }, 200);
  recorder.addEventListener('dataavailable', ({ data }) => data.size && pieces.push(data));
  recorder.addEventListener('stop', () => {
    clearInterval(clock);
    done(new Blob(pieces, { type: recorder.mimeType.split(';')[0] }));
  });
  recorder.start();
  tick(0);
  return { stop: () => recorder.state !== 'inactive' && recorder.stop() };
};

const openCamera = async ({ sheet, words, photos, clips, longest, take }) => {
  const video = make('video', 'r2v-ask-screen');
  const row = make('div', 'r2v-ask-row');
  const time = make('span', 'r2v-ask-time');
  const streams = [];
  let recording = null;
  let kept = true;
  Object.assign(video, { muted: true, autoplay: true, playsInline: true });
  describe(video, { 'aria-label': words.camera });

  const left = () => {
    kept = false;
    recording?.stop();
    for (const stream of streams) for (const track of stream.getTracks()) track.stop();
  };
  const ask = async (what) => {
    const stream = await navigator.mediaDevices.getUserMedia(what);
    streams.push(stream);
    if (!kept) left();
    return stream;
  };
  const give = (file) => {
    if (!kept) return;
    take(file);
    sheet.close();
  };

  const shoot = makeWordButton('r2v-ask-act', words.photo, async () => give(await photoOf(video)));
  const record = makeWordButton('r2v-ask-act', words.record_clip, async () => {
    if (recording) return recording.stop();
    shoot.hidden = true;
    // Without a microphone it is a clip without sound.
    const sound = await ask({ audio: true }).catch(() => null);
    if (!kept) return;
    const stream = new MediaStream([...streams[0].getVideoTracks(), ...(sound ? sound.getAudioTracks() : [])]);
    write(record, words.stop);
    recording = makeRecording(stream, CLIP_TYPES, {
      longest,
      tick: (seconds) => write(time, `${lengthWords(seconds)} / ${lengthWords(longest)}`),
      done: (blob) => {
        const ending = blob.type === 'video/webm' ? 'webm' : 'mp4';
        give(new File([blob], `Clip ${momentName()}.${ending}`, { type: blob.type }));
      },
    });
  });
  const acts = [...(photos ? [shoot] : []), ...(clips ? [record] : [])];
  for (const act of acts) act.disabled = true;
  video.addEventListener('loadeddata', () => {
    for (const act of acts) act.disabled = false;
    acts[0].focus();
  });
  row.append(...acts, time);
  sheet.open({ words, said: words.camera, content: [video, row], left });
  try {
    video.srcObject = await ask({ video: { width: { ideal: 1920 }, height: { ideal: 1080 } } });
  } catch (error) {
    sheet.say(denialOf(error, words, ...Object.keys({ camera_denied: 0, camera_missing: 0 })));
  }
};
