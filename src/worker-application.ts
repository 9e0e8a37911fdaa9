import {BootMixin} from '@loopback/boot';
import {Application} from '@loopback/core';
import {RepositoryMixin} from '@loopback/repository';
import {ServiceMixin} from '@loopback/service-proxy';
import {addFoundation, addWorker, ApplicationParts} from './foundation';

/** A process that serves nobody but the probes on its metrics port, and does what its program calls. */
export class TaskApplication extends BootMixin(ServiceMixin(RepositoryMixin(Application))) {
  constructor(parts: ApplicationParts) {
    // The process handles signals itself.
    super({shutdown: {signals: []}});
    this.projectRoot = __dirname;
    // Controllers belong to the API.
    this.bootOptions = {controllers: {dirs: []}};
    addFoundation(this, parts);
  }
}

/** A process that does jobs. */
export class WorkerApplication extends TaskApplication {
  constructor(parts: ApplicationParts) {
    super(parts);
    addWorker(this);
  }
}
