// Loaded first into every program that we start: descriptor 3 is a pipe from us, and its end means that we are gone,
// even by `kill -9`. The program is then told to stop as if by hand.
const {Socket} = require('node:net');
const process = require('node:process');

const pipe = new Socket({fd: 3});
pipe.on('error', () => undefined);
pipe.on('close', () => process.kill(process.pid, 'SIGTERM'));
// A program that waits for a word from us gets it by the same pipe.
pipe.on('data', () => process.emit('word')).unref();
