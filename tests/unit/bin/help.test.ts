import {expect} from '@loopback/testlab';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {commandHelp, generalHelp} from '../../../src/bin/commands/help';
import {languageFrom} from '../../../src/bin/commands/language';
import {COMMANDS} from '../../../src/bin/commands/table';
import {LANGUAGES} from '../../../src/messages/message';
import {ROOT} from '../../support/source-files';

describe('help of the command line', () => {
  for (const command of COMMANDS) {
    for (const language of LANGUAGES) {
      it(`tells what ${command.name} does, with its options, in ${language}`, () => {
        const text = commandHelp(command, language);
        expect(text).to.containEql(`artistas ${command.name}`).and.containEql(command.words[language]);
        for (const {flag, words} of command.options ?? [])
          expect(text).to.containEql(`\n  ${flag} `).and.containEql(` ${words[language]}\n`);
        expect(generalHelp(COMMANDS, language)).to.containEql(command.words[language]);
      });
    }
  }

  it('says both languages of everything, and pages that there are', () => {
    for (const {words, options = [], page} of COMMANDS) {
      for (const {en, pt} of [words, ...options.map(option => option.words)]) expect(en).not.to.equal(pt);
      if (page) expect(existsSync(join(ROOT, page))).to.be.true();
    }
  });

  const locales = [
    {args: [], env: {}, want: 'en'},
    {args: [], env: {LANG: 'pt_BR.UTF-8'}, want: 'pt'},
    {args: [], env: {LANG: 'de_DE.UTF-8'}, want: 'en'},
    {args: [], env: {LANG: 'pt_BR', LC_ALL: 'C'}, want: 'en'},
    {args: [], env: {LANG: 'pt_BR', LC_ALL: ''}, want: 'pt'},
    {args: ['--lang=en'], env: {LANG: 'pt_BR'}, want: 'en'},
    {args: ['x', '--lang', 'pt-BR'], env: {}, want: 'pt'},
  ];
  for (const {args, env, want} of locales) {
    it(`is in ${want} for ${JSON.stringify({args, env})}`, () => {
      expect(languageFrom(args, env)).to.equal(want);
    });
  }
});
