#!/usr/bin/env node
import './engine';
import {distance} from 'fastest-levenshtein';
import {USAGE_EXIT} from '../config/exit-codes';
import type {Language} from '../messages/message';
import {commandHelp, generalHelp} from './commands/help';
import {languageFrom} from './commands/language';
import {COMMANDS} from './commands/table';

/** Letters that a mistyped command may be off. */
const NEAR = 3;

/**
 * The one way in to every program of ours: `artistas COMMAND …`. Only the program that is called is loaded, and it ends the
 * process itself; help is there at once.
 */
async function main([name, ...args]: readonly string[]): Promise<void> {
  const language = languageFrom(process.argv, process.env);
  if (name === undefined || name === 'help' || name.startsWith('-')) {
    const about = COMMANDS.find(command => command.name === args[0]);
    const isAsked = name === 'help' || process.argv.includes('--help') || process.argv.includes('-h');
    process[isAsked ? 'stdout' : 'stderr'].write(
      about ? commandHelp(about, language) : generalHelp(COMMANDS, language),
    );
    process.exitCode = isAsked ? 0 : USAGE_EXIT;
    return;
  }
  const command = COMMANDS.find(one => one.name === name);
  if (!command) return unknown(name, language);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(commandHelp(command, language));
    return;
  }
  // As if it had been called by itself.
  process.argv.splice(2, 1);
  await command.load();
}

function unknown(name: string, language: Language): void {
  const [nearest] = COMMANDS.map(command => ({name: command.name, off: distance(name, command.name)})).sort(
    (a, b) => a.off - b.off,
  );
  const hint = nearest && nearest.off <= NEAR ? nearest.name : undefined;
  const text = {
    en: `"${name}" is no command${hint ? `; did you mean "${hint}"?` : '.'} "artistas --help" lists them all.`,
    pt: `"${name}" não é um comando${hint ? `; você quis dizer "${hint}"?` : '.'} "artistas --help" mostra todos.`,
  };
  process.stderr.write(`${text[language]}\n`);
  process.exitCode = USAGE_EXIT;
}

void main(process.argv.slice(2));
