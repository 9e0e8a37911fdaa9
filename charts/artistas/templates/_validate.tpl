{{/* What the schema cannot say: values that do not go together. */}}
{{- define "artistas.validate" -}}
{{- with .Values -}}
{{- if and .ingress.enabled .httpRoute.enabled }}{{ fail "ingress.enabled and httpRoute.enabled exclude each other" }}{{ end -}}
{{- if and .ingress.enabled (not .ingress.hosts) }}{{ fail "ingress.enabled needs ingress.hosts" }}{{ end -}}
{{- if and (eq .deletionPolicy "BackupThenDelete") (not (or .backup .extraSpec.backup)) -}}
{{- fail "deletionPolicy=BackupThenDelete needs backup" -}}
{{- end -}}
{{- if and .httpRoute.enabled (not (and .httpRoute.parentRefs .httpRoute.hostnames)) -}}
{{- fail "httpRoute.enabled needs httpRoute.parentRefs and httpRoute.hostnames" -}}
{{- end -}}
{{- range $part := list "postgresql" "redis" -}}
{{- with index $.Values $part -}}
{{- if and .enabled .external.url }}{{ fail (printf "%s.external.url needs %s.enabled=false" $part $part) }}{{ end -}}
{{- if and .existingSecret .external.url -}}
{{- fail (printf "%s.existingSecret and %s.external.url exclude each other" $part $part) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if not (or .postgresql.enabled .postgresql.existingSecret .postgresql.external.url) -}}
{{- fail "postgresql.enabled=false needs postgresql.existingSecret or postgresql.external.url" -}}
{{- end -}}
{{- if and .minio.enabled .minio.external.url }}{{ fail "minio.external.url needs minio.enabled=false" }}{{ end -}}
{{- if not (or .minio.enabled (and .minio.existingSecret .minio.external.url)) -}}
{{- fail "minio.enabled=false needs minio.external.url and minio.existingSecret" -}}
{{- end -}}
{{- end -}}
{{- end }}
