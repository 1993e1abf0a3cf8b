// The microphone in the tray's sheet: record, listen, use it. What is kept is a WAV, which the model takes.
const asWav = (sound) => {
  const RATE_AT = 24;
  const HEAD = 44;
  const channels = Array.from({ length: sound.numberOfChannels }, (_, index) => sound.getChannelData(index));
  const bytes = new DataView(new ArrayBuffer(HEAD + sound.length * 2));
  const text = (at, letters) => [...letters].forEach((letter, index) => bytes.setUint8(at + index, letter.charCodeAt(0)));
  text(0, 'RIFF');
  bytes.setUint32(4, HEAD - 8 + sound.length * 2, true);
  text(8, 'WAVEfmt ');
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(RATE_AT, sound.sampleRate, true);
  bytes.setUint32(28, sound.sampleRate * 2, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  text(36, 'data');
  bytes.setUint32(40, sound.length * 2, true);
  for (let index = 0; index < sound.length; index += 1) {
    const mean = channels.reduce((sum, channel) => sum + channel[index], 0) / channels.length;
    bytes.setInt16(HEAD + index * 2, Math.round(Math.max(-1, Math.min(1, mean)) * 32767), true);
  }
  return new Blob([bytes], { type: 'audio/wav' });
};

const wavOf = async (blob) => {
  const context = new AudioContext();
  try {
    return asWav(await context.decodeAudioData(await blob.arrayBuffer()));
  } finally {
    context.close();
  }
};

const openMicrophone = ({ sheet, words, longest, take }) => {
  const note = make('p', 'r2v-ask-note', words.timbre);
  const row = make('div', 'r2v-ask-row');
  const time = make('span', 'r2v-ask-time');
  const player = make('audio', 'r2v-ask-player');
  let stream = null;
  let recording = null;
  let file = null;
  let kept = true;
  player.controls = true;
  player.hidden = true;

  const quiet = () => stream && stream.getTracks().forEach((track) => track.stop());
  const forget = () => player.src && URL.revokeObjectURL(player.src);
  const left = () => {
    kept = false;
    recording?.stop();
    quiet();
    forget();
  };
  const heard = async (blob) => {
    recording = null;
    quiet();
    if (!kept) return;
    write(record, words.record_again);
    try {
      const wav = await wavOf(blob);
      file = new File([wav], `Voice ${momentName()}.wav`, { type: wav.type });
      forget();
      player.src = URL.createObjectURL(file);
    } catch {
      return sheet.say(words.nothing_heard);
    }
    player.hidden = false;
    use.hidden = false;
    use.focus();
  };
  const record = makeWordButton('r2v-ask-act', words.record, async () => {
    if (recording) return recording.stop();
    sheet.say('');
    player.pause();
    use.hidden = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      return sheet.say(denialOf(error, words, ...Object.keys({ microphone_denied: 0, microphone_missing: 0 })));
    }
    if (!kept) return quiet();
    write(record, words.stop);
    recording = makeRecording(stream, ['audio/webm', 'audio/mp4'], {
      longest,
      tick: (seconds) => write(time, `${lengthWords(seconds)} / ${lengthWords(longest)}`),
      done: heard,
    });
  });
  const use = makeWordButton('r2v-ask-act r2v-ask-main', words.use_recording, () => {
    take(file);
    sheet.close();
  });
  use.hidden = true;
  row.append(record, use, time);
  sheet.open({ words, said: words.microphone, content: [note, player, row], left });
  record.focus();
};
