import {expect} from '@loopback/testlab';
import {StartupError} from '../../../src/config/startup-error';
import {folderError} from '../../../src/embedded/folder-error';

describe('folderError', () => {
  const cases = [
    {
      name: 'a disk that Node finds full',
      message: "ENOSPC: no space left on device, mkdir '/d'",
      want: 'The disk that holds /d is full; free some space or set DATA_DIR to another folder.',
    },
    {
      name: 'a disk that PostgreSQL finds full',
      message: 'FATAL:  could not write lock file "postmaster.pid": No space left on device',
      want: 'The disk that holds /d is full; free some space or set DATA_DIR to another folder.',
    },
    {
      name: 'a used-up quota',
      message: 'EDQUOT: quota exceeded',
      want: 'The disk that holds /d is full; free some space or set DATA_DIR to another folder.',
    },
    {
      name: 'a folder that Node may not write',
      message: "EACCES: permission denied, mkdir '/d'",
      want: '/d cannot be read and written by this user; change its owner or set DATA_DIR to another folder.',
    },
    {
      name: 'a cluster of another account',
      message:
        'FATAL:  data directory "/d" has wrong ownership\nHINT:  The server must be started by the user that owns it.',
      want: '/d cannot be read and written by this user; change its owner or set DATA_DIR to another folder.',
    },
    {
      name: 'a read-only disk',
      message: "EROFS: read-only file system, mkdir '/d'",
      want: '/d is on a read-only disk; set DATA_DIR to another folder.',
    },
    {
      name: 'a file in the way',
      message: "ENOTDIR: not a directory, mkdir '/d'",
      want: '/d cannot be a folder, because a file stands in its way; move that file or set DATA_DIR to another folder.',
    },
    {
      name: 'anything else, in its own words',
      message: 'FATAL:  out of luck\n',
      want: 'The embedded PostgreSQL cannot use /d: FATAL:  out of luck',
    },
  ];
  for (const {name, message, want} of cases) {
    it(name, () => {
      const error = folderError(new Error(message), '/d');
      expect(error).to.be.instanceOf(StartupError);
      expect(error.message).to.equal(want);
    });
  }

  it('leaves a sentence as it is', () => {
    const sentence = new StartupError('A sentence.');
    expect(folderError(sentence, '/d')).to.equal(sentence);
  });
});
