import {Language, say} from '../messages/message';
import type {ImportReport, LineError} from './types';

/** A report as somebody reads it. */
export interface WireReport extends Omit<ImportReport, 'erros'> {
  readonly erros: readonly (Omit<LineError, 'mensagem'> & {readonly mensagem: string})[];
}

/** @param language of the messages */
export function toWire({erros, ...report}: ImportReport, language: Language): WireReport {
  return {...report, erros: erros.map(error => ({...error, mensagem: say(error.mensagem, language)}))};
}
