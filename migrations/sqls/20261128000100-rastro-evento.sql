-- Which request an event came from, for whoever follows a trace: a `traceparent` (https://www.w3.org/TR/trace-context/).
-- The previous release can run beside it: it leaves the column out, and its events are told all the same.

alter table evento add column traceparent varchar(55);
