{{/* The spec of the ArtistasApi. What is at its default in the schema of the ArtistasApi is said all the same: one can read it. */}}
{{- define "artistas.spec" -}}
{{- $name := include "artistas.fullname" . -}}
{{- with .Values -}}
image:
  repository: {{ .image.repository }}
  {{- if .image.digest }}
  digest: {{ .image.digest }}
  {{- else }}
  tag: {{ .image.tag | default $.Chart.AppVersion | quote }}
  {{- end }}
  pullPolicy: {{ .image.pullPolicy }}
  {{- with .imagePullSecrets }}
  pullSecrets:
    {{- range . }}
    - {{ .name }}
    {{- end }}
  {{- end }}
{{- if .autoscaling.enabled }}
autoscaling:
  {{- omit .autoscaling "enabled" | toYaml | nindent 2 }}
{{- else }}
replicas: {{ .replicaCount }}
{{- end }}
{{- with .resources }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
worker:
  replicas: {{ .worker.replicaCount }}
  {{- with .worker.resources }}
  resources:
    {{- toYaml . | nindent 4 }}
  {{- end }}
database:
  secretRef:
    name: {{ include "artistas.secret" (dict "root" $ "part" "postgresql") }}
  {{- with .postgresql.readSecret }}
  readSecretRef:
    name: {{ . }}
  {{- end }}
  port: {{ .postgresql.enabled | ternary 5432 .postgresql.external.port }}
  poolSize: {{ .postgresql.poolSize }}
  sampleData: {{ .sampleData }}
{{- if or .redis.enabled .redis.existingSecret .redis.external.url }}
redis:
  secretRef:
    name: {{ include "artistas.secret" (dict "root" $ "part" "redis") }}
  port: {{ .redis.enabled | ternary 6379 .redis.external.port }}
{{- end }}
objectStorage:
  endpoint: {{ .minio.enabled | ternary (printf "http://%s-minio.%s.svc:9000" $name $.Release.Namespace) .minio.external.url }}
  {{- with .minio.publicUrl }}
  publicEndpoint: {{ . }}
  {{- end }}
  region: {{ .minio.region }}
  bucket: {{ .minio.bucket }}
  credentialsSecretRef:
    name: {{ include "artistas.secret" (dict "root" $ "part" "minio") }}
auth:
  username: {{ .auth.username | quote }}
  {{- with .auth.existingSecret }}
  secretRef:
    name: {{ . }}
    passwordKey: {{ $.Values.auth.passwordKey }}
    jwtSecretKey: {{ $.Values.auth.jwtSecretKey }}
  {{- end }}
  accessTokenSeconds: {{ .auth.accessTokenSeconds }}
  refreshTokenSeconds: {{ .auth.refreshTokenSeconds }}
rateLimit: {{ .rateLimit }}
{{- with .corsOrigins }}
corsOrigins:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- $private := list "10.0.0.0/8" "172.16.0.0/12" "192.168.0.0/16" "100.64.0.0/10" "fc00::/7" }}
{{- with .trustedProxies | default (ternary $private list .edge.enabled) }}
trustedProxies:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if .ingress.enabled }}
ingress:
  className: {{ .ingress.className }}
  hosts:
    {{- toYaml .ingress.hosts | nindent 4 }}
  {{- with .ingress.tls.secretName }}
  tls:
    secretName: {{ . }}
  {{- end }}
  {{- with .ingress.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- if .httpRoute.enabled }}
httpRoute:
  {{- omit .httpRoute "enabled" | toYaml | nindent 2 }}
{{- end }}
networkPolicy:
  enabled: {{ .networkPolicy.enabled }}
  {{- with include "artistas.callers" $ | fromYamlArray }}
  ingressFrom:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .networkPolicy.metricsFrom }}
  metricsFrom:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .networkPolicy.extraEgress }}
  extraEgress:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- with .regionais }}
regionais:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .backup }}
backup:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .rollout }}
rollout:
  {{- toYaml . | nindent 2 }}
{{- end }}
logLevel: {{ .logLevel }}
deletionPolicy: {{ .deletionPolicy }}
suspend: {{ .suspend }}
{{- with include "artistas.podOverrides" $ | fromYaml }}
pod:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}

{{/* Who may call the API, and MinIO by its public host; empty: anybody. Whoever is named, `helm test` may. */}}
{{- define "artistas.callers" -}}
{{- $edge := list (dict "podSelector" (dict "matchLabels" (include "artistas.selector" (dict "root" . "part" "edge") | fromYaml))) -}}
{{- $named := .Values.networkPolicy.ingressFrom | default (ternary $edge list .Values.edge.enabled) -}}
{{ if $named }}{{ append $named (include "artistas.smoke" . | fromYaml) | toYaml }}{{ else }}[]{{ end }}
{{- end }}

{{- define "artistas.smoke" -}}
podSelector:
  matchLabels:
    {{- include "artistas.selector" (dict "root" . "part" "smoke") | nindent 4 }}
{{- end }}

{{- define "artistas.podOverrides" -}}
{{- $names := dict "labels" "podLabels" "annotations" "podAnnotations" -}}
{{- range $name := list "nodeSelector" "tolerations" "affinity" "topologySpreadConstraints" "priorityClassName" "extraEnv" "extraVolumes" "extraVolumeMounts" -}}
{{- $_ := set $names $name $name -}}
{{- end -}}
{{- $pod := dict -}}
{{- range $field, $value := $names -}}
{{- with index $.Values $value -}}
{{- $_ := set $pod $field . -}}
{{- end -}}
{{- end -}}
{{ toYaml $pod }}
{{- end }}
