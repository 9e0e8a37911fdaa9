{{/* When the hook's own objects come and go. Call with the order. They stay after a failure, to be looked at. */}}
{{- define "artistas.prepareHook" -}}
helm.sh/hook: pre-install,pre-upgrade{{ if eq .root.Values.deletionPolicy "Delete" }},post-delete{{ else if eq .root.Values.deletionPolicy "BackupThenDelete" }},pre-delete{{ end }}
helm.sh/hook-weight: {{ .weight | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}

{{/* Names of the Secrets that the hook makes. */}}
{{- define "artistas.madeSecretNames" -}}
{{- range splitList "," (include "artistas.madeSecrets" .) }}
- {{ include "artistas.fullname" $ }}-{{ . }}
{{- end }}
{{- end }}

{{/* What needs rights in the namespace; empty: nothing does. */}}
{{- define "artistas.hasTasks" -}}
{{- if or (include "artistas.madeSecrets" .) (eq .Values.deletionPolicy "BackupThenDelete") }}yes{{ end }}
{{- end }}

{{/* A Job that runs `prepare` of our own image. Call with (dict "root" $ "suffix" … "hook" … "args" (list …)). */}}
{{- define "artistas.prepareJob" -}}
{{- $name := printf "%s-%s" (include "artistas.fullname" .root) .suffix -}}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ $name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "artistas.labels" (dict "root" .root "part" "prepare") | nindent 4 }}
  annotations:
    helm.sh/hook: {{ .hook }}
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
    helm.sh/hook-output-log-policy: hook-failed
spec:
  backoffLimit: 3
  activeDeadlineSeconds: {{ .deadlineSeconds }}
  template:
    metadata:
      labels:
        {{- include "artistas.labels" (dict "root" .root "part" "prepare") | nindent 8 }}
    spec:
      {{- include "artistas.pod" .root | nindent 6 }}
      restartPolicy: Never
      serviceAccountName: {{ include "artistas.fullname" .root }}-prepare
      automountServiceAccountToken: true
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: prepare
          image: {{ include "artistas.image" .root }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          command:
            - node
            - dist/src/bin/prepare.js
            {{- range .args }}
            - {{ . }}
            {{- end }}
          env:
            - name: NODE_ENV
              value: production
            - name: POD_NAMESPACE
              valueFrom:
                fieldRef:
                  fieldPath: metadata.namespace
          resources:
            requests: {cpu: 50m, memory: 96Mi}
            limits: {cpu: 500m, memory: 192Mi}
          securityContext:
            {{- include "artistas.containerSecurity" .root | nindent 12 }}
          terminationMessagePolicy: FallbackToLogsOnError
          volumeMounts:
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: tmp
          emptyDir:
            sizeLimit: 16Mi
{{- end }}
