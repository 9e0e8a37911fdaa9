{{/* Name of everything: that of the ArtistasApi, whose children carry it with a suffix in labels of 63 letters. */}}
{{- define "artistas.fullname" -}}
{{- $name := ternary .Release.Name (printf "%s-%s" .Release.Name .Chart.Name) (contains .Chart.Name .Release.Name) -}}
{{- default $name .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{/* Selects the pods of one part of this release. Call with (dict "root" $ "part" "redis"). */}}
{{- define "artistas.selector" -}}
app.kubernetes.io/name: artistas-{{ .part }}
app.kubernetes.io/instance: {{ include "artistas.fullname" .root }}
{{- end }}

{{/* Labels of an object of one part. */}}
{{- define "artistas.labels" -}}
{{ include "artistas.selector" . }}
app.kubernetes.io/part-of: artistas-api
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* Selects the pods that the operator makes for the ArtistasApi; it writes these labels. */}}
{{- define "artistas.appSelector" -}}
app.kubernetes.io/name: artistas-api
app.kubernetes.io/instance: {{ include "artistas.fullname" . }}
{{- end }}

{{- define "artistas.metadata" -}}
name: {{ include "artistas.fullname" .root }}-{{ .part }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "artistas.labels" . | nindent 2 }}
{{- end }}

{{- define "artistas.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end }}

{{/* What every pod of the chart says of itself. */}}
{{- define "artistas.pod" -}}
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{/* What pod security `restricted` asks of every container, and a little more. */}}
{{- define "artistas.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Of a bundled server: it is one user and owns its volume. Call with the number of that user. */}}
{{- define "artistas.serverSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* Where a bundled server keeps its data, and that the volume stays. Call with (dict "root" $ "persistence" …). */}}
{{- define "artistas.dataVolume" -}}
{{- if .persistence.enabled -}}
persistentVolumeClaimRetentionPolicy:
  whenDeleted: {{ ternary "Delete" "Retain" (eq .root.Values.deletionPolicy "Delete") }}
  whenScaled: Retain
volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      {{- with .persistence.storageClass }}
      storageClassName: {{ . }}
      {{- end }}
      resources:
        requests:
          storage: {{ .persistence.size }}
{{- end }}
{{- end }}

{{/* Secrets: of the user, of a URL in the values, or made once by the hook. Call with (dict "root" $ "part" "postgresql"). */}}
{{- define "artistas.secret" -}}
{{- $values := index .root.Values .part -}}
{{- if $values.existingSecret -}}
{{ $values.existingSecret }}
{{- else if $values.enabled -}}
{{ include "artistas.fullname" .root }}-{{ .part }}
{{- else -}}
{{ include "artistas.fullname" .root }}-{{ .part }}-url
{{- end -}}
{{- end }}

{{/* Bundled parts whose Secret the hook makes, with commas. */}}
{{- define "artistas.madeSecrets" -}}
{{- $made := list -}}
{{- range $part := list "postgresql" "redis" "minio" -}}
{{- $values := index $.Values $part -}}
{{- if and $values.enabled (not $values.existingSecret) -}}
{{- $made = append $made $part -}}
{{- end -}}
{{- end -}}
{{ join "," $made }}
{{- end }}

{{/* Host and scheme of the URL by which covers are fetched, where the chart routes it to its own MinIO. */}}
{{- define "artistas.coversHost" -}}
{{- if and .Values.minio.enabled .Values.minio.publicUrl -}}
{{ regexReplaceAll ":[0-9]+$" (urlParse .Values.minio.publicUrl).host "" }}
{{- end -}}
{{- end }}
