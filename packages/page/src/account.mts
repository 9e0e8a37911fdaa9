import {SignInError} from '#client';
import {blame, byId, el, field, openDialog} from './dom.mjs';
import {client, sessions} from './service.mjs';
import {texts} from './texts.mjs';

/** The button says what it does now; what needs an account is there for who has one. */
export function showAccount(): void {
  const {isSignedIn} = client.session;
  byId('account').dataset['text'] = isSignedIn ? 'signOut' : 'signIn';
  byId('account').textContent = isSignedIn ? texts().signOut : texts().signIn;
  byId('add').hidden = !isSignedIn;
}

export function startAccount(): void {
  byId('account').addEventListener('click', () => {
    if (!client.session.isSignedIn) openSignIn();
    else void client.session.signOut().then(() => sessions.dispatchEvent(new Event('change')));
  });
  sessions.addEventListener('change', showAccount);
  sessions.addEventListener('end', () => {
    showAccount();
    openSignIn(texts().sessionEnded);
  });
  showAccount();
}

/** @param note why it is asked for */
function openSignIn(note = ''): void {
  const t = texts();
  const username = el('input', {
    name: 'username',
    autocomplete: 'username',
    required: true,
    autocapitalize: 'none',
  });
  const password = el('input', {
    name: 'password',
    type: 'password',
    autocomplete: 'current-password',
    required: true,
  });
  const code = el('input', {name: 'code', autocomplete: 'one-time-code', inputmode: 'text'});
  const codeField = field(t.code, code, t.codeHint);
  codeField.hidden = true;
  const problem = el('p', {role: 'alert', class: 'problem'}, note);
  const submit = el('button', {class: 'primary'}, t.signIn);
  const form = el(
    'form',
    {novalidate: true},
    field(t.user, username),
    field(t.password, password),
    codeField,
    problem,
    submit,
  );
  const dialog = openDialog(t.signIn, t.close, form);
  username.focus();

  const signIn = async (): Promise<void> => {
    const missing = [username, password].find(input => input.value === '');
    if (missing) return blame(missing, t.required);
    submit.disabled = true;
    problem.textContent = '';
    try {
      const credentials = {username: username.value, password: password.value, code: code.value || undefined};
      await client.session.signIn(credentials);
      dialog.close();
      sessions.dispatchEvent(new Event('change'));
    } catch (error) {
      // The account has a second factor: only now is it asked for.
      if (error instanceof SignInError && error.code === 'totp_required') {
        codeField.hidden = false;
        code.focus();
      } else problem.textContent = (error instanceof SignInError && error.message) || t.refused;
    } finally {
      submit.disabled = false;
    }
  };
  form.addEventListener('submit', event => {
    event.preventDefault();
    void signIn();
  });
}
