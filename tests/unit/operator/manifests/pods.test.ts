import {expect} from '@loopback/testlab';
import {Variable, variables} from '../../../../src/config/variables';
import {workloads} from '../../../../src/operator/manifests/children';
import {networkPolicies} from '../../../../src/operator/manifests/network-policies';
import {migrationJob} from '../../../../src/operator/manifests/tasks';
import {artistasApiCases} from '../../../support/artistas-api-cases';
import {podsOf} from '../../../support/pods';

for (const [name, cr] of Object.entries(artistasApiCases)) {
  describe(`pods of an ArtistasApi: ${name}`, () => {
    for (const [where, {metadata, spec}] of podsOf([migrationJob(cr), ...workloads(cr)])) {
      const container = spec!.containers[0]!;

      it(`${where} may do nothing that it does not have to`, () => {
        expect(spec!.automountServiceAccountToken).to.be.false();
        expect(spec!.securityContext).to.eql({runAsNonRoot: true, seccompProfile: {type: 'RuntimeDefault'}});
        expect(container.securityContext).to.eql({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: {drop: ['ALL']},
        });
      });

      it(`${where} has limits`, () => {
        expect(Object.keys(container.resources!.limits!).sort()).to.eql(['cpu', 'memory']);
        expect(Object.keys(container.resources!.requests!).sort()).to.eql(['cpu', 'memory']);
      });

      it(`${where} sets what our processes read`, () => {
        const extra = cr.spec.pod.extraEnv.map(one => one.name);
        const wrong = container
          .env!.map(one => one.name)
          .filter(setting => !extra.includes(setting) && !isSetting(setting));
        expect(wrong).to.eql([]);
        expect(new Set(container.env!.map(one => one.name)).size).to.equal(container.env!.length);
      });

      it(`${where} keeps secrets out of its environment`, () => {
        const open = container.env!.filter(one => (variables as Record<string, Variable>)[one.name]?.secret);
        expect(open).to.eql([]);
      });

      it(`${where} is met by exactly one NetworkPolicy, where there are any`, () => {
        const meeting = networkPolicies(cr).filter(policy =>
          Object.entries(policy.spec.podSelector.matchLabels).every(
            ([key, value]) => metadata!.labels![key] === value,
          ),
        );
        expect(meeting.length).to.equal(cr.spec.networkPolicy.enabled ? 1 : 0);
      });

      if (where.startsWith('Deployment')) {
        it(`${where} is probed and has time to drain`, () => {
          const {startupProbe, readinessProbe, livenessProbe} = container;
          const paths = [startupProbe, readinessProbe, livenessProbe].map(probe => probe?.httpGet?.path);
          expect(paths).to.eql(['/startup', '/ready', '/live']);
          expect(spec!.terminationGracePeriodSeconds).to.be.greaterThan(cr.spec.rollout.drainSeconds);
        });
      }
    }
  });
}

function isSetting(name: string): boolean {
  const all: Readonly<Record<string, Variable>> = variables;
  return name in all || (name.endsWith('_FILE') && all[name.slice(0, -'_FILE'.length)]?.secret === true);
}
