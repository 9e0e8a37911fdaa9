import {mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync, statSync} from 'node:fs';
import {dirname} from 'node:path';
import process from 'node:process';
import {setInterval, clearInterval} from 'node:timers';
import {setTimeout as delay} from 'node:timers/promises';
import {Sentence} from './sentence.mjs';

const POLL_MS = 100;
/** The holder touches the file once a second; one that stays as it is for this long has lost its holder. */
const ABANDONED_MS = 10_000;

/**
 * Runs `work` while no other command of this clone installs or builds.
 * @throws Sentence when the clone is not ours to write
 */
export async function withLock(file, work) {
  await acquire(file);
  const touch = setInterval(() => utimesSync(file, new Date(), new Date()), 1_000);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    rmSync(file, {force: true});
  }
}

async function acquire(file) {
  let seen = {};
  while (!tryToCreate(file)) {
    const holder = look(file);
    if (holder.pid && !seen.pid)
      console.log(`Waiting for another command in this folder (process ${holder.pid})…`);
    if (holder.touched !== seen.touched) seen = {...holder, since: Date.now()};
    if (isGone(holder.pid) || Date.now() - seen.since > ABANDONED_MS) remove(file);
    await delay(POLL_MS);
  }
}

function tryToCreate(file) {
  try {
    mkdirSync(dirname(file), {recursive: true});
    writeFileSync(file, String(process.pid), {flag: 'wx'});
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw new Sentence(
      `Packages or build are out of date, and this user cannot write here (${error.message}): run "npm run build" as the owner of this folder.`,
    );
  }
}

function look(file) {
  try {
    return {pid: Number(readFileSync(file, 'utf8')), touched: statSync(file).mtimeMs};
  } catch {
    // Released between our two looks.
    return {};
  }
}

function isGone(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** By renaming, which only one of several waiters can do. */
function remove(file) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  rmSync(aside);
}
