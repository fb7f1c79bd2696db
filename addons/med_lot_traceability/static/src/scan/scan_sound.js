/** Sounds that need no file: one high beep is good, two low ones are a refusal, a middle one asks. */

const PATTERNS = {
    ok: [[1320, 0, 0.12]],
    warn: [
        [880, 0, 0.15],
        [660, 0.2, 0.15],
    ],
    ask: [[660, 0, 0.25]],
    refused: [
        [220, 0, 0.3],
        [180, 0.4, 0.5],
    ],
};

let context = null;

export function beep(kind) {
    const Audio = window.AudioContext || window.webkitAudioContext;
    if (!Audio) {
        return;
    }
    context = context || new Audio();
    for (const [frequency, after, seconds] of PATTERNS[kind] || PATTERNS.ask) {
        const tone = context.createOscillator();
        const gain = context.createGain();
        tone.type = kind === "refused" ? "square" : "sine";
        tone.frequency.value = frequency;
        gain.gain.value = 0.2;
        tone.connect(gain).connect(context.destination);
        tone.start(context.currentTime + after);
        tone.stop(context.currentTime + after + seconds);
    }
}
