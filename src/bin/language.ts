import process from 'node:process';

// Messages of the framework's packages come in the language of the machine; where nobody says which that is, they run a program of
// the system to ask it, while they are loaded. So this is a program's first import.
process.env.LANG ??= 'C.UTF-8';
