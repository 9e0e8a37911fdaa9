import {HttpServer} from '@loopback/http-server';
import {RestBindings, RestServer} from '@loopback/rest';
import {createServer} from 'node:http';
import {SERVER_OPTIONS} from './http-limits';

/** Connections that wait to be taken. Where they are too many the system drops them without a word, and a client waits in vain. */
const MAX_BACKLOG = 4_096;

/** The framework's server over one of Node's with options of ours: the framework gives its own none. */
export class ApiServer extends RestServer {
  /** The framework is told not to listen by itself (`listenOnStart`). */
  override async start(): Promise<void> {
    await super.start();
    const {host, port} = this.config;
    const httpServer = new HttpServer(this.requestHandler, {host, port, backlog: MAX_BACKLOG});
    Object.assign(httpServer, {server: createServer(SERVER_OPTIONS, this.requestHandler)});
    await httpServer.start();
    this._httpServer = httpServer;
    this.bind(RestBindings.PORT).to(httpServer.port);
    this.bind(RestBindings.HOST).to(httpServer.host);
    this.bind(RestBindings.URL).to(httpServer.url);
  }
}
