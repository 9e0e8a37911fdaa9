import {showAccount, startAccount} from './account.mjs';
import {showAlbumDialog} from './album-dialog.mjs';
import {openAlbumForm} from './album-form.mjs';
import {showArtists} from './artists.mjs';
import {load, showCount, startCatalogue} from './catalogue.mjs';
import {byId} from './dom.mjs';
import {restart, showArrivals, showNewest, startLive} from './live.mjs';
import {sessions} from './service.mjs';
import {chooseLanguage, language, showTexts} from './texts.mjs';
import {startTheme} from './theme.mjs';

function showOtherLanguage(): void {
  const button = byId('language');
  const isPortuguese = language === 'pt-BR';
  button.textContent = isPortuguese ? 'English' : 'Português';
  button.lang = isPortuguese ? 'en' : 'pt-BR';
}

showTexts();
showOtherLanguage();
startTheme();
startAccount();
byId('language').addEventListener('click', () => {
  chooseLanguage(language === 'pt-BR' ? 'en' : 'pt-BR');
  showOtherLanguage();
  startTheme();
  showAccount();
  showCount();
  // What it says is in the other language.
  if (!byId('empty').hidden) void load();
  showArrivals();
});
byId('add').addEventListener('click', () =>
  openAlbumForm(() => {
    void showNewest();
    void showArtists();
  }),
);
sessions.addEventListener('change', () => {
  void load();
  void showArtists();
  restart();
});
void startCatalogue(showAlbumDialog).then(startLive);
