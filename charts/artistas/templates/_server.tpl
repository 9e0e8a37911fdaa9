{{/* A Service before one bundled server. Call with (dict "root" $ "part" … "port" …). */}}
{{- define "artistas.serverService" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "artistas.metadata" . | nindent 2 }}
spec:
  selector:
    {{- include "artistas.selector" . | nindent 4 }}
  ports:
    - name: {{ .part }}
      port: {{ .port }}
      targetPort: {{ .part }}
{{- end }}

{{/* A bundled server talks to nobody, and only the app's pods talk to it. Call with (dict "root" $ "part" … "more" …). */}}
{{- define "artistas.serverPolicy" -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "artistas.metadata" . | nindent 2 }}
spec:
  podSelector:
    matchLabels:
      {{- include "artistas.selector" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - podSelector:
            matchLabels:
              {{- include "artistas.appSelector" .root | nindent 14 }}
      ports:
        - protocol: TCP
          port: {{ .part }}
    {{- with .more }}
    {{- . | nindent 4 }}
    {{- end }}
  egress: []
{{- end }}
